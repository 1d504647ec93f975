import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { readBetas } from "@shared/domain/text/beta-names.ts";
import { useId, useState } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "../parameters/parameters.module.css";

const usual = "usual";

/** The API a variant is asked in, where its provider speaks several, and features of it that a header has to name. */
export function ApiChoice({ variant }: { variant: VariantDraft }) {
  const preview = usePreview((state) => state.views[variant.id]?.preview);
  const changeVariant = useDraft((state) => state.changeVariant);
  const noteId = useId();
  const { apis = [], plan } = preview ?? {};
  const { api: chosen } = variant;
  const isKnown = chosen === undefined || apis.some(({ id }) => id === chosen);
  const options = isKnown ? apis : [...apis, { id: chosen, label: chosen, takesBetas: false }];
  const takesBetas = apis.find(({ id }) => id === plan?.api)?.takesBetas ?? false;
  const choose = (id: string) =>
    changeVariant(variant.id, ({ api: _before, ...rest }) => (id === usual ? rest : { ...rest, api: id }));
  return (
    <>
      {(options.length > 1 || chosen !== undefined) && (
        <div className={styles["api"]}>
          <span className={styles["apiName"]}>API</span>
          <SegmentedControl
            label="API"
            size="small"
            value={chosen ?? usual}
            segments={[{ value: usual, label: "Usual" }, ...options.map(({ id, label }) => ({ value: id, label }))]}
            describedBy={noteId}
            onChange={choose}
          />
          <span id={noteId} className={styles["apiNote"]}>
            {plan?.apiChoice && `${plan.apiChoice.label}: ${plan.apiChoice.because}`}
          </span>
        </div>
      )}
      {(takesBetas || variant.betas !== undefined) && <BetasField variant={variant} />}
    </>
  );
}

/** What is typed stays as typed; the names in it are sent. */
function BetasField({ variant }: { variant: VariantDraft }) {
  const changeVariant = useDraft((state) => state.changeVariant);
  const [typed, setTyped] = useState(variant.betas?.join(", ") ?? "");
  const fieldId = useId();
  const noteId = useId();
  const { wrong } = readBetas(typed);
  return (
    <div className={styles["api"]}>
      <label htmlFor={fieldId} className={styles["apiName"]}>
        Betas
      </label>
      <TextField
        id={fieldId}
        mono
        placeholder="none, or names with commas"
        value={typed}
        attention={wrong.length > 0}
        aria-invalid={wrong.length > 0}
        aria-describedby={noteId}
        onChange={(text) => {
          setTyped(text);
          const { betas } = readBetas(text);
          changeVariant(variant.id, ({ betas: _before, ...rest }) => (betas.length === 0 ? rest : { ...rest, betas }));
        }}
      />
      <span id={noteId} className={styles["apiNote"]}>
        {wrong.length > 0 ? `Not sent: ${wrong.join(", ")} is no name of a feature.` : ""}
      </span>
    </div>
  );
}
