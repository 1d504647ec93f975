import { readFile, stat } from "node:fs/promises";

/** What stands at a path is a pipe, a device or a socket: whoever reads it may wait for ever, and cannot be stopped. */
class NoPlainFile extends Error {
  readonly code = "ENOTFILE";
}

/**
 * The text of a file of the profile, read as UTF-8.
 * @throws as node does, and NoPlainFile; a folder is told by node, as EISDIR.
 */
export async function readPlainFile(path: string): Promise<string> {
  const found = await stat(path);
  if (!found.isFile() && !found.isDirectory()) throw new NoPlainFile(`${path} is no ordinary file.`);
  return readFile(path, "utf8");
}
