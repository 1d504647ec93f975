import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { useRuns } from "../../../stores/run/runs.ts";
import { Button } from "../../../ui/Button.tsx";
import { useRunElsewhere } from "../runs/use-variant-run.ts";
import styles from "./OutputTab.module.css";

/** Says that the column still waits for an answer of another prompt, which is not shown under this one's name. */
export function AnswerElsewhere({ variantId }: { variantId: string }) {
  const run = useRunElsewhere(variantId);
  const openPrompt = useDraft((state) => state.openPrompt);
  const stop = useRuns((state) => state.stop);
  if (!run) return null;
  const ref = refOf(run.request.prompt);
  return (
    <div className={styles["elsewhere"]} role="status">
      <span>
        {ref ? `${ref.name} is still being answered here.` : "An answer without a prompt is still coming here."}
      </span>
      {ref && (
        <Button size="small" onClick={() => openPrompt(ref)}>
          Open it
        </Button>
      )}
      <Button size="small" variant="ghost" onClick={() => stop(variantId)}>
        Stop it
      </Button>
    </div>
  );
}
