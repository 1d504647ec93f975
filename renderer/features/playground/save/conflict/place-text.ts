import { isHeading, readLine } from "@shared/domain/diff/prompt-lines.ts";
import { type DiffPart, diffTexts } from "@shared/domain/diff/text-diff.ts";
import type { ConfigPlace, PlaceChoice, TextPlace, ThreeWayPlace } from "@shared/domain/diff/three-way.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { PromptContent } from "@shared/domain/prompt/prompt.ts";

export interface PlaceTitle {
  /** The message's role, a key of the config, or what the text is called. */
  title: string;
  /** Set where the title is a role, for its colour. */
  role?: string;
  where: string;
}

export function placeTitle(place: ThreeWayPlace, begun: PromptContent): PlaceTitle {
  if (place.kind === "config") return { title: place.key ?? "config", where: place.key === null ? "whole" : "config" };
  const { message, line, start, end } = place;
  const isPoint = start === end;
  if (typeof begun.prompt === "string") return { title: "text", where: lineText(isPoint, line, end - start) };
  const above = begun.prompt[message - 2];
  if (line === 0 && isPoint && above && "content" in above && goesOn(place)) {
    const last = above.content.split("\n").length;
    return { title: above.role, role: above.role, where: `message ${message - 1}, ${lineText(true, last + 1, 0)}` };
  }
  const item = begun.prompt[message - 1];
  const role = item === undefined ? "message" : item.type === "placeholder" ? `placeholder ${item.name}` : item.role;
  if (line === 0) return { title: role, role, where: isPoint ? `before message ${message}` : `message ${message}` };
  return { title: role, role, where: `message ${message}, ${lineText(isPoint, line, end - start, reachesOn(place))}` };
}

/** Whether what was put in before a message is text of the one above it. */
const goesOn = ({ theirs, mine }: TextPlace) =>
  [theirs[0], mine[0]].some((line) => line !== undefined && !isHeading(line));

/** Into the message behind it. */
const reachesOn = ({ base, theirs }: TextPlace) => (base ?? theirs).some(isHeading);

function lineText(isPoint: boolean, line: number, count: number, reachesOn = false): string {
  if (isPoint) return line === 1 ? "before line 1" : `after line ${line - 1}`;
  if (reachesOn) return `from line ${line} on`;
  return count === 1 ? `line ${line}` : `lines ${line}–${line + count - 1}`;
}

/** What stands at the place on one side; null where nothing does. */
export function sideText(place: ThreeWayPlace, side: "base" | "theirs" | "mine"): string | null {
  if (place.kind === "config") return valueText(place[side]);
  const lines = place[side];
  return lines === null || lines.length === 0 ? null : lines.map(readLine).join("\n");
}

function valueText(value: JsonValue | undefined): string | null {
  if (value === undefined) return null;
  return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : JSON.stringify(value);
}

/** One side against what both began with, with the words that differ marked. */
export function cellParts(before: string | null, after: string | null): readonly DiffPart[] {
  return diffTexts(before ?? "", after ?? "", "words");
}

/** Whether a person may write what goes there: lines that begin a message hold more than their text. */
export function canBeWritten(place: ThreeWayPlace): boolean {
  return place.kind === "config" || ![...(place.base ?? []), ...place.theirs, ...place.mine].some(isHeading);
}

/** Both sides, where each put something in at one point: theirs first. Null where one took something away. */
export function bothOf(place: ThreeWayPlace): Extract<PlaceChoice, { lines: string[] }> | null {
  if (place.kind === "config" || place.start !== place.end) return null;
  return place.theirs.length > 0 && place.mine.length > 0 ? { lines: [...place.theirs, ...place.mine] } : null;
}

/** What was written for a place; undefined when it is no JSON and the place needs some. */
export function writtenChoice(place: ThreeWayPlace, text: string): PlaceChoice | undefined {
  if (place.kind === "text") return { lines: text === "" ? [] : text.split("\n") };
  try {
    return { value: JSON.parse(text) as JsonValue };
  } catch {
    return undefined;
  }
}

/** Where a person who writes begins: with the own side. */
export function startOfWriting(place: TextPlace | ConfigPlace): string {
  return sideText(place, "mine") ?? sideText(place, "theirs") ?? "";
}

/** Of the places that differ: how many fit together, how many a person has to choose, and how many of these are. */
export function countPlaces(
  places: readonly ThreeWayPlace[],
  choices: Readonly<Record<number, PlaceChoice>>,
): { fit: number; open: number; chosen: number } {
  const open = places.flatMap(({ changedBy }, index) => (changedBy === "open" ? [index] : []));
  const chosen = open.filter((index) => choices[index] !== undefined).length;
  return { fit: places.length - open.length, open: open.length, chosen };
}
