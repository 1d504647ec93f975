/** Rows in their order, of which perhaps none is held: each is made when it is asked for. An array is one. */
export interface RowList<Row> extends Iterable<Row> {
  readonly length: number;
  at(index: number): Row | undefined;
  entries(): Iterable<[number, Row]>;
  some(test: (row: Row, index: number) => boolean): boolean;
  every(test: (row: Row, index: number) => boolean): boolean;
  find(test: (row: Row, index: number) => boolean): Row | undefined;
  findIndex(test: (row: Row, index: number) => boolean): number;
  filter(test: (row: Row, index: number) => boolean): Row[];
  map<Made>(make: (row: Row, index: number) => Made): Made[];
  flatMap<Made>(make: (row: Row, index: number) => Made | readonly Made[]): Made[];
  slice(from?: number, to?: number): Row[];
}

/** Rows that are made when they are asked for, so that 100 000 are not held as objects. */
export class LazyRows<Row> implements RowList<Row> {
  readonly length: number;
  readonly #make: (index: number) => Row;

  constructor(length: number, make: (index: number) => Row) {
    this.length = length;
    this.#make = make;
  }

  /** The same number of rows, each made of one of these. */
  static of<From, Row>(from: RowList<From>, make: (from: From, index: number) => Row): LazyRows<Row> {
    return new LazyRows(from.length, (index) => make(from.at(index) as From, index));
  }

  at(index: number): Row | undefined {
    const place = index < 0 ? index + this.length : index;
    return place >= 0 && place < this.length ? this.#make(place) : undefined;
  }

  *[Symbol.iterator](): Iterator<Row> {
    for (let index = 0; index < this.length; index += 1) yield this.#make(index);
  }

  *entries(): Iterable<[number, Row]> {
    for (let index = 0; index < this.length; index += 1) yield [index, this.#make(index)];
  }

  some(test: (row: Row, index: number) => boolean): boolean {
    return this.findIndex(test) >= 0;
  }

  every(test: (row: Row, index: number) => boolean): boolean {
    return this.findIndex((row, index) => !test(row, index)) < 0;
  }

  find(test: (row: Row, index: number) => boolean): Row | undefined {
    const index = this.findIndex(test);
    return index < 0 ? undefined : this.#make(index);
  }

  findIndex(test: (row: Row, index: number) => boolean): number {
    for (let index = 0; index < this.length; index += 1) if (test(this.#make(index), index)) return index;
    return -1;
  }

  filter(test: (row: Row, index: number) => boolean): Row[] {
    const found: Row[] = [];
    for (let index = 0; index < this.length; index += 1) {
      const row = this.#make(index);
      if (test(row, index)) found.push(row);
    }
    return found;
  }

  map<Made>(make: (row: Row, index: number) => Made): Made[] {
    return Array.from({ length: this.length }, (_, index) => make(this.#make(index), index));
  }

  flatMap<Made>(make: (row: Row, index: number) => Made | readonly Made[]): Made[] {
    const made: Made[] = [];
    for (let index = 0; index < this.length; index += 1) {
      const some = make(this.#make(index), index);
      if (Array.isArray(some)) made.push(...(some as readonly Made[]));
      else made.push(some as Made);
    }
    return made;
  }

  slice(from = 0, to = this.length): Row[] {
    const end = Math.min(this.length, to < 0 ? to + this.length : to);
    const start = Math.max(0, from < 0 ? from + this.length : from);
    return Array.from({ length: Math.max(0, end - start) }, (_, index) => this.#make(start + index));
  }

  /** As an array is written. */
  toJSON(): Row[] {
    return this.slice();
  }
}
