/** Pixels of Inter at 12 pixels, by kinds of characters: drawn text is measured only once it is drawn. */
const widths: readonly [kind: RegExp, width: number][] = [
  [/[ijlt.,:;'|!()[\]·]/, 3.8],
  [/[mwMW%@…]/, 10.2],
  [/[A-Z0-9#$+−→]/, 7.7],
  [/[ -~]/, 6.7],
];
const widest = 13;

/** About how many pixels a label takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += widthOf(letter);
  return width;
}

function widthOf(letter: string): number {
  return widths.find(([kind]) => kind.test(letter))?.[1] ?? (/\p{Script=Latin}|\s/u.test(letter) ? 6.7 : widest);
}

/** A label that fits a width, its end as an ellipsis where it does not: SVG knows none of its own. */
export function fitText(text: string, width: number): string {
  // What was given room for its own width has it, whatever a sum of fractions comes to.
  if (textWidth(text) <= width + 0.5) return text;
  let room = width - widthOf("…");
  let kept = "";
  for (const letter of text) {
    room -= widthOf(letter);
    if (room < 0 && kept !== "") break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}
