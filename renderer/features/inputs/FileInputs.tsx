import { stableJson } from "@shared/domain/json/stable-json.ts";
import { liesIn } from "@shared/domain/prompt/prompt-key.ts";
import { useInputs } from "../../stores/inputs/inputs.ts";
import { usePrompt } from "../../stores/prompts/prompt.ts";
import { Button } from "../../ui/Button.tsx";
import { plural } from "../../ui/figures.ts";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./SavedInputs.module.css";

/** Offers the values that a prompt's file brings along, as long as they are not kept here. */
export function FileInputs() {
  const stored = usePrompt((state) => state.stored);
  const { owner, inputs, importJson } = useInputs();
  if (!stored?.inputs || !owner || !liesIn(stored.ref, owner) || stored.ref.name !== owner.name) return null;
  const known = new Set(inputs.map(({ variables, placeholders }) => stableJson({ variables, placeholders })));
  const offered = stored.inputs.filter(
    ({ variables, placeholders }) => !known.has(stableJson({ variables, placeholders })),
  );
  if (offered.length === 0) return null;
  return (
    <div className={styles["notice"]}>
      <Notice
        actions={
          <Button size="small" onClick={() => void importJson(JSON.stringify({ inputs: offered }))}>
            Keep
          </Button>
        }
      >
        The file brings {plural(offered.length, "input")}.
      </Notice>
    </div>
  );
}
