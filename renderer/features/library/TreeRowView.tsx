import type { PromptSummary } from "@shared/domain/prompt/prompt.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { ChevronDown, ChevronRight, GitBranch, MessageSquare, Plus, TriangleAlert, Type } from "lucide-react";
import { memo } from "react";
import type { EmptyRow, LibraryRow, SectionRow } from "../../stores/prompts/tree-sections.ts";
import { Chip } from "../../ui/Chip.tsx";
import { classNames } from "../../ui/class-names.ts";
import { VisuallyHidden } from "../../ui/VisuallyHidden.tsx";
import styles from "./TreeRowView.module.css";

const indent = 16;

/** Pixels. A file that is not opened has a second line that says why. */
export function heightOf(row: LibraryRow | undefined): number {
  return row?.kind === "prompt" && row.prompt.problem !== undefined ? 44 : 28;
}

interface TreeRowViewProps {
  row: LibraryRow;
  /** Pixels from the top of the tree. */
  top: number;
  /** The keyboard is on it. */
  active: boolean;
  selected: boolean;
  /** `edited`: it has changed, unsaved text on this machine; `not saved`: it is nowhere else. */
  state: "edited" | "not saved" | null;
  onActivate(row: LibraryRow): void;
}

/** The element id of a row. */
export function rowId(key: string): string {
  return `prompt-row-${encodeURIComponent(key.toWellFormed())}`;
}

/** One row: a library, a folder with its arrow, or a prompt with the sign of its type and its newest version. */
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
      aria-expanded={row.kind === "folder" || row.kind === "section" ? row.expanded : undefined}
      aria-selected={selected}
      className={classNames(styles["row"], active && styles["active"], selected && styles["selected"])}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 4 + row.depth * indent, height: heightOf(row) }}
      title={titleOf(row)}
      onClick={() => onActivate(row)}
    >
      <RowContent row={row} state={state} />
    </div>
  );
});

function titleOf(row: LibraryRow): string | undefined {
  if (row.kind === "section") return `${row.label} ${row.section.detail}`;
  if (row.kind !== "prompt") return undefined;
  return row.prompt.problem === undefined ? row.prompt.name : `${row.prompt.name}: ${row.prompt.problem}`;
}

function RowContent({ row, state }: Pick<TreeRowViewProps, "row" | "state">) {
  switch (row.kind) {
    case "section":
      return <SectionContent row={row} />;
    case "empty":
      return <EmptyContent row={row} />;
    case "folder":
      return <FolderContent row={row} />;
    case "prompt":
      return row.prompt.problem === undefined ? (
        <PromptContent row={row} state={state} />
      ) : (
        <RefusedContent label={row.label} problem={row.prompt.problem} />
      );
  }
}

function SectionContent({ row }: { row: SectionRow }) {
  const { label, expanded, count, section } = row;
  return (
    <>
      {expanded ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
      <span className={styles["section"]}>
        <b>{label}</b>
        {section.detail !== "" && <span className={styles["detail"]}> {section.detail}</span>}
      </span>
      {section.branch !== null && (
        <Chip className={styles["branch"]} title={`${section.branch} is checked out; versions are its commits`}>
          <GitBranch aria-hidden="true" />
          <VisuallyHidden>git branch </VisuallyHidden>
          <span className={styles["branchName"]}>{section.branch}</span>
        </Chip>
      )}
      {section.error === null ? null : <Chip tone="bad">not read</Chip>}
      {section.error === null && count !== null && (
        <span className={styles["end"]}>{count.toLocaleString("en-US")}</span>
      )}
    </>
  );
}

function EmptyContent({ row: { section } }: { row: EmptyRow }) {
  if (!section.canWrite) return <span className={styles["folder"]}>No prompts</span>;
  return (
    <>
      <Plus aria-hidden="true" />
      <span className={styles["folder"]}>New prompt</span>
    </>
  );
}

function RefusedContent({ label, problem }: { label: string; problem: string }) {
  return (
    <>
      <TriangleAlert className={styles["warn"]} aria-hidden="true" />
      <span className={styles["lines"]}>
        <span className={styles["folder"]}>{label}</span>
        <VisuallyHidden>, not opened: </VisuallyHidden>
        <span className={styles["reason"]}>{problem}</span>
      </span>
    </>
  );
}

function FolderContent({ row }: { row: Extract<LibraryRow, { kind: "folder" }> }) {
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
}: { row: Extract<LibraryRow, { kind: "prompt" }> } & Pick<TreeRowViewProps, "state">) {
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
