import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useDraft } from "../../stores/draft/draft.ts";
import { placeKey } from "../../stores/draft/open-prompt.ts";
import { valuesKey } from "../../stores/draft/values-key.ts";
import { useCopying } from "../../stores/prompts/copying.ts";
import { useEdits } from "../../stores/prompts/edits.ts";
import { refToOpen, useLibrary } from "../../stores/prompts/library.ts";
import { useNewPrompt } from "../../stores/prompts/new-prompt.ts";
import { type LibraryRow, rowKey, sectionLayout } from "../../stores/prompts/tree-sections.ts";
import { useDiscarded } from "../../stores/prompts/unsaved-prompts.ts";
import { type ContextEntry, ContextMenu } from "../../ui/ContextMenu.tsx";
import { ProblemNotice } from "./ProblemNotice.tsx";
import styles from "./PromptTree.module.css";
import { heightOf, rowId, TreeRowView } from "./TreeRowView.tsx";
import { treeMove } from "./tree-keys.ts";

/**
 * The tree as a list of rows, of which only those in sight exist. The tree itself has the focus; the row the keyboard
 * is on is named by `aria-activedescendant` and always rendered.
 */
export function PromptTree({ rows }: { rows: readonly LibraryRow[] }) {
  const scroll = useRef<HTMLDivElement>(null);
  const open = useDraft((state) => state.draft.openPrompt);
  const edited = useEdits((state) => state.edited);
  const unsaved = useEdits((state) => state.unsaved);
  const selected = open && rowKey(placeKey(open), open.name);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [refusedKey, setRefusedKey] = useState<string | null>(null);
  const active = rows.findIndex((row) => row.key === (activeKey ?? selected));

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => heightOf(rows[index]),
    overscan: 12,
    paddingEnd: 8,
    getItemKey: (index) => rows[index]?.key ?? index,
  });

  const selectedIndex = rows.findIndex((row) => row.key === selected);
  const { scrollToIndex } = virtual;
  // Opening a library above it moves the open prompt down: what is looked at stays in sight then.
  const shownFor = useRef<string | null>(null);
  useEffect(() => {
    if (selectedIndex === -1) shownFor.current = null;
    else if (shownFor.current !== selected) {
      shownFor.current = selected;
      scrollToIndex(selectedIndex, { align: "auto" });
    }
  }, [selectedIndex, selected, scrollToIndex]);

  const activate = (row: LibraryRow) => {
    setActiveKey(row.key);
    setRefusedKey(row.kind === "prompt" && row.prompt.problem !== undefined ? row.key : null);
    openRow(row);
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
  const refused = rows.find(({ key }) => key === refusedKey);
  const [menuRow, setMenuRow] = useState<LibraryRow | null>(null);
  return (
    <>
      <ContextMenu
        label={menuRow?.kind === "section" ? menuRow.label : "Prompt"}
        entries={menuRow ? entriesOf(menuRow, unsaved) : []}
      >
        <div
          ref={scroll}
          onContextMenu={(event) => {
            const under = event.target instanceof Element ? event.target.closest("[role=treeitem]")?.id : undefined;
            // The menu key is about the row the keyboard is on.
            const row = rows.find(({ key }) => rowId(key) === under) ?? activeRow ?? null;
            setMenuRow(row);
            if (row === null || entriesOf(row, unsaved).length === 0) event.preventDefault();
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
                  state={row.kind === "prompt" ? stateOf(valuesKey({ ...row.list, name: row.prompt.name })) : null}
                  onActivate={activate}
                />
              );
            })}
          </div>
        </div>
      </ContextMenu>
      {refused?.kind === "prompt" && <ProblemNotice prompt={refused.prompt} onDismiss={() => setRefusedKey(null)} />}
    </>
  );
}

/** Opens or closes what a row holds, or opens its prompt; the workspace follows the prompt. */
function openRow(row: LibraryRow): void {
  switch (row.kind) {
    case "section":
      useDraft.getState().setLayout(sectionLayout(row.section.place.library), !row.expanded);
      return;
    case "folder":
      useLibrary.getState().toggleFolder(row.list, row.path);
      return;
    case "prompt":
      if (row.prompt.problem === undefined) useDraft.getState().openPrompt(refToOpen(row.list, row.prompt));
      return;
    case "empty":
      if (row.section.canWrite) void useNewPrompt.getState().begin({ place: row.section.place });
  }
}

/** What can be done with a library or a prompt of the tree without opening it. */
function entriesOf(row: LibraryRow, unsaved: ReadonlyMap<string, unknown>): ContextEntry[] {
  if (row.kind === "section") {
    const { place, canWrite, isOpen } = row.section;
    return [
      {
        id: "new",
        label: "New prompt here",
        disabled: !canWrite,
        onSelect: () => void useNewPrompt.getState().begin({ place }),
      },
      {
        id: "refresh",
        label: "Refresh",
        disabled: !isOpen,
        onSelect: () => void useLibrary.getState().load(place, true),
      },
    ];
  }
  if (row.kind !== "prompt") return [];
  const { prompt, list } = row;
  const identity = identityOf({ ...list, name: prompt.name });
  const copyName = {
    id: "name",
    label: "Copy its name",
    onSelect: () => void navigator.clipboard.writeText(prompt.name),
  };
  if (prompt.problem !== undefined) return [copyName];
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
    copyName,
  ];
}
