import type { PromptSummary } from "@shared/domain/prompt/prompt.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { ChevronDown, ChevronRight, MessageSquare, Type } from "lucide-react";
import { memo } from "react";
import type { TreeRow } from "../../stores/prompts/prompt-tree.ts";
import { Chip } from "../../ui/Chip.tsx";
import { classNames } from "../../ui/class-names.ts";
import { VisuallyHidden } from "../../ui/VisuallyHidden.tsx";
import styles from "./TreeRowView.module.css";

const indent = 16;

interface TreeRowViewProps {
  row: TreeRow;
  /** Pixels from the top of the tree. */
  top: number;
  /** The keyboard is on it. */
  active: boolean;
  selected: boolean;
  /** `edited`: it has changed, unsaved text on this machine; `not saved`: it is nowhere else. */
  state: "edited" | "not saved" | null;
  onActivate(row: TreeRow): void;
}

/** The element id of a row. */
export function rowId(key: string): string {
  return `prompt-row-${encodeURIComponent(key.toWellFormed())}`;
}

/** One row of the tree: a folder with its arrow, or a prompt with the sign of its type and its newest version. */
export const TreeRowView = memo(function TreeRowView({
  row,
  top,
  active,
  selected,
  state,
  onActivate,
}: TreeRowViewProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles all keys
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus (aria-activedescendant)
    <div
      id={rowId(row.key)}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-setsize={row.siblings}
      aria-posinset={row.position}
      aria-expanded={row.kind === "folder" ? row.expanded : undefined}
      aria-selected={selected}
      className={classNames(styles["row"], active && styles["active"], selected && styles["selected"])}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 6 + row.depth * indent }}
      title={row.kind === "prompt" ? row.prompt.name : undefined}
      onClick={() => onActivate(row)}
    >
      {row.kind === "folder" ? <FolderContent row={row} /> : <PromptContent row={row} state={state} />}
    </div>
  );
});

function FolderContent({ row }: { row: Extract<TreeRow, { kind: "folder" }> }) {
  return (
    <>
      {row.expanded ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
      <span className={styles["folder"]}>{row.label}</span>
      {row.expanded ? null : <span className={styles["end"]}>{row.count}</span>}
    </>
  );
}

function newestOf({ labels }: PromptSummary): string {
  return labels.includes("production") ? "The newest version; it opens at production" : "The newest version";
}

function PromptContent({
  row,
  state,
}: { row: Extract<TreeRow, { kind: "prompt" }> } & Pick<TreeRowViewProps, "state">) {
  const { type, versions } = row.prompt;
  return (
    <>
      {type === "text" ? <Type aria-hidden="true" /> : <MessageSquare aria-hidden="true" />}
      <span className={styles["name"]}>{row.label}</span>
      {type === undefined ? null : <VisuallyHidden>, {type} prompt</VisuallyHidden>}
      {state && <Chip tone="warn">{state}</Chip>}
      {versions.length === 0 ? null : (
        // The library's list does not say which version a label stands for.
        <span className={styles["end"]} title={newestOf(row.prompt)}>
          {versionLabel(versions.at(-1) ?? "")}
        </span>
      )}
    </>
  );
}
