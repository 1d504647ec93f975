import { type DiffPart, linesOf } from "@shared/domain/diff/text-diff.ts";

/** An identical stretch that is put away. `lines` is how many lines are in it. */
export interface FoldedPart {
  kind: "folded";
  text: string;
  lines: number;
}

export type ShownPart = DiffPart | FoldedPart;

/** A stretch of the base, by its characters. */
export interface Stretch {
  from: number;
  to: number;
}

/** Lines that stay beside each difference. A stretch that would hide no more lines than that stays too. */
const context = 2;

/** What of the base can be put away in a diff: identical lines that are not beside a difference. */
export function foldable(parts: readonly DiffPart[]): Stretch[] {
  let at = 0;
  return parts.flatMap((part, index) => {
    const from = at;
    if (part.kind !== "added") at += part.text.length;
    if (part.kind !== "same") return [];
    const lines = linesOf(part.text);
    const head = index === 0 ? 0 : context;
    const tail = index === parts.length - 1 ? 0 : context;
    if (lines.length - head - tail <= context) return [];
    const length = (some: string[]) => some.join("").length;
    return [{ from: from + length(lines.slice(0, head)), to: at - length(lines.slice(lines.length - tail)) }];
  });
}

/** What all diffs against one base can put away, so that their columns stay beside each other. */
export function foldableInAll(diffs: readonly (readonly DiffPart[])[]): Stretch[] {
  const [first = [], ...others] = diffs.map(foldable);
  return others.reduce(
    (common, stretches) =>
      common.flatMap((one) =>
        stretches.flatMap((other) => {
          const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
          return from < to ? [{ from, to }] : [];
        }),
      ),
    first,
  );
}

/** Puts stretches of the base away. What of them is not wholly the same in this diff, or too short, stays. */
export function foldAt(parts: readonly DiffPart[], stretches: readonly Stretch[]): ShownPart[] {
  let at = 0;
  return parts.flatMap((part): ShownPart[] => {
    const from = at;
    if (part.kind !== "added") at += part.text.length;
    if (part.kind !== "same") return [part];
    const cut = (start: number, end: number) => part.text.slice(start - from, end - from);
    const shown: ShownPart[] = [];
    let done = from;
    for (const stretch of stretches) {
      if (stretch.from < from || stretch.to > at) continue;
      const text = cut(stretch.from, stretch.to);
      const lines = linesOf(text).length;
      if (lines <= context) continue;
      if (stretch.from > done) shown.push({ kind: "same", text: cut(done, stretch.from) });
      shown.push({ kind: "folded", text, lines });
      done = stretch.to;
    }
    return done < at ? [...shown, { kind: "same", text: cut(done, at) }] : shown;
  });
}

/** Puts away what is the same in one diff alone. */
export function foldSame(parts: readonly DiffPart[]): ShownPart[] {
  return foldAt(parts, foldable(parts));
}
