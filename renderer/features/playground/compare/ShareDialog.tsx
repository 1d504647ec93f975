import type { AppError } from "@shared/domain/error/error.ts";
import type { ExportedFile } from "@shared/domain/run/history.ts";
import { useState } from "react";
import { useHistory } from "../../../stores/history/history.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { plural } from "../../../ui/figures.ts";
import { Spinner } from "../../../ui/Spinner.tsx";
import { saveFile } from "../../../ui/save-file.ts";
import { PreviewError } from "../errors/PreviewError.tsx";
import styles from "./compare.module.css";
import { useShared } from "./shared-answers.ts";

type Making = { kind: "making" } | { kind: "failed"; error: AppError } | { kind: "made"; file: ExportedFile };

/** The answers shown as one page to send to somebody, after it was said what is in it. */
export function ShareDialog() {
  const set = useCompare((state) => state.set);
  const { ids, without } = useShared();
  const [making, setMaking] = useState<Making | null>(null);
  const close = () => set({ shareOpen: false });
  const make = async () => {
    setMaking({ kind: "making" });
    const made = await useHistory.getState().exportRuns({ ids }, "html");
    if ("error" in made) return setMaking({ kind: "failed", error: made.error });
    saveFile(made.file);
    setMaking({ kind: "made", file: made.file });
  };
  const isMade = making?.kind === "made";
  return (
    <Dialog
      open
      onClose={close}
      title="Share this comparison"
      footer={
        isMade ? (
          <Button variant="primary" autoFocus onClick={close}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              variant="primary"
              data-autofocus
              disabled={ids.length === 0 || making?.kind === "making"}
              onClick={() => void make()}
            >
              Save the page
            </Button>
          </>
        )
      }
    >
      <div className={styles["dialog"]}>
        <p>
          One HTML file with {plural(ids.length, "answer")}: values, messages, answers, figures and what differs. It
          opens in any browser, asks for nothing from the network and has no key in it.
        </p>
        <p className={styles["quiet"]}>
          Values and messages are in it as they were sent: look at them before you pass it on.
        </p>
        {without.length > 0 && <p className={styles["quiet"]}>Left out, without an answer: {without.join(", ")}.</p>}
        <div role="status">
          {making?.kind === "making" && <Spinner label="Putting the page together" />}
          {isMade && `${making.file.fileName} has ${plural(making.file.runs, "answer")}.`}
          {isMade && making.file.truncated && " It holds no more."}
        </div>
        {making?.kind === "failed" && <PreviewError error={making.error} />}
      </div>
    </Dialog>
  );
}
