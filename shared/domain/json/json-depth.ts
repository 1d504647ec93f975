/** Deeper than any answer or prompt; what walks or writes a value goes down by calling itself, up to some thousands. */
const deepestJson = 500;

/** Whether lists and objects of a JSON text lie in each other more than `deepestJson` levels deep. Looks at it once. */
export function isTooDeep(text: string): boolean {
  // It takes an opening and a closing character for a level.
  if (text.length <= 2 * deepestJson) return false;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inText) {
      if (code === 0x5c) at++;
      else if (code === 0x22) inText = false;
    } else if (code === 0x22) inText = true;
    else if (code === 0x5b || code === 0x7b) {
      depth++;
      if (depth > deepestJson) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}
