import { findText } from "./find-text.ts";
import { parseTemplate } from "./parsed-template.ts";

/** Values by name; null for a variable that had none, so that its tag stands in the text as it was written. */
export type FoundValues = ReadonlyMap<string, string | null>;

/** `many`: the text fits in more than one way, or may not fit at all when a name stands in it twice. */
export type TextMatch = { kind: "one"; values: FoundValues } | { kind: "many" } | { kind: "none" };

/** A template as literals with one tag between each two: `literals` is one longer than `tags`. */
interface Pattern {
  literals: string[];
  tags: { name: string; literal: string }[];
}

/**
 * Reads the values out of a text that `renderPythonText` made of this template. `one` only when no other values give
 * the same text. Takes time proportional to the length of text and template.
 */
export function matchText(template: string, text: string, known: FoundValues): TextMatch {
  const pattern = toPattern(template, known);
  const { literals, tags } = pattern;
  const [first = "", last = ""] = [literals[0], literals.at(-1)];
  if (tags.length === 0) return text === first ? { kind: "one", values: new Map() } : { kind: "none" };
  const fits = text.length >= first.length + last.length && text.startsWith(first) && text.endsWith(last);
  if (!fits) return { kind: "none" };
  if (tags.every(({ name }) => name === tags[0]?.name)) return matchRepeated(pattern, text);
  const inner = literals.slice(1, -1);
  const middle = text.slice(first.length, text.length - last.length);
  const leftmost = placesFrom(middle, inner);
  if (!leftmost) return { kind: "none" };
  // Every way to fit lies between the leftmost and the rightmost one; where these are the same there is no other.
  const rightmost = placesFromEnd(middle, inner);
  if (!rightmost || leftmost.some((place, index) => place !== rightmost[index])) return { kind: "many" };
  return assign(tags, cut(middle, inner, leftmost));
}

/** Characters of a template that are no tag and no white space: how much a fit says. */
export function literalLength(template: string): number {
  return toPattern(template, new Map()).literals.join("").replace(/\s/g, "").length;
}

function toPattern(template: string, known: FoundValues): Pattern {
  const { parts, names } = parseTemplate(template);
  const literals = [""];
  const tags: Pattern["tags"] = [];
  const addLiteral = (text: string) => literals.push((literals.pop() ?? "") + text);
  for (const part of parts) {
    if (part.kind === "text") {
      addLiteral(part.segment.text);
      continue;
    }
    const name = names[part.name] ?? "";
    const value = known.get(name);
    if (value !== undefined) addLiteral(value ?? part.literal);
    else {
      tags.push({ name, literal: part.literal });
      literals.push("");
    }
  }
  return { literals, tags };
}

/** One name, however often: the length of its value follows from that of the text. */
function matchRepeated({ literals, tags }: Pattern, text: string): TextMatch {
  const [{ name, literal } = { name: "", literal: "" }] = tags;
  const rebuilt = (fill: (index: number) => string) =>
    literals.map((one, index) => one + (index < tags.length ? fill(index) : "")).join("");
  if (text === rebuilt((index) => tags[index]?.literal ?? "")) {
    // With one way of writing the tag this is also what a value equal to the tag gives; unset is what was meant.
    return { kind: "one", values: new Map([[name, null]]) };
  }
  const length = (text.length - literals.join("").length) / tags.length;
  if (!Number.isInteger(length) || length < 0) return { kind: "none" };
  const from = literals[0]?.length ?? 0;
  const value = text.slice(from, from + length);
  if (text !== rebuilt(() => value)) return { kind: "none" };
  return { kind: "one", values: new Map([[name, value === literal ? null : value]]) };
}

/** Where each literal stands when each stands as far left as it can; undefined when they do not all fit. */
function placesFrom(text: string, literals: readonly string[]): number[] | undefined {
  const places: number[] = [];
  let from = 0;
  for (const literal of literals) {
    const place = findText(text, literal, from);
    if (place === -1) return undefined;
    places.push(place);
    from = place + literal.length;
  }
  return places;
}

function placesFromEnd(text: string, literals: readonly string[]): number[] | undefined {
  const places = placesFrom(reversed(text), literals.toReversed().map(reversed))?.toReversed();
  return places?.map((place, index) => text.length - place - (literals[index]?.length ?? 0));
}

/** By code units: only places are of interest, not what a reader would see. */
function reversed(text: string): string {
  const units = new Array<string>(text.length);
  for (let index = 0; index < text.length; index++) units[text.length - 1 - index] = text[index] ?? "";
  return units.join("");
}

function cut(text: string, literals: readonly string[], places: readonly number[]): string[] {
  const values: string[] = [];
  let from = 0;
  for (const [index, place] of places.entries()) {
    values.push(text.slice(from, place));
    from = place + (literals[index]?.length ?? 0);
  }
  return [...values, text.slice(from)];
}

/** The only way to cut the text; it counts when a name that stands in it twice has one value. */
function assign(tags: Pattern["tags"], pieces: readonly string[]): TextMatch {
  const values = new Map<string, string | null>();
  for (const [index, { name, literal }] of tags.entries()) {
    const piece = pieces[index] ?? "";
    const value = piece === literal ? null : piece;
    if (values.has(name) && values.get(name) !== value) return { kind: "none" };
    values.set(name, value);
  }
  return { kind: "one", values };
}
