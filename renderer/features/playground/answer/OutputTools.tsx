import { Pilcrow } from "lucide-react";
import { memo } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import type { RunView } from "../../../stores/run/runs.ts";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { answerText } from "./answer-text.ts";
import styles from "./OutputTools.module.css";

/** How the answer is drawn, and a copy of it as it came. */
export const OutputTools = memo(function OutputTools({ run, blind }: { run: RunView; blind: boolean }) {
  const markdown = useDraft((state) => state.draft.layout["markdown"] === true);
  const setLayout = useDraft((state) => state.setLayout);
  const copied = () => run.output.text || answerText(run.output);
  return (
    <span className={styles["tools"]}>
      <IconButton
        size="small"
        label={markdown ? "Show as plain text" : "Show as Markdown"}
        aria-pressed={markdown}
        icon={<Pilcrow aria-hidden="true" />}
        onClick={() => setLayout("markdown", !markdown)}
      />
      {!blind && <CopyButton text={copied} label="Copy the answer" />}
    </span>
  );
});
