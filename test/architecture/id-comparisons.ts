import { type SourceFile, withoutComments } from "./source-files.ts";

/** Things that have ids, and the folders that may know them. */
export interface IdOwner {
  what: string;
  ids: readonly string[];
  rooms: readonly string[];
  /** How code names its id; a literal beside one of these is an id, whatever it is. */
  named: readonly string[];
  /** Ids that are words of something else, too: only beside such a name they are ids. */
  alsoWords: readonly string[];
}

/** Where code outside its rooms decides by the id of something: `path:line: the line`. */
export function idComparisons(files: readonly SourceFile[], owners: readonly IdOwner[]): string[] {
  return owners.flatMap((owner) => {
    const patterns = patternsOf(owner);
    return files
      .filter(({ path }) => /\.tsx?$/.test(path) && !owner.rooms.some((room) => path.startsWith(room)))
      .flatMap(({ path, text }) =>
        withoutComments(text)
          .split("\n")
          .filter((line) => patterns.some((pattern) => pattern.test(line)))
          .map((line) => `${path}: ${line.trim()}`),
      );
  });
}

function patternsOf({ ids, named: names, alsoWords }: IdOwner): RegExp[] {
  const plain = ids.filter((id) => !alsoWords.includes(id)).map(escaped);
  const named = `\\b(?:${names.map(escaped).join("|")})`;
  const besideName = [
    new RegExp(`${named}\\s*[!=]==?\\s*(["'\`])(?!\\1)`),
    new RegExp(`["'\`]\\s*[!=]==?\\s*${named}\\b`),
    new RegExp(`\\bswitch\\s*\\(\\s*${named}\\s*\\)`),
    new RegExp(`\\[\\s*["'\`][^\\]]*\\]\\s*\\.includes\\(\\s*${named}\\s*\\)`),
  ];
  if (plain.length === 0) return besideName;
  const id = `(["'\`])(?:${plain.join("|")})\\1`;
  return [
    ...besideName,
    new RegExp(`[!=]==?\\s*${id}`),
    new RegExp(`${id}\\s*[!=]==?`),
    new RegExp(`\\bcase\\s+${id}`),
    new RegExp(`\\.(?:includes|startsWith|has|get|find)\\(\\s*${id}`),
    new RegExp(`\\bnew (?:Set|Map)\\b.*${id}`),
    new RegExp(`\\[\\s*${id}\\s*\\](?!\\s*\\.)`),
    // A record by id.
    new RegExp(`^\\s*(?:${id}|(?:${plain.join("|")}))\\s*:`),
    new RegExp(`[{,]\\s*(?:${id}|(?:${plain.join("|")}))\\s*:`),
  ];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
