/** A stretch of an answer: Markdown that is quick to draw, or what is better read as it stands. */
export interface Stretch {
  kind: "markdown" | "text";
  text: string;
}

export interface BoundedBlock {
  stretches: Stretch[];
  /** There is more of the block than these. */
  isCut: boolean;
}

/** Of one stretch. Brackets, stars and cells cost the parser most: so many take it a fifth of a second on a slow machine. */
const mostMarks = 1_500;
const mostCharacters = 50_000;
/** Quotes and lists within each other. Three thousand end the parser, and nobody reads fifty. */
const mostNested = 40;

const marks = /[[\]()*_`|<>&!~@:]/g;
const fence = /^ {0,3}(`{3,}|~{3,})/;
const delimiterRow = /^[\s|:-]+$/;

/**
 * The first `count` stretches of a block of Markdown. Joined they are the block, but for what opens a stretch anew: the
 * head of a table or a code fence that goes on in it. Reads no further than it has to.
 */
export function boundedBlock(block: string, count: number): BoundedBlock {
  const stretches: Stretch[] = [];
  let at = 0;
  let opening = "";
  while (at < block.length && stretches.length < count) {
    const next = stretchAt(block, at, opening);
    stretches.push(next.stretch);
    at = next.end;
    opening = next.opening;
  }
  return { stretches, isCut: at < block.length };
}

/** @param opening what the stretch before left open. */
function stretchAt(block: string, start: number, opening: string): { stretch: Stretch; end: number; opening: string } {
  const kind = isPlain(lineAt(block, start).line, opening) ? "text" : "markdown";
  let openFence = fence.exec(opening)?.[1] ?? "";
  let used = 0;
  let at = start;
  while (at < block.length) {
    const { line, end } = lineAt(block, at);
    if (isPlain(line, openFence) !== (kind === "text")) break;
    const mark = fence.exec(line)?.[1];
    used += openFence === "" && kind === "markdown" ? costOf(line) : 0;
    const isFull = used > mostMarks || end - start > mostCharacters;
    // One line alone may be more: it was looked at above.
    if (isFull && at > start) break;
    if (openFence === "") openFence = mark ?? "";
    else if (mark?.startsWith(openFence) && line.trim() === mark) openFence = "";
    at = end;
  }
  const text = block.slice(start, at);
  const stretch: Stretch = { kind, text: kind === "markdown" ? opening + text : text };
  return { stretch, end: at, opening: openingAfter(block, openFence) };
}

function openingAfter(block: string, openFence: string): string {
  if (openFence !== "") return `${openFence}\n`;
  const head = lineAt(block, 0);
  const { line } = lineAt(block, head.end);
  return line.includes("|") && line.includes("-") && delimiterRow.test(line)
    ? block.slice(0, head.end) + ensureNewline(line)
    : "";
}

function ensureNewline(line: string): string {
  return line.endsWith("\n") ? line : `${line}\n`;
}

function lineAt(text: string, start: number): { line: string; end: number } {
  const newline = text.indexOf("\n", start);
  const end = newline === -1 ? text.length : newline + 1;
  return { line: text.slice(start, end), end };
}

/** A line that is shown as it stands, since Markdown would nest it too deep or take too long over it. */
function isPlain(line: string, openFence: string): boolean {
  if (openFence !== "") return line.length > mostCharacters;
  return line.length > mostCharacters || nestingOf(line) > mostNested || costOf(line) > mostMarks;
}

/** A line costs by itself: each item of a list is a box. */
function costOf(line: string): number {
  return 2 + (line.match(marks)?.length ?? 0);
}

/** How many quotes and lists a line begins, by its marks and by how far it is set in. */
function nestingOf(line: string): number {
  let spaces = 0;
  let markers = 0;
  const marker = /[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=\s))/y;
  for (let found = marker.exec(line); found !== null; found = marker.exec(line)) {
    markers += 1;
    spaces += found[0].length - 1;
  }
  if (markers === 0) spaces = line.length - line.trimStart().length;
  return markers + spaces / 2;
}
