import { useDraft } from "../../stores/draft/draft.ts";
import { useInputs } from "../../stores/inputs/inputs.ts";
import { useReplacedValues } from "../../stores/inputs/replaced-values.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./SavedInputs.module.css";

/** What has just happened to the inputs, with its way back. */
export function InputNotice() {
  const { error, removed, bringBack, dismiss } = useInputs();
  const { replaced, forget } = useReplacedValues();
  if (error) {
    return (
      <div className={styles["notice"]}>
        <Notice tone="warn" onDismiss={dismiss}>
          <span role="alert">{error.message}</span>
        </Notice>
      </div>
    );
  }
  if (removed) {
    return (
      <div className={styles["notice"]}>
        <Notice
          onDismiss={dismiss}
          actions={
            <Button size="small" onClick={() => void bringBack()}>
              Undo
            </Button>
          }
        >
          <span role="status">Deleted {removed.name}.</span>
        </Notice>
      </div>
    );
  }
  if (!replaced) return null;
  return (
    <div className={styles["notice"]}>
      <Notice
        onDismiss={forget}
        actions={
          <Button
            size="small"
            onClick={() => {
              useDraft.getState().setSharedValues(replaced.values);
              forget();
            }}
          >
            Undo
          </Button>
        }
      >
        <span role="status">Loaded {replaced.loaded}.</span>
      </Notice>
    </div>
  );
}
