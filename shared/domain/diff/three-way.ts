import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import { stableJson } from "../json/stable-json.ts";
import type { PromptContent } from "../prompt/prompt.ts";
import { type Hunk, hunksOf } from "./line-hunks.ts";
import { fromPromptLines, isHeading, toPromptLines } from "./prompt-lines.ts";

/** Who changed a place: one of both, both alike, or both differently, which a person has to decide. */
export type ChangedBy = "theirs" | "mine" | "both" | "open";

/**
 * One place in which a version somebody saved, an edit and what both began with are not all alike. Texts are lines; a
 * line that begins a message is a heading (`isHeading`).
 */
export interface TextPlace {
  kind: "text";
  /** Index of the first line, and behind the last, in what both began with. */
  start: number;
  end: number;
  /** The message it is in, and its line there, both from 1; line 0 is the message's own heading. */
  message: number;
  line: number;
  /** Null where there is nothing both began with. */
  base: string[] | null;
  theirs: string[];
  mine: string[];
  changedBy: ChangedBy;
}

/** A value of the config; an absent one is not there on that side. `key` is null where a config is no object. */
export interface ConfigPlace {
  kind: "config";
  key: string | null;
  base?: JsonValue;
  theirs?: JsonValue;
  mine?: JsonValue;
  changedBy: ChangedBy;
}

export type ThreeWayPlace = TextPlace | ConfigPlace;

/** `theirs`, `mine`, or what a person wrote: lines of a text, or a value of the config. */
export type PlaceChoice = "theirs" | "mine" | { lines: string[] } | { value: JsonValue };

/**
 * The places that differ, those of the text first, in the order of the document. Without a base every difference is
 * open.
 */
export function threeWayPlaces(
  base: PromptContent | null,
  theirs: PromptContent,
  mine: PromptContent,
): ThreeWayPlace[] {
  return [...textPlaces(base, theirs, mine), ...configPlaces(base, theirs.config, mine.config)];
}

/**
 * What both make together. Places that only one of them changed need no choice.
 * @param begun what both began with; `theirs` where that is gone.
 * @returns null while a place is open.
 */
export function mergePlaces(
  begun: PromptContent,
  places: readonly ThreeWayPlace[],
  choices: readonly (PlaceChoice | undefined)[],
): PromptContent | null {
  const lines = toPromptLines(begun.prompt);
  const merged: string[] = [];
  let config: JsonValue = begun.config;
  let next = 0;
  for (const [index, place] of places.entries()) {
    const choice = choices[index] ?? (place.changedBy === "open" ? undefined : sideOf(place.changedBy));
    if (choice === undefined) return null;
    if (place.kind === "config") {
      config = withValue(config, place, choice);
      continue;
    }
    merged.push(...lines.slice(next, place.start), ...linesOf(place, choice));
    next = place.end;
  }
  merged.push(...lines.slice(next));
  return { type: begun.type, prompt: fromPromptLines(merged, begun.type), config };
}

const sideOf = (changedBy: Exclude<ChangedBy, "open">) => (changedBy === "theirs" ? "theirs" : "mine");

function linesOf(place: TextPlace, choice: PlaceChoice): string[] {
  if (choice === "theirs" || choice === "mine") return place[choice];
  return "lines" in choice ? choice.lines : place.mine;
}

function withValue(config: JsonValue, place: ConfigPlace, choice: PlaceChoice): JsonValue {
  const written = typeof choice === "object" && "value" in choice ? choice.value : undefined;
  const value = written ?? place[choice === "theirs" ? "theirs" : "mine"];
  if (place.key === null) return value ?? {};
  const { [place.key]: _before, ...others } = isJsonObject(config) ? config : {};
  if (value === undefined) return others;
  // A key keeps its place.
  const isThere = isJsonObject(config) && Object.hasOwn(config, place.key);
  return isThere ? { ...config, [place.key]: value } : { ...others, [place.key]: value };
}

interface SidedHunk extends Hunk<string> {
  side: "theirs" | "mine";
}

function textPlaces(base: PromptContent | null, theirs: PromptContent, mine: PromptContent): TextPlace[] {
  const begun = toPromptLines((base ?? theirs).prompt);
  const sided = (side: "theirs" | "mine", to: PromptContent): SidedHunk[] =>
    hunksOf(begun, toPromptLines(to.prompt)).map((hunk) => ({ ...hunk, side }));
  const hunks = [...(base ? sided("theirs", theirs) : []), ...sided("mine", mine)];
  return groupsOf(hunks).map((group) => {
    const start = Math.min(...group.map((hunk) => hunk.start));
    const end = Math.max(...group.map((hunk) => hunk.end));
    const stood = begun.slice(start, end);
    const sides = {
      theirs: applied(begun, group, "theirs", start, end),
      mine: applied(begun, group, "mine", start, end),
    };
    return {
      kind: "text",
      start,
      end,
      ...placeIn(begun, start),
      base: base ? stood : null,
      ...sides,
      changedBy: base ? changedBy(stood, sides.theirs, sides.mine) : "open",
    };
  });
}

/** Hunks of both sides that touch the same lines, or put something at the same point. */
function groupsOf(hunks: readonly SidedHunk[]): SidedHunk[][] {
  const sorted = [...hunks].sort((a, b) => a.start - b.start || a.end - b.end);
  const groups: { end: number; isPoint: boolean; hunks: SidedHunk[] }[] = [];
  for (const hunk of sorted) {
    const last = groups.at(-1);
    const isPoint = hunk.start === hunk.end;
    const meets = last && (hunk.start < last.end || (isPoint && last.isPoint && hunk.start === last.end));
    if (!meets) groups.push({ end: hunk.end, isPoint, hunks: [hunk] });
    else {
      last.hunks.push(hunk);
      last.end = Math.max(last.end, hunk.end);
      last.isPoint &&= isPoint;
    }
  }
  return groups.map((group) => group.hunks);
}

function applied(
  begun: readonly string[],
  group: readonly SidedHunk[],
  side: SidedHunk["side"],
  start: number,
  end: number,
): string[] {
  const lines: string[] = [];
  let next = start;
  for (const hunk of group) {
    if (hunk.side !== side) continue;
    lines.push(...begun.slice(next, hunk.start), ...hunk.items);
    next = hunk.end;
  }
  return [...lines, ...begun.slice(next, end)];
}

function placeIn(begun: readonly string[], start: number): { message: number; line: number } {
  const heading = begun.slice(0, start + 1).findLastIndex(isHeading);
  const message = begun.slice(0, heading + 1).filter(isHeading).length;
  return heading < 0 ? { message: 1, line: start + 1 } : { message, line: start - heading };
}

function changedBy(base: unknown, theirs: unknown, mine: unknown): ChangedBy {
  const [before, other, own] = [base, theirs, mine].map((value) => stableJson((value ?? null) as JsonValue));
  if (other === own) return "both";
  if (own === before) return "theirs";
  return other === before ? "mine" : "open";
}

function configPlaces(base: PromptContent | null, theirs: JsonValue, mine: JsonValue): ConfigPlace[] {
  const before = base?.config ?? {};
  if (!isJsonObject(before) || !isJsonObject(theirs) || !isJsonObject(mine)) {
    const sides = { ...(base ? { base: base.config } : {}), theirs, mine };
    return stableJson(theirs) === stableJson(mine)
      ? []
      : [{ kind: "config", key: null, ...sides, ...whose(base, sides) }];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(theirs), ...Object.keys(mine)])];
  return keys.flatMap((key): ConfigPlace[] => {
    const sides = { ...valueAt(before, key, "base"), ...valueAt(theirs, key, "theirs"), ...valueAt(mine, key, "mine") };
    const isSame = same(sides.theirs, sides.mine) && (base === null || same(sides.base, sides.mine));
    return isSame ? [] : [{ kind: "config", key, ...sides, ...whose(base, sides) }];
  });
}

type Sides = Pick<ConfigPlace, "base" | "theirs" | "mine">;

function valueAt(config: JsonObject, key: string, side: keyof Sides): Sides {
  const value = Object.hasOwn(config, key) ? config[key] : undefined;
  return value === undefined ? {} : { [side]: value };
}

/** An absent value is not null. */
function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return stableJson(a) === stableJson(b);
}

function whose(base: PromptContent | null, { base: before, theirs, mine }: Sides): { changedBy: ChangedBy } {
  if (base === null) return { changedBy: "open" };
  if (same(theirs, mine)) return { changedBy: "both" };
  if (same(mine, before)) return { changedBy: "theirs" };
  return { changedBy: same(theirs, before) ? "mine" : "open" };
}
