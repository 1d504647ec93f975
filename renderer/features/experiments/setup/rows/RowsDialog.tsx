import { type DatasetTable, withCell } from "@shared/domain/experiment/setup/dataset-table.ts";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Plus, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { rowIn, useFilePages } from "../../../../stores/experiments/setup/file-pages.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Dialog } from "../../../../ui/Dialog.tsx";
import { plural } from "../../../../ui/figures.ts";
import { IconButton } from "../../../../ui/IconButton.tsx";
import { AddColumn } from "./AddColumn.tsx";
import { ExportRows } from "./ExportRows.tsx";
import styles from "./RowsDialog.module.css";

const rowHeight = 34;
const columnWidth = 220;

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
  const [added, setAdded] = useState<number | null>(null);
  const shown = virtual.getVirtualItems();
  const [first, last] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0];
  useEffect(() => {
    if (file) ask(file, first, last);
  }, [file, first, last, ask]);
  /** Undefined while a long file's row is on its way. */
  const textsOf = (row: number) => (file ? (file.changed[row] ?? rowIn(pages, row)) : table.rows[row]);
  // A row that is added is typed in at once; below those in sight nothing seemed to have come.
  useEffect(() => {
    if (added !== null) virtual.scrollToIndex(added);
  }, [added, virtual]);
  const add = () => {
    setAdded(table.rows.length);
    const rows = [...table.rows, table.columns.map(() => "")];
    changeTable({ ...table, rows, count: Math.max(table.count, rows.length), edited: true });
  };
  const remove = (row: number) => {
    const rows = table.rows.filter((_, index) => index !== row);
    changeTable({ ...table, rows, count: rows.length, edited: true });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={table.name}
      subtitle={`${plural(file ? table.count : table.rows.length, "row")}, changed here only`}
      size="table"
      footer={
        <>
          <ExportRows table={table} />
          {file ? (
            <span className={styles["long"]}>
              Cells of a file this long can be changed here; rows and columns are added in the file.
            </span>
          ) : (
            <>
              <AddColumn table={table} />
              <Button icon={<Plus aria-hidden="true" />} onClick={add}>
                Add a row
              </Button>
            </>
          )}
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      {error && <p role="alert">{error.message}</p>}
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
              {!file && (
                <IconButton
                  size="small"
                  label={`Remove row ${index + 1}`}
                  icon={<Trash2 aria-hidden="true" />}
                  onClick={() => remove(index)}
                />
              )}
            </div>
          ))}
        </div>
      </section>
    </Dialog>
  );
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
