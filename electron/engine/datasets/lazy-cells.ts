/** Cells of records by column, each made when it is asked for. */
export interface CellSource<Cell> {
  has(index: number, column: string): boolean;
  /** Undefined where the record does not have the column. */
  cellAt(index: number, column: string): Cell | undefined;
  entriesOf(index: number): MapIterator<[string, Cell]>;
}

/** The cells of one record by column. */
export class LazyCells<Cell> implements ReadonlyMap<string, Cell> {
  readonly #source: CellSource<Cell>;
  readonly #index: number;

  constructor(source: CellSource<Cell>, index: number) {
    this.#source = source;
    this.#index = index;
  }

  get(column: string): Cell | undefined {
    return this.#source.cellAt(this.#index, column);
  }

  has(column: string): boolean {
    return this.#source.has(this.#index, column);
  }

  get size(): number {
    return [...this.entries()].length;
  }

  entries(): MapIterator<[string, Cell]> {
    return this.#source.entriesOf(this.#index);
  }

  *keys(): MapIterator<string> {
    for (const [column] of this.entries()) yield column;
  }

  *values(): MapIterator<Cell> {
    for (const [, cell] of this.entries()) yield cell;
  }

  [Symbol.iterator](): MapIterator<[string, Cell]> {
    return this.entries();
  }

  forEach(tell: (cell: Cell, column: string, map: ReadonlyMap<string, Cell>) => void): void {
    for (const [column, cell] of this.entries()) tell(cell, column, this);
  }
}
