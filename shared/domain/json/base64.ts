/** A 1 for every character of base64 but the padding. */
const alphabet = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
  alphabet[character.charCodeAt(0)] = 1;
}

/** Whether the character at a place is base64, padding aside. */
export function isBase64At(text: string, at: number): boolean {
  return alphabet[text.charCodeAt(at)] === 1;
}

/**
 * Whether a text is base64 from a place to its end, with at most two characters of padding. For megabytes of it a
 * regular expression takes ten times as long.
 */
export function isBase64From(text: string, from: number): boolean {
  let end = text.length;
  while (end > from && end > text.length - 2 && text.charAt(end - 1) === "=") end -= 1;
  for (let at = from; at < end; at += 1) if (!isBase64At(text, at)) return false;
  return end > from;
}
