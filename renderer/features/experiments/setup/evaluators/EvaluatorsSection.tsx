import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { promptsOf } from "../../../../stores/experiments/setup/rows-sources.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { useSetupPrompts } from "../../../../stores/experiments/setup/setup-prompts.ts";
import { useShownRow } from "../../../../stores/experiments/setup/shown-row.ts";
import { useTry } from "../../../../stores/experiments/setup/try-evaluators.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Section } from "../parts/Section.tsx";
import { useSetupView } from "../parts/use-setup-view.ts";
import { AddEvaluators } from "./AddEvaluators.tsx";
import { EvaluatorCard } from "./EvaluatorCard.tsx";
import styles from "./Evaluators.module.css";
import { TriedCard } from "./TriedCard.tsx";

/** How answers are judged: a list, buttons that add one, and what they say of an answer that is there already. */
export function EvaluatorsSection() {
  const evaluators = useSetup((state) => state.draft.evaluators);
  const variants = useSetup((state) => state.draft.variants);
  const views = useSetupPrompts((state) => state.views);
  const place = useShownRow((state) => state.place);
  const triedRow = useTry((state) => state.row);
  const { active } = useSetupView();
  const [open, setOpen] = useState<string | null>(null);
  const row = active[Math.min(place, Math.max(0, active.length - 1))];
  const gates = evaluators.filter(({ evaluator }) => evaluator["gate"] !== false).length;
  return (
    <Section
      number={3}
      title="Evaluators"
      note={
        gates === 0 ? "none: answers only" : gates === 1 ? "a row passes when it does" : "a row passes when all pass"
      }
      end={
        <Button
          size="small"
          variant="ghost"
          icon={<FlaskConical aria-hidden="true" />}
          disabled={row === undefined || evaluators.length === 0}
          onClick={() => {
            if (row !== undefined) void useTry.getState().begin(row, promptsOf(variants, views));
          }}
        >
          Try on row {(row ?? 0) + 1}
        </Button>
      }
    >
      {evaluators.length > 0 && (
        <ul className={styles["list"]} aria-label="Evaluators">
          {evaluators.map((one) => (
            <EvaluatorCard
              key={one.id}
              one={one}
              open={open === one.id}
              onOpen={(next) => setOpen(next ? one.id : null)}
            />
          ))}
        </ul>
      )}
      <AddEvaluators onAdded={setOpen} />
      <p className={styles["quiet"]}>
        Evaluators that ask no model cost nothing and can be added later: they run over the kept answers.
      </p>
      {triedRow !== null && <TriedCard row={triedRow} />}
    </Section>
  );
}
