import type { AskedChange } from "@shared/domain/run/asked-changes.ts";
import { History } from "lucide-react";
import { commandInfo } from "../../../stores/commands.ts";
import { Button } from "../../../ui/Button.tsx";
import { Tooltip } from "../../../ui/Tooltip.tsx";
import { ChangeList } from "./ChangeList.tsx";
import styles from "./OutOfDateBar.module.css";

interface OutOfDateBarProps {
  changes: readonly AskedChange[];
  /** The key of running one variant means this one. */
  hasKey: boolean;
  onRunAgain(): void;
}

/** Says over an answer that it is not the answer to what is shown now, and what has changed since. */
export function OutOfDateBar({ changes, hasKey, onRunAgain }: OutOfDateBarProps) {
  const { shortcut } = commandInfo("run.variant");
  return (
    <div className={styles["bar"]} role="note" aria-label="Out of date">
      <Tooltip text={<ChangeList changes={changes} />}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is cut off is said by the hint, which keys reach too */}
        <span className={styles["said"]} tabIndex={0}>
          <History aria-hidden="true" size={13} />
          <strong className={styles["word"]}>Out of date</strong>
          <span className={styles["what"]}>· {changes.map(({ text }) => text).join(", ")}</span>
        </span>
      </Tooltip>
      <Button
        size="small"
        className={styles["again"]}
        shortcut={hasKey ? shortcut : undefined}
        title="Runs this variant as it is set up now"
        onClick={onRunAgain}
      >
        Run again
      </Button>
    </div>
  );
}
