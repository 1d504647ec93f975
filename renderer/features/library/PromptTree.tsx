import type { PromptList } from "@shared/domain/prompt/prompt.ts";
import { identityOf, liesIn } from "@shared/domain/prompt/prompt-key.ts";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useDraft } from "../../stores/draft/draft.ts";
import { valuesKey } from "../../stores/draft/values-key.ts";
import { useCopying } from "../../stores/prompts/copying.ts";
import { useEdits } from "../../stores/prompts/edits.ts";
import { refToOpen, useLibrary } from "../../stores/prompts/library.ts";
import type { TreeRow } from "../../stores/prompts/prompt-tree.ts";
import { useDiscarded } from "../../stores/prompts/unsaved-prompts.ts";
import { type ContextEntry, ContextMenu } from "../../ui/ContextMenu.tsx";
import styles from "./PromptTree.module.css";
import { rowId, TreeRowView } from "./TreeRowView.tsx";
import { treeMove } from "./tree-keys.ts";

const rowHeight = 28;

/**
 * The tree as a list of rows, of which only those in sight exist. The tree itself has the focus; the row the keyboard
 * is on is named by `aria-activedescendant` and always rendered.
 */
export function PromptTree({ rows, list }: { rows: TreeRow[]; list: PromptList }) {
  const scroll = useRef<HTMLDivElement>(null);
  const open = useDraft((state) => state.draft.openPrompt);
  const edited = useEdits((state) => state.edited);
  const unsaved = useEdits((state) => state.unsaved);
  const selected = open && liesIn(open, list) ? open.name : null;
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const active = rows.findIndex((row) => row.key === (activeKey ?? selected));

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    paddingEnd: 8,
    getItemKey: (index) => rows[index]?.key ?? index,
  });

  const selectedIndex = rows.findIndex((row) => row.key === selected);
  const { scrollToIndex } = virtual;
  useEffect(() => {
    if (selectedIndex !== -1) scrollToIndex(selectedIndex, { align: "auto" });
  }, [selectedIndex, scrollToIndex]);

  const activate = (row: TreeRow) => {
    setActiveKey(row.key);
    if (row.kind === "folder") useLibrary.getState().toggleFolder(row.path);
    else useDraft.getState().openPrompt(refToOpen(list, row.prompt));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = treeMove(rows, active, event.key);
    if (move === null) return;
    event.preventDefault();
    if ("to" in move) {
      setActiveKey(rows[move.to]?.key ?? null);
      scrollToIndex(move.to, { align: "auto" });
      return;
    }
    const row = rows[active];
    if (row) activate(row);
  };

  const stateOf = (key: string) => (unsaved.has(key) ? "not saved" : edited.has(key) ? "edited" : null);
  const activeRow = rows[active];
  const [menuRow, setMenuRow] = useState<TreeRow | null>(null);
  return (
    <ContextMenu label="Prompt" entries={entriesOf(menuRow, list, unsaved)}>
      <div
        ref={scroll}
        onContextMenu={(event) => {
          const under = event.target instanceof Element ? event.target.closest("[role=treeitem]")?.id : undefined;
          // The menu key is about the row the keyboard is on.
          const row = rows.find(({ key }) => rowId(key) === under) ?? activeRow ?? null;
          setMenuRow(row);
          if (row?.kind !== "prompt") event.preventDefault();
        }}
        role="tree"
        tabIndex={0}
        aria-label="Prompts"
        aria-activedescendant={activeRow ? rowId(activeRow.key) : undefined}
        className={styles["tree"]}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" className={styles["rows"]} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <TreeRowView
                key={key}
                row={row}
                top={start}
                active={index === active}
                selected={row.key === selected}
                state={row.kind === "prompt" ? stateOf(valuesKey({ ...list, name: row.prompt.name })) : null}
                onActivate={activate}
              />
            );
          })}
        </div>
      </div>
    </ContextMenu>
  );
}

/** What can be done with a prompt of the tree without opening it. */
function entriesOf(row: TreeRow | null, list: PromptList, unsaved: ReadonlyMap<string, unknown>): ContextEntry[] {
  if (row?.kind !== "prompt") return [];
  const { prompt } = row;
  const identity = identityOf({ ...list, name: prompt.name });
  const open = {
    id: "open",
    label: "Open",
    onSelect: () => useDraft.getState().openPrompt(refToOpen(list, prompt)),
  };
  if (unsaved.has(valuesKey(identity))) {
    return [open, { id: "discard", label: "Discard", onSelect: () => void useDiscarded.getState().discard(identity) }];
  }
  return [
    open,
    { id: "copy", label: "Copy or move to…", onSelect: () => void useCopying.getState().start(identity) },
    { id: "name", label: "Copy its name", onSelect: () => void navigator.clipboard.writeText(prompt.name) },
  ];
}
