import { History } from "lucide-react";
import { useDraft } from "../../stores/draft/draft.ts";
import { conversationKey } from "../../stores/draft/values-key.ts";
import { undoOpenRun } from "../../stores/run/open-run.ts";
import { differingRules, type RunRules } from "../../stores/run/reopened-run.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { useView } from "../../stores/view.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./Playground.module.css";

const compileTexts = { python: "compiled as the Python SDK does", js: "compiled as the JS SDK does" } as const;
const clientTexts = {
  replace: "in place of the client's messages",
  append: "with the client's messages after the prompt",
} as const;

/**
 * Says that a run of the history stands in the playground in place of what was typed, which can come back, and what of
 * it could not be put back: a body typed by hand, and rules that are those of all runs, which it asks about. Of a call of
 * the gateway it says how the prompt was found.
 */
export function ReopenedRun() {
  const reopened = useView((state) => state.reopened);
  const setReopened = useView((state) => state.setReopened);
  const preferences = useSettings((state) => state.settings?.preferences);
  const open = useDraft((state) => conversationKey(state.draft.openPrompt));
  if (!reopened || !preferences || open !== reopened.prompt) return null;
  const rules = differingRules(reopened.rules, preferences);
  const ruleTexts = rulesText(rules);
  return (
    <div className={styles["reopened"]}>
      <Notice
        tone="accent"
        icon={<History aria-hidden="true" />}
        actions={
          <>
            {ruleTexts !== "" && (
              <Button size="small" onClick={() => void useSettings.getState().save(rules)}>
                Use that for new runs
              </Button>
            )}
            <Button size="small" onClick={undoOpenRun}>
              Back to what was here
            </Button>
          </>
        }
        onDismiss={() => setReopened(null)}
      >
        <span role="status">
          Opened as it was, in place of what was here.
          {reopened.note !== undefined && ` ${reopened.note}`}
          {reopened.handEdited &&
            " Its body was edited by hand: Run builds a new one; the inspector can send that one."}
          {ruleTexts !== "" && ` This run was ${ruleTexts}. New runs differ.`}
        </span>
      </Notice>
    </div>
  );
}

function rulesText({ compileMode, clientMessagesMode, stream }: Partial<RunRules>): string {
  const parts = [
    ...(compileMode === undefined ? [] : [compileTexts[compileMode]]),
    ...(clientMessagesMode === undefined ? [] : [`sent ${clientTexts[clientMessagesMode]}`]),
    ...(stream === undefined ? [] : [stream ? "streamed" : "not streamed"]),
  ];
  return parts.join(", ");
}
