/**
 * Text with its blocks; joined, the blocks are the text. All but the last stay as they are while the text grows, and so do
 * the sections: blocks that are drawn, or left for later, together.
 */
export interface BlockState {
  text: string;
  blocks: string[];
  sections: readonly Section[];
}

export type Section = readonly string[];

export const noBlocks: BlockState = { text: "", blocks: [], sections: [] };

/** A section is full then: parsed in one go, it is quicker than a frame. */
const sectionLength = 2_000;
/** The first is drawn with the frame that shows the text at all, and parsing is most of what that frame takes. */
const firstSectionLength = 150;
/** A list that is longer goes on in another block: as one it would be parsed anew, all of it, with every item that comes. */
const listLength = 4_000;

const fence = /^ {0,3}(`{3,}|~{3,})/;
const listMarker = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;

/** Starts of lines at which a new block begins: after a blank line, outside code fences, not inside a list. */
function blockStarts(text: string): number[] {
  const starts = [0];
  let openFence = "";
  let afterBlank = false;
  let inList = false;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, end);
    const mark = fence.exec(line)?.[1];
    if (openFence !== "") {
      if (mark?.startsWith(openFence) && line.trim() === mark) openFence = "";
    } else if (line.trim() === "") {
      afterBlank = true;
    } else {
      const isItem = listMarker.test(line);
      const continuesList = inList && (isItem || /^\s/.test(line));
      const isOwnItem = isItem && !/^\s/.test(line);
      const isLongList = inList && isOwnItem && start - (starts.at(-1) ?? 0) > listLength;
      if ((afterBlank && !continuesList) || isLongList) {
        if (start > 0) starts.push(start);
        inList = isItem;
      } else inList ||= isItem;
      afterBlank = false;
      if (mark) openFence = mark;
    }
    start = end + 1;
  }
  return starts;
}

/** Splits Markdown into top-level blocks that can be parsed apart. */
export function splitBlocks(text: string): string[] {
  if (text === "") return [];
  const starts = blockStarts(text);
  return starts.map((start, index) => text.slice(start, starts[index + 1] ?? text.length));
}

/** Blocks of a text that has grown: only the former last block is scanned again, so that a long stream stays linear. */
export function growBlocks(previous: BlockState, text: string): BlockState {
  if (text === previous.text) return previous;
  if (previous.blocks.length < 2 || !text.startsWith(previous.text)) {
    const blocks = splitBlocks(text);
    return { text, blocks, sections: sectionsOf(blocks) };
  }
  const settled = previous.blocks.slice(0, -1);
  const offset = previous.text.length - (previous.blocks.at(-1)?.length ?? 0);
  const blocks = [...settled, ...splitBlocks(text.slice(offset))];
  // The last section holds the block that grew; those before it hold settled ones alone.
  const full = previous.sections.slice(0, -1);
  const inFull = full.reduce((sum, section) => sum + section.length, 0);
  return { text, blocks, sections: [...full, ...sectionsOf(blocks.slice(inFull), full.length)] };
}

/** Sections of blocks that stand behind so many sections. */
function sectionsOf(blocks: readonly string[], before = 0): Section[] {
  const sections: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const block of blocks) {
    const isFirst = before + sections.length === 1;
    if (length < (isFirst ? firstSectionLength : sectionLength)) sections.at(-1)?.push(block);
    else {
      sections.push([block]);
      length = 0;
    }
    length += block.length;
  }
  return sections;
}
