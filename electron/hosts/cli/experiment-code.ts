import { createHash } from "node:crypto";
import type { CodeFile } from "@shared/domain/experiment/read-experiment.ts";
import type { ReadWords } from "./read-words.ts";
import { oneLine, type Terminal } from "./terminal.ts";

/** How a hash begins where it is shown and on the command line. */
const prefix = "sha256:";

/**
 * Code of files runs only when somebody has seen it and said so; with a hash, only what had that hash when it was shown. What runs
 * is what was read here, whatever becomes of the files.
 */
export function isCodeAllowed(codeFiles: readonly CodeFile[], given: ReadWords, terminal: Terminal): boolean {
  if (codeFiles.length === 0) return true;
  const hash = hashOf(codeFiles);
  const named = given.list("allow-code").filter((one) => one !== "");
  if (given.flag("allow-code") && (named.length === 0 || named.includes(hash))) return true;
  for (const { file, line, path, code } of codeFiles) {
    terminal.note(`${oneLine(`${file}:${line}`)}: checks with the code of ${oneLine(path)}:`);
    for (const text of code.split(/\r?\n/)) terminal.note(`  ${oneLine(text)}`);
  }
  const files = codeFiles.length === 1 ? "this file" : "these files";
  const other = named.length === 0 ? "" : "It is other code than was allowed. ";
  terminal.note(
    `Nothing was sent. ${other}Code of ${files} runs shut off from network, files and this program. Look at it, then run it with --allow-code ${hash}; without the hash, whatever the files hold by then is allowed.`,
  );
  return false;
}

/** Of what is run and where it came from, so that no code takes the place of another. */
function hashOf(codeFiles: readonly CodeFile[]): string {
  const seen = JSON.stringify(codeFiles.map(({ path, code }) => [path, code]));
  return prefix + createHash("sha256").update(seen).digest("hex");
}
