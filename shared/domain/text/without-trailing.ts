/**
 * A text without a character at its end, however often it stands there. `replace(/x+$/, "")` begins anew at each of the
 * characters that stand elsewhere: the square of their number.
 */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}
