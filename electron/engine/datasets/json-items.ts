import { LazyRows } from "@shared/domain/dataset/row-list.ts";
import { JsonFault, type JsonListener, parseJson, skipBlanks } from "./json-parser.ts";
import type { JsonItem } from "./json-table.ts";
import type { PagedText } from "./paged-text.ts";

/** Three numbers for each: where a value begins and ends, and its line. */
const numbersOfPlace = 3;

/** Where values stand in a text: each is read again when it is asked for, so that many are no objects. */
export class ValuePlaces {
  readonly #text: PagedText;
  #places = new Int32Array(numbersOfPlace * 1_024);
  #count = 0;

  constructor(text: PagedText) {
    this.#text = text;
  }

  get length(): number {
    return this.#count;
  }

  /** @param line 0 where it is not known. */
  add(start: number, end: number, line = 0): void {
    const at = this.#count * numbersOfPlace;
    if (at === this.#places.length) {
      const larger = new Int32Array(at * 2);
      larger.set(this.#places);
      this.#places = larger;
    }
    this.#places.set([start, end, line], at);
    this.#count += 1;
  }

  *[Symbol.iterator](): Generator<[start: number, end: number]> {
    for (let at = 0; at < this.#count * numbersOfPlace; at += numbersOfPlace)
      yield [this.#places[at] ?? 0, this.#places[at + 1] ?? 0];
  }

  /** @param from values before it are none. */
  items(from = 0): LazyRows<JsonItem> {
    return new LazyRows(this.#count - from, (index) => {
      const at = (index + from) * numbersOfPlace;
      const [start = 0, end = 0, line = 0] = this.#places.subarray(at, at + numbersOfPlace);
      return { ...(line === 0 ? {} : { line }), value: valueIn(this.#text.slice(start, end)) };
    });
  }
}

function valueIn(text: string): JsonItem["value"] {
  const reading = parseJson(text, 0);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value.value;
  }
}

/** How a text that begins with a list goes on. */
export type ListFound = "whole" | "more behind it" | "not closed";

/**
 * Finds the values of the list that begins at `from`, without reading them. The list is "whole" where nothing but blanks stands
 * behind it.
 */
export function* findList(text: PagedText, from: number): Generator<void, { found: ListFound; places: ValuePlaces }> {
  const places = new ValuePlaces(text);
  let [depth, isText, isEscaped, isClosed] = [0, false, false, false];
  let base = from;
  let start = from + 1;
  for (const piece of text.pieces(from)) {
    yield;
    for (let at = 0; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at);
      if (isClosed) {
        if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return { found: "more behind it", places };
      } else if (isText) {
        if (isEscaped) isEscaped = false;
        else if (code === 92) isEscaped = true;
        else if (code === 34) isText = false;
      } else if (code === 34) isText = true;
      else if (code === 91 || code === 123) depth += 1;
      else if (code === 93 || code === 125) {
        depth -= 1;
        isClosed = depth === 0;
        // An empty list has no value; a comma before its end has one that is none, which is told when it is read.
        if (isClosed && (places.length > 0 || text.slice(start, base + at).trim() !== "")) places.add(start, base + at);
      } else if (code === 44 && depth === 1) {
        places.add(start, base + at);
        start = base + at + 1;
      }
    }
    base += piece.length;
  }
  return { found: isClosed ? "whole" : "not closed", places };
}

/** Reads all values of a list once, so that what is wrong with one is told before it is a row. @throws JsonFault at its place. */
export function* checkValues(
  text: PagedText,
  places: Iterable<[start: number, end: number]>,
  listener: JsonListener,
): Generator<void, void> {
  for (const [start, end] of places) {
    const own = text.slice(start, end);
    try {
      const { end: stopped } = yield* parseJson(own, 0, listener);
      const rest = skipBlanks(own, stopped);
      if (rest < own.length) throw new JsonFault("more stands behind the value", rest);
    } catch (error) {
      throw error instanceof JsonFault ? new JsonFault(error.message, start + error.at) : error;
    }
  }
}
