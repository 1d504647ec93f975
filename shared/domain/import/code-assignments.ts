import type { CodeToken, Language } from "./code-tokens.ts";

/** Where a name is given a value, and what happens to that value later. */
export interface Assignments {
  /** The place of the value's first token: that of the last assignment before `before`. */
  valueOf(name: string, before: number): number | undefined;
  /** Places of the argument of each `name.append(…)`, `name.push(…)` between two places. */
  addedTo(name: string, after: number, before: number): number[];
  /** Whether the value is changed between two places in another way: `+=`, `.extend(…)`, `name[0] = …`. */
  isChanged(name: string, after: number, before: number): boolean;
}

const opening = new Set(["(", "[", "{"]);
const closing = new Set([")", "]", "}"]);
const adding = new Set(["append", "push"]);
const changing = new Set(["extend", "insert", "pop", "remove", "update", "unshift", "splice", "reverse", "clear"]);
/** How far a type may reach between a name and its `=`. */
const longestType = 40;

interface Use {
  at: number;
  /** The first token of the value. */
  value: number;
}

/** Goes through a program once. */
export function findAssignments(tokens: readonly CodeToken[], language: Language): Assignments {
  const uses = {
    assigned: new Map<string, Use[]>(),
    added: new Map<string, Use[]>(),
    changed: new Map<string, Use[]>(),
  };
  const open: string[] = [];
  const note = (kind: keyof typeof uses, name: string, use: Use) => {
    const known = uses[kind].get(name);
    if (known) known.push(use);
    else uses[kind].set(name, [use]);
  };

  tokens.forEach((token, at) => {
    if (token.kind === "sign") {
      if (opening.has(token.sign)) open.push(token.sign);
      else if (closing.has(token.sign)) open.pop();
      return;
    }
    if (token.kind !== "name") return;
    if (!beginsStatement(tokens, at, open.at(-1), language)) return;
    const value = assignedAt(tokens, at + 1);
    if (value !== undefined) note("assigned", token.name, { at, value });
    else if (signAt(tokens, at + 1) === "+=" || signAt(tokens, at + 1) === "[") {
      if (signAt(tokens, at + 1) === "+=" || isItemAssigned(tokens, at + 1))
        note("changed", token.name, { at, value: at });
    } else if (signAt(tokens, at + 1) === "." && signAt(tokens, at + 3) === "(") {
      const method = tokens[at + 2];
      if (method?.kind !== "name") return;
      if (adding.has(method.name)) note("added", token.name, { at, value: at + 4 });
      else if (changing.has(method.name)) note("changed", token.name, { at, value: at });
    }
  });

  /** In order of their places, of which there may be as many as a text has lines. */
  const between = (kind: keyof typeof uses, name: string, after: number, before: number) => {
    const found = uses[kind].get(name) ?? [];
    return found.slice(countBefore(found, after + 1), countBefore(found, before));
  };
  return {
    valueOf(name, before) {
      const found = uses.assigned.get(name) ?? [];
      return found[countBefore(found, before) - 1]?.value;
    },
    addedTo: (name, after, before) => between("added", name, after, before).map(({ value }) => value),
    isChanged: (name, after, before) => between("changed", name, after, before).length > 0,
  };
}

/** How many of a sorted list stand before a place. */
function countBefore(uses: readonly Use[], place: number): number {
  let low = 0;
  let high = uses.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((uses[middle]?.at ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Arguments by name look like assignments; they stand in brackets. */
function beginsStatement(
  tokens: readonly CodeToken[],
  at: number,
  bracket: string | undefined,
  language: Language,
): boolean {
  const before = tokens[at - 1];
  if (language === "python") return bracket === undefined && (before === undefined || startsLine(tokens, at));
  if (before?.kind === "name" && /^(?:const|let|var)$/.test(before.name)) return true;
  const follows =
    before === undefined || startsLine(tokens, at) || (before.kind === "sign" && /^[;{}]$/.test(before.sign));
  return follows && bracket !== "(" && bracket !== "[";
}

function startsLine(tokens: readonly CodeToken[], at: number): boolean {
  const before = tokens[at - 1];
  return tokens[at]?.startsLine === true || (before?.kind === "sign" && (before.sign === ";" || before.sign === ":"));
}

/** `= value`, or `: Type = value`. */
function assignedAt(tokens: readonly CodeToken[], at: number): number | undefined {
  if (signAt(tokens, at) === "=") return at + 1;
  if (signAt(tokens, at) !== ":") return undefined;
  for (let next = at + 1; next < at + longestType; next += 1) {
    const token = tokens[next];
    if (token === undefined || token.startsLine || token.kind === "text" || token.kind === "number") return undefined;
    if (token.kind === "sign" && token.sign === "=") return next + 1;
  }
  return undefined;
}

function isItemAssigned(tokens: readonly CodeToken[], at: number): boolean {
  for (let next = at + 1; next < at + longestType; next += 1) {
    if (tokens[next]?.startsLine) return false;
    if (signAt(tokens, next) === "]") return signAt(tokens, next + 1) === "=";
  }
  return false;
}

function signAt(tokens: readonly CodeToken[], at: number): string | undefined {
  const token = tokens[at];
  return token?.kind === "sign" ? token.sign : undefined;
}
