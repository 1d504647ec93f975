import { classNames } from "../../../ui/class-names.ts";
import { JsonLineText } from "../../../ui/JsonLineText.tsx";
import type { JsonLine } from "../../../ui/json-lines.ts";
import styles from "./JsonTree.module.css";
import type { BodySource } from "./source-rows.ts";

interface JsonTreeLineProps {
  id: string;
  line: JsonLine;
  active: boolean;
  found: boolean;
  source: BodySource | undefined;
  onChoose(): void;
  onFold(): void;
}

/** One line of a JSON tree. */
export function JsonTreeLine({ id, line, active, found, source, onChoose, onFold }: JsonTreeLineProps) {
  const foldable = line.kind === "open" || line.kind === "folded";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={line.depth + 1}
      aria-selected={active}
      aria-expanded={foldable ? line.kind === "open" : undefined}
      className={classNames(styles["line"], active && styles["active"], found && styles["found"])}
      onClick={onChoose}
    >
      <JsonLineText line={line} inTree onFold={onFold} />
      {source && (
        <span className={styles["source"]} title={source.note}>
          {source.label}
        </span>
      )}
    </div>
  );
}
