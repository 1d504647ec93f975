/**
 * Characters that steer a terminal or turn a line around: controls of both sets (U+0000–1F, U+007F–9F), marks of writing
 * direction, and the separators some programs take for a new line. Line breaks and tabs are not among them.
 */
const steering = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
/** A colour: what follows `ESC [` until `m`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const colour = /\u001b\[[\d;]*m/g;
/** A whole sequence that an ESC or a C1 control begins. */
const sequence =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|(?:\u001b\[|\u009b)[\d;?]*[ -/]*[@-~]?|\u001b[@-Z\\^_=>]/g;

/** Text of others for a terminal or a log: it must not move the cursor, set the title or write into the clipboard. */
export function neutralText(text: string): string {
  return text.replace(sequence, "").replace(steering, "");
}

/** One line of it: nobody may write a line of a log in our name. */
export function neutralLine(text: string): string {
  return text
    .replace(sequence, " ")
    .replace(steering, " ")
    .replace(/[\s\u0085]+/g, " ")
    .trim();
}

/** The same, but for colours: the last look at what we have painted ourselves. */
export function neutralButColours(text: string): string {
  const colours = text.match(colour) ?? [];
  return text
    .split(colour)
    .map((part, index) => `${neutralText(part)}${colours[index] ?? ""}`)
    .join("");
}

/** JSON that means the same, without characters that steer a terminal: each is written as JSON writes it. */
export function neutralJson(text: string): string {
  return text.replace(steering, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
