import ranks from "gpt-tokenizer/bpeRanks/o200k_base";
import { O200K_TOKEN_SPLIT_REGEX } from "gpt-tokenizer/encodingParams/constants";

/*
 * Loaded by the thread alone: the table takes a quarter of a second and some fifty megabytes. The library's own merging
 * is quadratic in a piece without a break (a megabyte of one letter: twenty minutes), so only its table is used.
 */

/** Ranks by bytes, each byte a character. */
const rankOf = new Map<string, number>();
let longest = 0;
ranks.forEach((token, rank) => {
  const bytes = Buffer.from(typeof token === "string" ? token : Uint8Array.from(token)).toString("latin1");
  rankOf.set(bytes, rank);
  longest = Math.max(longest, bytes.length);
});

/** The name of the table. */
export const tokenizerName = "o200k_base";

/**
 * Tokens of a text in OpenAI's o200k table; n log n in its length, whatever it is.
 * @param stopped asked now and then; when it says yes, the count is given up
 * @returns undefined when it was given up
 */
export function countTokens(text: string, stopped: () => boolean): number | undefined {
  let tokens = 0;
  for (const [piece] of text.matchAll(O200K_TOKEN_SPLIT_REGEX)) {
    const bytes = Buffer.from(piece).toString("latin1");
    const count = rankOf.has(bytes) ? 1 : countPiece(bytes, stopped);
    if (count === undefined || stopped()) return undefined;
    tokens += count;
  }
  return tokens;
}

/** Joins the pair of the lowest rank, of equals the first, until no pair is in the table: what is left are the tokens. */
function countPiece(bytes: string, stopped: () => boolean): number | undefined {
  const size = bytes.length;
  /** By the start of a part: its end, the start of the part before it, and the rank of it joined with the next. */
  const ends = new Int32Array(size + 1);
  const before = new Int32Array(size + 1);
  const ranks = new Int32Array(size + 1).fill(none);
  const heap = createHeap();
  const offer = (start: number) => {
    if (start < 0) return;
    const middle = at(ends, start);
    const end = middle < size ? at(ends, middle) : size + longest;
    const rank = end - start > longest ? none : (rankOf.get(bytes.slice(start, end)) ?? none);
    ranks[start] = rank;
    if (rank !== none) heap.push(rank * pieceLimit + start);
  };
  for (let start = 0; start <= size; start++) {
    ends[start] = start + 1;
    before[start] = start - 1;
  }
  for (let start = 0; start < size - 1; start++) offer(start);
  let parts = size;
  for (let steps = 1; ; steps++) {
    if (steps % 4096 === 0 && stopped()) return undefined;
    const least = heap.pop();
    if (least === undefined) return parts;
    const start = least % pieceLimit;
    // One half was joined with another neighbour since.
    if (ranks[start] !== Math.floor(least / pieceLimit)) continue;
    const middle = at(ends, start);
    const end = at(ends, middle);
    ends[start] = end;
    before[end] = start;
    ranks[middle] = none;
    parts--;
    offer(start);
    offer(at(before, start));
  }
}

const none = -1;
/** Rank and place in one number: 2^18 times 2^28, exact in a double. */
const pieceLimit = 2 ** 28;

function at(list: Int32Array, index: number): number {
  return list[index] ?? none;
}

/** Numbers, the smallest first. */
function createHeap() {
  const items: number[] = [];
  const item = (index: number) => items[index] ?? Number.POSITIVE_INFINITY;
  return {
    push(value: number): void {
      let place = items.push(value) - 1;
      while (place > 0) {
        const parent = (place - 1) >> 1;
        if (item(parent) <= value) break;
        items[place] = item(parent);
        place = parent;
      }
      items[place] = value;
    },
    pop(): number | undefined {
      const first = items[0];
      const last = items.pop();
      if (last === undefined || items.length === 0) return first;
      let place = 0;
      for (;;) {
        let child = 2 * place + 1;
        if (item(child + 1) < item(child)) child++;
        if (item(child) >= last) break;
        items[place] = item(child);
        place = child;
      }
      items[place] = last;
      return first;
    },
  };
}
