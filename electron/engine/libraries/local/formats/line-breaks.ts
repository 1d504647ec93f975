/** A text with LF, and the way back to how its lines ended and began. */
export interface PlainLines {
  text: string;
  /** Puts a text of LF back into the file's own form. */
  restore(text: string): string;
}

/** A file of another system keeps its line breaks and its byte order mark. */
export function plainLines(file: string): PlainLines {
  const mark = file.startsWith("\uFEFF") ? "\uFEFF" : "";
  const rest = file.slice(mark.length);
  const isWindows = rest.includes("\r\n") && !/[^\r]\n/.test(rest);
  const text = isWindows ? rest.replaceAll("\r\n", "\n") : rest;
  return { text, restore: (next) => `${mark}${isWindows ? next.replaceAll("\n", "\r\n") : next}` };
}
