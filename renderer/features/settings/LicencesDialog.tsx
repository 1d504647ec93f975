import { useEffect, useState } from "react";
import { readNotices } from "../../client/notices.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import styles from "./LicencesDialog.module.css";

interface LicencesDialogProps {
  open: boolean;
  onClose(): void;
}

/** The licences of the packages inside, word for word, as they ask for. */
export function LicencesDialog({ open, onClose }: LicencesDialogProps) {
  const [text, setText] = useState("Loading…");
  useEffect(() => {
    if (!open) return;
    readNotices().then(setText, () => setText("They are made by the build, and this page comes from the sources."));
  }, [open]);
  return (
    <Dialog open={open} onClose={onClose} title="Licences of what is inside" size="wide">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls has to be reached by the keyboard */}
      <pre className={styles["text"]} tabIndex={0}>
        {text}
      </pre>
    </Dialog>
  );
}
