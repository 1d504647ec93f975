/** Inter at 12 pixels: so wide is a character on average. Labels have some room to spare. */
const characterWidth = 6.6;

/** About how many pixels a label takes. */
export function textWidth(text: string): number {
  return text.length * characterWidth;
}

/** A label that fits a width, its end as an ellipsis where it does not: SVG knows none of its own. */
export function fitText(text: string, width: number): string {
  const room = Math.max(1, Math.floor(width / characterWidth));
  const letters = Array.from(text);
  return letters.length <= room
    ? text
    : `${letters
        .slice(0, Math.max(1, room - 1))
        .join("")
        .trimEnd()}…`;
}
