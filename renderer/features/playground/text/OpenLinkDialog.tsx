import type { AppError } from "@shared/domain/error.ts";
import { useState } from "react";
import { apiClient, asAppError } from "../../../stores/client.ts";
import { useView } from "../../../stores/view.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { linkHost } from "./LinkText.tsx";
import styles from "./text.module.css";

/** Asks before a link of an answer is opened: the whole address is shown, for the text of a link can say anything. */
export function OpenLinkDialog() {
  const { linkToOpen, askToOpen } = useView();
  const [error, setError] = useState<AppError | null>(null);
  const close = () => {
    setError(null);
    askToOpen(null);
  };
  const open = async () => {
    if (!linkToOpen) return;
    try {
      await apiClient().call("app.openLink", { url: linkToOpen });
      close();
    } catch (thrown) {
      setError(asAppError(thrown));
    }
  };
  return (
    <Dialog
      open={linkToOpen !== null}
      onClose={close}
      title={`Open ${linkToOpen ? (linkHost(linkToOpen) ?? "this link") : ""}?`}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" onClick={open}>
            Open in the browser
          </Button>
        </>
      }
    >
      <p>The link stands in an answer. Its full address:</p>
      <p className={styles["address"]}>{linkToOpen}</p>
      {error && <p role="alert">{error.message}</p>}
    </Dialog>
  );
}
