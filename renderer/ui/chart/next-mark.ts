/** One thing that is drawn and told. */
export interface Mark {
  key: string;
  /** What it says, the name first; lines are put beside each other for a screen reader. */
  text: string;
  /** Where its words are shown, in pixels of the drawing. */
  x: number;
  y: number;
  /** Marks that lie on one line; up and down lead from one to the next. */
  line: number;
  onChoose?: (() => void) | undefined;
  /** The one among several that is shown elsewhere. */
  chosen?: boolean;
}

/** Where a key leads from a mark: at an end one stays; undefined for a key that is no way. */
export function nextMark(marks: readonly Mark[], here: Mark, key: string): Mark | undefined {
  const place = marks.indexOf(here);
  if (key === "ArrowRight") return marks[place + 1] ?? here;
  if (key === "ArrowLeft") return marks[place - 1] ?? here;
  if (key === "Home") return marks[0];
  if (key === "End") return marks.at(-1);
  if (key !== "ArrowDown" && key !== "ArrowUp") return undefined;
  const lines = [...new Set(marks.map(({ line }) => line))].sort((a, b) => a - b);
  const line = lines[lines.indexOf(here.line) + (key === "ArrowDown" ? 1 : -1)];
  const onLine = marks.filter((mark) => mark.line === line);
  const far = (mark: Mark) => Math.abs(mark.x - here.x);
  return onLine.reduce<Mark>((best, mark) => (best === here || far(mark) < far(best) ? mark : best), here);
}
