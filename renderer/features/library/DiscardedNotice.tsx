import { useDiscarded } from "../../stores/prompts/unsaved-prompts.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./DiscardedNotice.module.css";

/** The way back to a prompt that was begun here and thrown away. */
export function DiscardedNotice() {
  const { prompt, error, undo, dismiss } = useDiscarded();
  if (error) {
    return (
      <div className={styles["place"]} role="alert">
        <Notice tone="warn" onDismiss={dismiss}>
          {error.message}
        </Notice>
      </div>
    );
  }
  if (!prompt) return null;
  return (
    <div className={styles["place"]} role="status">
      <Notice
        onDismiss={dismiss}
        actions={
          <Button size="small" onClick={() => void undo()}>
            Undo
          </Button>
        }
      >
        “{prompt.name}” was discarded.
      </Notice>
    </div>
  );
}
