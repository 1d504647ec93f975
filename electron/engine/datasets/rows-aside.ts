import { LazyRows } from "../../../shared/domain/dataset/row-list.ts";
import { ScratchPages } from "./scratch-pages.ts";

/** Through which rows come back; as large as the largest was. */
let room = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Rows that are put aside as JSON and read again when they are asked for: of any number hardly more than their places is in
 * memory, and each is read by itself, in whatever order.
 */
export class RowsAside<Row> {
  readonly #pages = new ScratchPages();

  /** @throws DatasetRefusal where the disk is full. */
  add(rows: readonly Row[]): void {
    const texts = rows.map((row) => Buffer.from(JSON.stringify(row)));
    this.#pages.addAll(
      Buffer.concat(texts),
      texts.map(({ length }) => length),
    );
  }

  /** Those that were added so far. */
  rows(): LazyRows<Row> {
    return new LazyRows(this.#pages.length, (index) => this.#read(index));
  }

  #read(index: number): Row {
    const size = this.#pages.sizeOf(index);
    if (size > room.length) room = Buffer.allocUnsafeSlow(size);
    this.#pages.read(index, room);
    return JSON.parse(room.toString("utf8", 0, size)) as Row;
  }
}
