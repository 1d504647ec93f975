import { type DatasetTable, rowsInFile, withCell, withoutRow } from "@shared/domain/experiment/setup/dataset-table.ts";
import { patchedTexts, type RowTexts } from "@shared/domain/experiment/setup/rows-patch.ts";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { rowIn, useFilePages } from "../../../../stores/experiments/setup/file-pages.ts";
import { usePastedRows } from "../../../../stores/experiments/setup/pasted-rows.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { Dialog } from "../../../../ui/Dialog.tsx";
import { plural } from "../../../../ui/figures.ts";
import { IconButton } from "../../../../ui/IconButton.tsx";
import { Spinner } from "../../../../ui/Spinner.tsx";
import styles from "./RowsDialog.module.css";
import { RowsFooter } from "./RowsFooter.tsx";
import { usePaste } from "./use-paste.ts";

const rowHeight = 34;
const columnWidth = 220;

const addPasted = (text: string) => void usePastedRows.getState().add(text);

/** All rows, their cells to be read and changed. What is changed here changes no file. */
export function RowsDialog({ table, onClose }: { table: DatasetTable; onClose(): void }) {
  const box = useRef<HTMLElement>(null);
  const { file } = table;
  const { pages, error, ask } = useFilePages();
  const virtual = useVirtualizer({
    count: file ? table.count : table.rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const width = 92 + table.columns.length * columnWidth;
  const template = `52px repeat(${table.columns.length}, minmax(${columnWidth}px, 1fr)) 40px`;
  const { changeTable } = useSetup.getState();
  const pasted = usePastedRows();
  const [added, setAdded] = useState<number | null>(null);
  const shown = virtual.getVirtualItems();
  const [first, last] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0];
  useEffect(() => {
    if (file) ask(file, first, last);
  }, [file, first, last, ask]);
  usePaste(addPasted);
  useEffect(() => () => usePastedRows.getState().forget(), []);
  const inFile = file ? rowsInFile(table, file) : 0;
  /** Undefined while a long file's row is on its way. */
  const textsOf = (row: number): RowTexts | undefined => {
    if (!file) return table.rows[row];
    const own = file.changed[row] ?? file.addedRows[row - inFile];
    const read = own ? undefined : rowIn(pages, row);
    return own ?? (read && patchedTexts(table.columns.slice(0, read.length), read, file));
  };
  // A row that is added is typed in at once; below those in sight nothing seemed to have come.
  useEffect(() => {
    if (added !== null) virtual.scrollToIndex(added);
  }, [added, virtual]);
  return (
    <Dialog
      open
      onClose={onClose}
      title={table.name}
      subtitle={whatCanBeDone(table)}
      size="table"
      footer={<RowsFooter table={table} onAdded={setAdded} onClose={onClose} />}
    >
      {error && <p role="alert">{error.message}</p>}
      {pasted.problem !== null && <p role="alert">{pasted.problem}</p>}
      {pasted.reading && <Spinner label="Reading what was pasted" />}
      <section
        ref={box}
        className={styles["box"]}
        aria-label="Rows"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <div className={styles["head"]} style={{ minWidth: width, gridTemplateColumns: template }}>
          <span>#</span>
          {table.columns.map((column) => (
            <span key={column} title={column}>
              {column}
            </span>
          ))}
          <span />
        </div>
        <div style={{ position: "relative", minWidth: width, height: virtual.getTotalSize() }}>
          {shown.map(({ index, start }) => (
            <div
              key={index}
              className={styles["row"]}
              style={{ transform: `translateY(${start}px)`, gridTemplateColumns: template }}
            >
              <span className={styles["number"]}>{index + 1}</span>
              {table.columns.map((column, at) => (
                <span key={column}>
                  <Cell
                    label={`${column}, row ${index + 1}`}
                    text={textsOf(index)?.[at] ?? null}
                    waits={textsOf(index) === undefined}
                    begins={at === 0 && (added === null ? table.source === "hand" && index === 0 : index === added)}
                    onChange={(text) => changeTable(withCell(table, index, at, text, textsOf(index)))}
                  />
                </span>
              ))}
              {(!file || index >= inFile) && (
                <IconButton
                  size="small"
                  label={`Remove row ${index + 1}`}
                  icon={<Trash2 aria-hidden="true" />}
                  onClick={() => changeTable(withoutRow(table, index))}
                />
              )}
            </div>
          ))}
        </div>
      </section>
    </Dialog>
  );
}

/** How many rows there are, and where what is not done here is done. */
function whatCanBeDone({ file, count, rows }: DatasetTable): string {
  const here = `${plural(file ? count : rows.length, "row")}, changed here only. Pasted rows are added.`;
  if (!file) return here;
  return `${here} ${file.of === "experiment" ? "Rows of the experiment stay." : "A row of the file is taken out in the file."}`;
}

interface CellProps {
  label: string;
  text: string | null;
  /** It is on its way. */
  waits: boolean;
  /** It has the focus when it comes: whoever types rows types at once. */
  begins: boolean;
  onChange(text: string): void;
}

/** A cell is text; it grows while it is written in, and is taken when it is left. */
function Cell({ label, text, waits, begins, onChange }: CellProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (begins) field.current?.focus();
  }, [begins]);
  return (
    <textarea
      ref={field}
      aria-label={label}
      data-autofocus={begins ? "" : undefined}
      className={styles["cell"]}
      rows={typed === null ? 1 : 5}
      spellCheck={false}
      placeholder={waits ? "…" : text === null ? "missing" : ""}
      readOnly={waits}
      value={typed ?? text ?? ""}
      onFocus={() => {
        if (!waits) setTyped(text ?? "");
      }}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed !== null && typed !== (text ?? "")) onChange(typed);
        setTyped(null);
      }}
    />
  );
}
