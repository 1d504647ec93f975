import type { DatasetRow } from "@shared/domain/dataset/dataset.ts";
import { LazyRows } from "@shared/domain/dataset/row-list.ts";
import { textOfSpan } from "./csv-parser.ts";

/** Where each column stands in the records of a file; columns may come after rows that do not have them. */
export type ColumnPlaces = Map<string, number>;

/**
 * The records of a text as places in it: 100 000 rows are one text and some numbers, and a row is an object only while somebody
 * looks at it. That takes a tenth of the memory, and the rows are nothing for the garbage collector.
 */
export class RecordTable {
  readonly #text: string;
  readonly #places: ColumnPlaces;
  /** Of each cell its start and its end (`textOfSpan`). */
  #spans = new Int32Array(4_096);
  #used = 0;
  /** Of each record its line, and where its cells begin in `#spans`. */
  #records = new Int32Array(1_024);
  #count = 0;

  constructor(text: string, places: ColumnPlaces) {
    this.#text = text;
    this.#places = places;
  }

  get length(): number {
    return this.#count;
  }

  /** Adds a record; cells that are not there up to `width` are empty. */
  add(line: number, spans: readonly number[], width: number): void {
    const size = Math.max(spans.length, width * 2);
    if (this.#used + size > this.#spans.length) this.#spans = grown(this.#spans, this.#used + size);
    if (this.#count * 2 + 4 > this.#records.length) this.#records = grown(this.#records, this.#count * 2 + 4);
    this.#records[this.#count * 2] = line;
    this.#records[this.#count * 2 + 1] = this.#used;
    for (let at = 0; at < size; at += 1) this.#spans[this.#used + at] = spans[at] ?? 0;
    this.#used += size;
    this.#count += 1;
    this.#records[this.#count * 2 + 1] = this.#used;
  }

  rows(): LazyRows<DatasetRow> {
    return new LazyRows(this.#count, (index) => ({
      line: this.#records[index * 2] ?? 0,
      cells: new RecordCells(this, index),
    }));
  }

  has(index: number, column: string): boolean {
    const place = this.#places.get(column);
    return place !== undefined && this.#placeOf(index, place) >= 0;
  }

  /** Undefined where the record does not have the column. */
  textAt(index: number, column: string): string | undefined {
    const place = this.#places.get(column);
    return place === undefined ? undefined : this.#textAtPlace(index, place);
  }

  *entriesOf(index: number): MapIterator<[string, string]> {
    for (const [column, place] of this.#places) {
      const text = this.#textAtPlace(index, place);
      if (text !== undefined) yield [column, text];
    }
  }

  #textAtPlace(index: number, place: number): string | undefined {
    const at = this.#placeOf(index, place);
    return at < 0 ? undefined : textOfSpan(this.#text, this.#spans[at] ?? 0, this.#spans[at + 1] ?? 0);
  }

  /** Where its span stands; less than 0 where the record does not have so many cells. */
  #placeOf(index: number, place: number): number {
    const at = (this.#records[index * 2 + 1] ?? 0) + place * 2;
    return at < (this.#records[index * 2 + 3] ?? 0) ? at : -1;
  }
}

function grown(numbers: Int32Array<ArrayBuffer>, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(least, numbers.length * 2));
  larger.set(numbers);
  return larger;
}

/** The cells of one record by column. */
class RecordCells implements ReadonlyMap<string, string> {
  readonly #table: RecordTable;
  readonly #index: number;

  constructor(table: RecordTable, index: number) {
    this.#table = table;
    this.#index = index;
  }

  get(column: string): string | undefined {
    return this.#table.textAt(this.#index, column);
  }

  has(column: string): boolean {
    return this.#table.has(this.#index, column);
  }

  get size(): number {
    return [...this.entries()].length;
  }

  entries(): MapIterator<[string, string]> {
    return this.#table.entriesOf(this.#index);
  }

  *keys(): MapIterator<string> {
    for (const [column] of this.entries()) yield column;
  }

  *values(): MapIterator<string> {
    for (const [, text] of this.entries()) yield text;
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries();
  }

  forEach(tell: (text: string, column: string, map: ReadonlyMap<string, string>) => void): void {
    for (const [column, text] of this.entries()) tell(text, column, this);
  }
}
