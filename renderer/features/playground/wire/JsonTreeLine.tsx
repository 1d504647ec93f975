import { ChevronDown, ChevronRight } from "lucide-react";
import { classNames } from "../../../ui/class-names.ts";
import { JsonString } from "../../../ui/JsonString.tsx";
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

/** Names a line among the lines of one value: an opening and a closing bracket share their path. */
export function lineKey(line: JsonLine): string {
  return line.kind === "close" ? `${line.path}}` : line.path;
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
      <span className={styles["text"]} style={{ paddingLeft: 16 + line.depth * 14 }}>
        {foldable && (
          <button
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            className={styles["fold"]}
            style={{ left: line.depth * 14 }}
            onClick={onFold}
          >
            {line.kind === "open" ? <ChevronDown /> : <ChevronRight />}
          </button>
        )}
        {line.key !== undefined && (
          <>
            <span className={styles["key"]}>{JSON.stringify(line.key)}</span>:{" "}
          </>
        )}
        <span className={styles[line.kind]}>
          {line.kind === "string" ? <JsonString json={line.text} inTree /> : line.text}
        </span>
        {line.comma ? "," : null}
      </span>
      {source && (
        <span className={styles["source"]} title={source.note}>
          {source.label}
        </span>
      )}
    </div>
  );
}
