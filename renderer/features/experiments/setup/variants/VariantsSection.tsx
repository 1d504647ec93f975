import { mostSetupVariants } from "@shared/domain/experiment/setup/setup-draft.ts";
import { Plus } from "lucide-react";
import { useState } from "react";
import { playgroundSetup } from "../../../../stores/experiments/setup/from-playground.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { addVariant } from "../../../../stores/experiments/setup/variant-edits.ts";
import { Button } from "../../../../ui/Button.tsx";
import { NumberField } from "../../../../ui/NumberField.tsx";
import { SegmentedControl } from "../../../../ui/SegmentedControl.tsx";
import { PromptPicker } from "../parts/PromptPicker.tsx";
import { Section } from "../parts/Section.tsx";
import { VariantRow } from "./VariantRow.tsx";
import styles from "./Variants.module.css";

const usualRepetitions = ["1", "2", "3", "5"] as const;

/** What is compared: prompts with models and parameters. */
export function VariantsSection() {
  const variants = useSetup((state) => state.draft.variants);
  const change = useSetup((state) => state.change);
  const [open, setOpen] = useState<string | null>(null);
  const full = variants.length >= mostSetupVariants;
  return (
    <Section
      number={2}
      title="Variants"
      end={
        <>
          <PromptPicker
            label="Choose a prompt for the variant"
            orAnswers
            trigger={
              <Button size="small" variant="ghost" icon={<Plus aria-hidden="true" />} disabled={full}>
                Variant
              </Button>
            }
            onChoose={(source) => {
              change((draft) => addVariant(draft, source));
              // A text that is new is to be written, and needs a model.
              if ("messages" in source) setOpen(useSetup.getState().draft.variants.at(-1)?.id ?? null);
            }}
          />
          <Button size="small" variant="ghost" onClick={takeFromPlayground}>
            From the playground
          </Button>
        </>
      }
    >
      {variants.length === 0 ? (
        <p className={styles["empty"]}>
          Two variants or more are compared: another version, another model, other parameters. One alone is measured.
        </p>
      ) : (
        <ul className={styles["list"]} aria-label="Variants">
          {variants.map((variant, index) => (
            <VariantRow
              key={variant.id}
              variant={variant}
              index={index}
              open={open === variant.id}
              onOpen={(next) => setOpen(next ? variant.id : null)}
            />
          ))}
        </ul>
      )}
      {variants.length > 0 && <Repetitions />}
    </Section>
  );
}

/** Takes variants only: rows that are chosen stay. */
function takeFromPlayground(): void {
  const { draft, table, replace } = useSetup.getState();
  const taken = playgroundSetup();
  const { variants, base } = taken.content.draft;
  const { sample: _, base: _base, ...rest } = draft;
  replace(
    { draft: { ...rest, variants, ...(base === undefined ? {} : { base }) }, table: table ?? taken.content.table },
    "What is open in the playground",
    taken.notes,
  );
}

function Repetitions() {
  const repetitions = useSetup((state) => state.draft.repetitions);
  const change = useSetup((state) => state.change);
  const set = (next: number) => change((draft) => ({ ...draft, repetitions: next }));
  const isUsual = usualRepetitions.some((one) => Number(one) === repetitions);
  return (
    <div className={styles["repetitions"]}>
      <span>Repetitions</span>
      {isUsual ? (
        <SegmentedControl
          label="Repetitions"
          value={String(repetitions)}
          segments={[
            ...usualRepetitions.map((one) => ({ value: one as string, label: one })),
            { value: "more", label: "more" },
          ]}
          onChange={(value) => set(value === "more" ? 10 : Number(value))}
        />
      ) : (
        <NumberField
          aria-label="Repetitions"
          className={styles["number"]}
          integer
          min={1}
          max={10_000}
          value={repetitions}
          onChange={(next) => {
            if (next !== null) set(next);
          }}
        />
      )}
      {repetitions > 1 && <span className={styles["quiet"]}>averaged in each row: they are no new rows</span>}
    </div>
  );
}
