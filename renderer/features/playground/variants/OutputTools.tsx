import { Pilcrow } from "lucide-react";
import { useDraft } from "../../../stores/draft.ts";
import type { RunView } from "../../../stores/runs.ts";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import styles from "./OutputTab.module.css";

/** How the answer is drawn, and a copy of it as it came. */
export function OutputTools({ run }: { run: RunView }) {
  const markdown = useDraft((state) => state.draft.layout["markdown"] === true);
  const setLayout = useDraft((state) => state.setLayout);
  return (
    <span className={styles["tools"]}>
      <IconButton
        size="small"
        label={markdown ? "Show as plain text" : "Show as Markdown"}
        aria-pressed={markdown}
        icon={<Pilcrow aria-hidden="true" />}
        onClick={() => setLayout("markdown", !markdown)}
      />
      <CopyButton text={() => run.output.text} label="Copy the answer" />
    </span>
  );
}
