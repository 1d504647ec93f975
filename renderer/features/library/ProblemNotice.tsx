import type { PromptSummary } from "@shared/domain/prompt/prompt.ts";
import { TriangleAlert } from "lucide-react";
import { useApp } from "../../stores/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./DiscardedNotice.module.css";

/** Why a file of the local folder is not opened, in whole. */
export function ProblemNotice({ prompt, onDismiss }: { prompt: PromptSummary; onDismiss(): void }) {
  const show = useApp((state) => state.show);
  return (
    <div className={styles["place"]} role="status">
      <Notice
        tone="warn"
        icon={<TriangleAlert aria-hidden="true" />}
        actions={
          <Button size="small" variant="ghost" onClick={() => show("settings", "local")}>
            Folder settings
          </Button>
        }
        onDismiss={onDismiss}
      >
        “{prompt.name}” is not opened. {prompt.problem}
      </Notice>
    </div>
  );
}
