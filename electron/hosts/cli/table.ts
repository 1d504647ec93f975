/** East Asian and emoji characters take two columns. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const segments = new Intl.Segmenter();

export interface Column {
  title: string;
  align?: "right";
}

/**
 * Writes rows under their titles. `width` is what the last column is cut to fit; undefined cuts nothing.
 * @returns one line each, the titles first.
 */
export function tableLines(columns: readonly Column[], rows: readonly string[][], width?: number): string[] {
  const all = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, index) => Math.max(...all.map((row) => columnsOf(row[index] ?? ""))));
  const last = columns.length - 1;
  return all.map((row) => {
    const cells = columns.map(({ align }, index) => {
      const text = row[index] ?? "";
      const space = " ".repeat((widths[index] ?? 0) - columnsOf(text));
      if (align === "right") return space + text;
      return index === last ? text : text + space;
    });
    return cutTo(cells.join("  ").trimEnd(), width);
  });
}

/** The columns a text takes on a terminal. */
export function columnsOf(text: string): number {
  return characters(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}

/** Cuts a line that is too long for the terminal and marks the cut. */
export function cutTo(text: string, width: number | undefined): string {
  if (width === undefined || columnsOf(text) <= width) return text;
  let kept = "";
  let taken = 1;
  for (const character of characters(text)) {
    taken += wide.test(character) ? 2 : 1;
    if (taken > width) break;
    kept += character;
  }
  return `${kept}…`;
}

function characters(text: string): string[] {
  return Array.from(segments.segment(text), ({ segment }) => segment);
}
