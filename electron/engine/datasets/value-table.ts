import type { DatasetCell, DatasetRow } from "@shared/domain/dataset/dataset.ts";
import { LazyRows } from "@shared/domain/dataset/row-list.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { promptText, type WrittenValue } from "./json-text.ts";
import { type CellSource, LazyCells } from "./lazy-cells.ts";
import { PagedText } from "./paged-text.ts";
import { type ColumnPlaces, RecordTable } from "./record-table.ts";

/** In front of a cell's text: what it is. A cell that is not there has no text at all. */
const marks = { text: "t", value: "v", nothing: "n" } as const;

/** Rows of JSON by column, put aside as the texts that go into a prompt, as the records of a CSV are. */
export class ValueTable implements CellSource<DatasetCell> {
  readonly #text = new PagedText();
  readonly #places: ColumnPlaces = new Map();
  readonly #records = new RecordTable(this.#text, this.#places);

  get columns(): string[] {
    return [...this.#places.keys()];
  }

  add(line: number | undefined, values: ReadonlyMap<string, WrittenValue>): void {
    for (const column of values.keys()) if (!this.#places.has(column)) this.#places.set(column, this.#places.size);
    const spans = new Array<number>(this.#places.size * 2).fill(0);
    for (const [column, value] of values) {
      const start = this.#text.length;
      const mark = typeof value === "string" ? marks.text : value === null ? marks.nothing : marks.value;
      this.#text.append(mark + promptText(value));
      const place = (this.#places.get(column) ?? 0) * 2;
      spans[place] = start;
      spans[place + 1] = this.#text.length;
    }
    this.#records.add(line ?? 0, spans, 0, this.#places.size);
  }

  rows(): LazyRows<DatasetRow> {
    const records = this.#records;
    return new LazyRows(records.length, (index) => {
      const line = records.lineAt(index);
      return { ...(line === 0 ? {} : { line }), cells: new LazyCells(this, index) };
    });
  }

  has(index: number, column: string): boolean {
    return (this.#records.cellAt(index, column) ?? "") !== "";
  }

  cellAt(index: number, column: string): DatasetCell | undefined {
    return cellIn(this.#records.cellAt(index, column) ?? "");
  }

  *entriesOf(index: number): MapIterator<[string, DatasetCell]> {
    for (const [column, kept] of this.#records.entriesOf(index)) {
      const cell = cellIn(kept);
      if (cell !== undefined) yield [column, cell];
    }
  }
}

function cellIn(kept: string): DatasetCell | undefined {
  const text = kept.slice(1);
  if (kept.startsWith(marks.text)) return text;
  if (kept.startsWith(marks.nothing)) return { value: null, text: "" };
  return kept === "" ? undefined : { value: JSON.parse(text) as JsonValue, text };
}
