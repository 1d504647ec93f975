import { answerText } from "@shared/domain/run/answer-text.ts";
import { Pilcrow } from "lucide-react";
import { memo } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import type { RunView } from "../../../stores/run/runs.ts";
import { Button } from "../../../ui/Button.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { classNames } from "../../../ui/class-names.ts";
import styles from "./OutputTools.module.css";
import { useMarkdown } from "./use-markdown.ts";

/** How the answer is drawn, and a copy of it as it came. */
export const OutputTools = memo(function OutputTools({ run, blind }: { run: RunView; blind: boolean }) {
  const markdown = useMarkdown();
  const setLayout = useDraft((state) => state.setLayout);
  const copied = () => run.output.text || answerText(run.output);
  return (
    <span className={styles["tools"]}>
      <Button
        size="small"
        variant="ghost"
        className={classNames(styles["markdown"], markdown && styles["on"])}
        icon={<Pilcrow aria-hidden="true" />}
        title={markdown ? "Show as plain text" : "Show as Markdown"}
        aria-pressed={markdown}
        onClick={() => setLayout("markdown", !markdown)}
      >
        <span className={styles["word"]}>Markdown</span>
      </Button>
      {!blind && <CopyButton text={copied} label="Copy the answer" />}
    </span>
  );
});
