import { useStart } from "../../../../stores/experiments/setup/start.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Dialog } from "../../../../ui/Dialog.tsx";
import styles from "./Before.module.css";

/** Parts that are left out make a gate weaker: that is started on a yes alone. */
export function LeftOutDialog() {
  const { asked, confirm, decline } = useStart();
  return (
    <Dialog
      open={asked !== null}
      onClose={decline}
      title="Parts are left out"
      footer={
        <>
          <Button variant="ghost" onClick={decline}>
            Back
          </Button>
          <Button variant="primary" data-autofocus onClick={() => void confirm()}>
            Start without them
          </Button>
        </>
      }
    >
      <p>What is left out is not checked, so a row can pass that would not pass with it.</p>
      <ul className={styles["warnings"]}>
        {asked?.leftOut.map(({ code, message }) => (
          <li key={code + message}>{message}</li>
        ))}
      </ul>
    </Dialog>
  );
}
