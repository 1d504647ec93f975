/** What a name may be so that the file exists under it on every system, and is never found outside the folder. */

const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
// Control characters are what Windows refuses in names.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are looked for.
const refusedCharacter = /[<>:"\\|?*\u0000-\u001f\u007f]/;

/** Longest part of a name: 255 bytes are a file name's, the ending and that of a temporary file need some. */
const longestSegment = 200;
const longestName = 900;

/**
 * Why a prompt of this name cannot be written, in a sentence; undefined when it can. `/` parts folders.
 * Sources: Microsoft's “Naming Files, Paths, and Namespaces”.
 */
export function nameProblem(name: string): string | undefined {
  if (name === "") return "A prompt needs a name.";
  if (name.length > longestName) return `A name has ${longestName} characters at most.`;
  if (!name.isWellFormed()) return "The name has half a character in it.";
  for (const segment of name.split("/")) {
    const problem = segmentProblem(segment);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function segmentProblem(segment: string): string | undefined {
  if (segment === "") return "A folder in the name has no name: two slashes follow each other, or one ends it.";
  if (segment.startsWith(".")) return `“${segment}” begins with a dot: such files are hidden and are not read.`;
  if (refusedCharacter.test(segment)) return `Windows refuses “${segment}”: it has one of < > : " \\ | ? * in it.`;
  if (/[. ]$/.test(segment)) return `Windows refuses “${segment}”: it ends with a dot or a blank.`;
  if (/^ /.test(segment)) return `“${segment}” begins with a blank.`;
  if (reserved.test(segment)) return `Windows refuses “${segment}”: it names a device.`;
  if (Buffer.byteLength(segment) > longestSegment)
    return `“${segment.slice(0, 40)}…” is longer than a file name may be.`;
  return undefined;
}

/** Two names of one fold are one file on Windows and macOS. */
export function foldedName(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
