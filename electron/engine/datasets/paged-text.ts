import { ScratchPages } from "./scratch-pages.ts";

/** Characters of a page, as a power of two: small, since of a page often a single row is wanted. */
const pageBits = 14;
const pageLength = 1 << pageBits;
/** Pages that are at hand as texts. */
const mostAtHand = 4;
/** Through which pages go in and out. */
const room = Buffer.allocUnsafeSlow(pageLength * 2);

/**
 * A long text of which few pages are in memory. Places in it are those of a string, in UTF-16 units.
 */
export class PagedText {
  readonly #pages = new ScratchPages();
  /** By page, whether its characters need two bytes each. */
  readonly #wide: boolean[] = [];
  /** What fills no page yet. */
  #open = "";
  #isOdd = false;
  readonly #atHand = new Map<number, string>();
  #lastIndex = -1;
  #last = "";

  get length(): number {
    return this.#pages.length * pageLength + this.#open.length;
  }

  /** Whether it has NUL, or characters nobody sees; hardly a text does. */
  get isOdd(): boolean {
    return this.#isOdd;
  }

  append(text: string): void {
    this.#isOdd ||= /[\0\u200b\u2060\ufeff]/.test(text);
    const all = this.#open + text;
    let from = 0;
    for (; from + pageLength <= all.length; from += pageLength) this.#add(all.slice(from, from + pageLength));
    this.#open = all.slice(from);
  }

  /** The text from a place on, in its order. */
  *pieces(from = 0): Generator<string, undefined> {
    for (let start = from; start < this.length; ) {
      const end = Math.min(this.length, ((start >> pageBits) + 1) << pageBits);
      yield this.slice(start, end);
      start = end;
    }
  }

  slice(start: number, to: number): string {
    const end = Math.min(to, this.length);
    const index = start >> pageBits;
    const base = index << pageBits;
    if (end <= base + pageLength) return this.#page(index).slice(start - base, end - base);
    const parts = [this.#page(index).slice(start - base)];
    for (let next = index + 1; next << pageBits < end; next += 1) {
      parts.push(this.#page(next).slice(0, end - (next << pageBits)));
    }
    return parts.join("");
  }

  #add(text: string): void {
    const isWide = /[^\0-\xff]/.test(text);
    this.#wide.push(isWide);
    this.#pages.add(room.subarray(0, room.write(text, isWide ? "utf16le" : "latin1")));
  }

  #page(index: number): string {
    if (index === this.#lastIndex) return this.#last;
    if (index >= this.#pages.length) return this.#open;
    const text = this.#atHand.get(index) ?? this.#read(index);
    this.#lastIndex = index;
    this.#last = text;
    return text;
  }

  #read(index: number): string {
    this.#pages.read(index, room);
    const text = room.toString(this.#wide[index] ? "utf16le" : "latin1", 0, this.#pages.sizeOf(index));
    const [oldest] = this.#atHand.keys();
    if (this.#atHand.size >= mostAtHand && oldest !== undefined) this.#atHand.delete(oldest);
    this.#atHand.set(index, text);
    return text;
  }
}
