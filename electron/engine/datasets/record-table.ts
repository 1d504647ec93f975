import type { DatasetRow } from "@shared/domain/dataset/dataset.ts";
import { LazyRows } from "@shared/domain/dataset/row-list.ts";
import { textOfSpan } from "./csv-parser.ts";
import { type CellSource, LazyCells } from "./lazy-cells.ts";
import type { PagedText } from "./paged-text.ts";
import { ScratchPages } from "./scratch-pages.ts";

/** Where each column stands in the records of a file; columns may come after rows that do not have them. */
export type ColumnPlaces = Map<string, number>;

/** Records of a page, as a power of two: few, since of a page often a single row is wanted. */
const pageBits = 7;
const recordsOfPage = 1 << pageBits;
/** In front of a page's cells: the line of each record, where its cells begin, and where those of the last end. */
const headLength = recordsOfPage * 2 + 1;
/** Pages that are at hand. */
const mostAtHand = 4;

/**
 * The records of a text as places in it, of which few are in memory, and a row is an object only while somebody looks at it: so
 * many rows take hardly more memory than few, and are nothing for the garbage collector.
 */
export class RecordTable implements CellSource<string> {
  readonly #text: PagedText;
  readonly #places: ColumnPlaces;
  readonly #pages = new ScratchPages();
  /** The page that is not full yet; behind its head start and end of each cell (`textOfSpan`). */
  #open = new Int32Array(headLength + 1_024);
  #used = 0;
  #count = 0;
  readonly #atHand = new Map<number, Int32Array>();

  constructor(text: PagedText, places: ColumnPlaces) {
    this.#text = text;
    this.#places = places;
  }

  get length(): number {
    return this.#count;
  }

  /**
   * Adds a record; cells that are not there up to `width` are empty.
   * @param base where the places of its cells are counted from.
   */
  add(line: number, spans: readonly number[], base: number, width: number): void {
    const size = Math.max(spans.length, width * 2);
    if (headLength + this.#used + size > this.#open.length)
      this.#open = grown(this.#open, headLength + this.#used + size);
    const page = this.#open;
    const record = this.#count & (recordsOfPage - 1);
    page[record] = line;
    page[recordsOfPage + record] = this.#used;
    for (let index = 0; index < size; index += 1) {
      const place = spans[index] ?? 0;
      page[headLength + this.#used + index] = place < 0 ? place - base : place + base;
    }
    this.#used += size;
    this.#count += 1;
    page[recordsOfPage + record + 1] = this.#used;
    if (record < recordsOfPage - 1) return;
    this.#pages.add(new Uint8Array(page.buffer, 0, (headLength + this.#used) * 4));
    this.#used = 0;
  }

  rows(): LazyRows<DatasetRow> {
    return new LazyRows(this.#count, (index) => ({
      line: this.lineAt(index),
      cells: new LazyCells(this, index),
    }));
  }

  lineAt(index: number): number {
    return this.#pageOf(index)[index & (recordsOfPage - 1)] ?? 0;
  }

  has(index: number, column: string): boolean {
    const place = this.#places.get(column);
    return place !== undefined && placeIn(this.#pageOf(index), index, place) >= 0;
  }

  /** Undefined where the record does not have the column. */
  cellAt(index: number, column: string): string | undefined {
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
    const page = this.#pageOf(index);
    const at = placeIn(page, index, place);
    return at < 0 ? undefined : textOfSpan(this.#text, page[at] ?? 0, page[at + 1] ?? 0);
  }

  #pageOf(index: number): Int32Array {
    const number = index >> pageBits;
    if (number >= this.#pages.length) return this.#open;
    const known = this.#atHand.get(number);
    if (known) return known;
    const page = this.#roomFor(this.#pages.sizeOf(number) / 4);
    this.#pages.read(number, new Uint8Array(page.buffer));
    this.#atHand.set(number, page);
    return page;
  }

  /** That of the page that came first, where it is large enough. */
  #roomFor(length: number): Int32Array {
    if (this.#atHand.size < mostAtHand) return new Int32Array(length);
    const [[oldest, page] = [-1, new Int32Array(0)]] = this.#atHand;
    this.#atHand.delete(oldest);
    return page.length >= length ? page : new Int32Array(length * 2);
  }
}

/** Where the span of a cell stands in the page of its record; less than 0 where the record does not have so many. */
function placeIn(page: Int32Array, index: number, place: number): number {
  const record = recordsOfPage + (index & (recordsOfPage - 1));
  const at = (page[record] ?? 0) + place * 2;
  return at < (page[record + 1] ?? 0) ? headLength + at : -1;
}

function grown(numbers: Int32Array<ArrayBuffer>, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(least, numbers.length * 2));
  larger.set(numbers);
  return larger;
}
