import type { AppError } from "@shared/domain/error/error.ts";
import { useState } from "react";
import { useApp } from "../../../stores/app.ts";
import { useView } from "../../../stores/view.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { linkHost } from "./LinkText.tsx";
import styles from "./text.module.css";

/** Asks before a link of an answer is opened: the whole address is shown, for the text of a link can say anything. */
export function OpenLinkDialog() {
  const { linkToOpen, askToOpen } = useView();
  const openLink = useApp((state) => state.openLink);
  // A host in the browser leaves links to the browser.
  const opensLinks = useApp((state) => state.info?.opensLinks ?? false);
  const [error, setError] = useState<AppError | null>(null);
  const close = () => {
    setError(null);
    askToOpen(null);
  };
  const open = async () => {
    if (!linkToOpen) return;
    if (!opensLinks) window.open(linkToOpen, "_blank", "noopener,noreferrer");
    const refused = opensLinks ? await openLink(linkToOpen) : null;
    if (refused) setError(refused);
    else close();
  };
  return (
    <Dialog
      open={linkToOpen !== null}
      onClose={close}
      title={`Open ${linkToOpen ? (linkHost(linkToOpen) ?? "this link") : ""}?`}
      footer={
        <>
          <Button onClick={close} data-autofocus>
            Cancel
          </Button>
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
