import { History } from "lucide-react";
import { useDraft } from "../../stores/draft.ts";
import { differingRules, type RunRules } from "../../stores/reopened-run.ts";
import { useSettings } from "../../stores/settings.ts";
import { useView } from "../../stores/view.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./Playground.module.css";

const compileTexts = { python: "compiled as the Python SDK does", js: "compiled as the JS SDK does" } as const;
const clientTexts = {
  replace: "in place of the client's messages",
  append: "with the client's messages after the prompt",
} as const;

/** Asks whether rules of a run opened from the history are to be those of all new runs, when these are others by now. */
export function ReopenedRules() {
  const reopened = useView((state) => state.reopened);
  const setReopened = useView((state) => state.setReopened);
  const preferences = useSettings((state) => state.settings?.preferences);
  const open = useDraft((state) => state.draft.openPrompt?.name);
  if (!reopened || !preferences || open !== reopened.promptName) return null;
  const rules = differingRules(reopened.rules, preferences);
  const told = rulesText(rules);
  if (told === "") return null;
  return (
    <div className={styles["reopened"]}>
      <Notice
        tone="accent"
        icon={<History aria-hidden="true" />}
        actions={
          <Button size="small" onClick={() => void useSettings.getState().save(rules)}>
            Use that for new runs
          </Button>
        }
        onDismiss={() => setReopened(null)}
      >
        This run was {told}. New runs differ.
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
