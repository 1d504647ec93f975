import type { ModelPrice } from "@shared/domain/model/price.ts";
import { useState } from "react";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { NumberField } from "../../ui/NumberField.tsx";
import { TextField } from "../../ui/TextField.tsx";
import styles from "./PricesSection.module.css";
import { type PriceDraft, priceProblem } from "./price-entries.ts";

interface PriceFormProps {
  price: PriceDraft;
  onSave(price: ModelPrice): void;
  onCancel(): void;
}

/** One price to be changed. Parts that have no price of their own are left empty. */
export function PriceForm({ price, onSave, onCancel }: PriceFormProps) {
  const [draft, setDraft] = useState(price);
  const { input, output } = draft;
  const problem = priceProblem(draft);
  const set = (change: Partial<PriceDraft>) => setDraft({ ...draft, ...change });
  const setPart = (key: "cachedInput" | "cacheWrite" | "upToInputTokens", value: number | null) => {
    const { [key]: _before, ...rest } = draft;
    setDraft(value === null ? rest : { ...rest, [key]: value });
  };
  const setProvider = (provider: string) => {
    const { provider: _before, ...rest } = draft;
    setDraft(provider === "" ? rest : { ...rest, provider });
  };
  return (
    <form
      className={styles["form"]}
      aria-label="Price"
      onSubmit={(event) => {
        event.preventDefault();
        if (!problem && input !== null && output !== null) onSave({ ...draft, input, output });
      }}
    >
      <Field label="Model" hint="As the provider gets it: gpt-6-luna">
        {(control) => (
          <TextField {...control} mono autoFocus value={draft.model} onChange={(model) => set({ model })} />
        )}
      </Field>
      <Field label="Provider" hint="Its id; empty for any">
        {(control) => <TextField {...control} mono value={draft.provider ?? ""} onChange={setProvider} />}
      </Field>
      <Field label="Input">
        {(control) => <NumberField {...control} min={0} value={input} onChange={(value) => set({ input: value })} />}
      </Field>
      <Field label="Output">
        {(control) => <NumberField {...control} min={0} value={output} onChange={(value) => set({ output: value })} />}
      </Field>
      <Field label="Cached input">
        {(control) => (
          <NumberField
            {...control}
            min={0}
            value={draft.cachedInput ?? null}
            onChange={(value) => setPart("cachedInput", value)}
          />
        )}
      </Field>
      <Field label="Cache write">
        {(control) => (
          <NumberField
            {...control}
            min={0}
            value={draft.cacheWrite ?? null}
            onChange={(value) => setPart("cacheWrite", value)}
          />
        )}
      </Field>
      <Field label="Up to" hint="Input tokens; empty for any">
        {(control) => (
          <NumberField
            {...control}
            min={1}
            integer
            value={draft.upToInputTokens ?? null}
            onChange={(value) => setPart("upToInputTokens", value)}
          />
        )}
      </Field>
      <Field label="As of">
        {(control) => <TextField {...control} mono value={draft.asOf} onChange={(asOf) => set({ asOf })} />}
      </Field>
      <Field label="Source">
        {(control) => <TextField {...control} value={draft.source} onChange={(source) => set({ source })} />}
      </Field>
      <div className={styles["formEnd"]}>
        <span className={styles["hint"]}>{problem}</span>
        <Button size="small" variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="small" type="submit" disabled={problem !== undefined}>
          Keep this price
        </Button>
      </div>
    </form>
  );
}
