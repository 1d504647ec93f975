import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import * as z from "zod";
import { writeFileAtomically } from "./atomic-file.ts";
import { backedUpFiles, backedUpFolders, historyFile } from "./backed-up.ts";
import { moveFile } from "./move-file.ts";

/** What a person said yes to: at the next start this folder's files take the place of the profile's. */
const noteSchema = z.strictObject({
  /** Beside the profile's files, with what came out of the backup. */
  from: z.string().regex(/^restored-[\w-]+$/),
  /** Where the profile's present files go. */
  aside: z.string().regex(/^before-restore-[\w-]+$/),
  /** `out`: the present files are on their way aside. `in`: they are there, and the others come. */
  step: z.enum(["out", "in"]),
});
type Note = z.infer<typeof noteSchema>;

const noteName = "restore.json";

/** Has the restored files take their place at the next start; nothing is moved before. */
export async function noteRestore(directory: string, from: string, aside: string): Promise<void> {
  await write(directory, { from, aside, step: "out" });
}

/**
 * Puts restored files in the place of the profile's, if somebody has said so, before anything of the profile is opened. What a crash
 * interrupts goes on at the next start: files are moved, never copied or removed.
 * @returns what was done, in words for a person; undefined when nothing was to be done.
 * @throws the file system's own error.
 */
export async function finishRestore(directory: string): Promise<string | undefined> {
  const note = await read(directory);
  if (!note) return undefined;
  const aside = join(directory, note.aside);
  await mkdir(aside, { recursive: true, mode: 0o700 });
  if (note.step === "out") {
    for (const name of (await readdir(directory)).filter(isReplaced))
      await moveFile(join(directory, name), join(aside, name));
    await write(directory, { ...note, step: "in" });
  }
  const from = join(directory, note.from);
  for (const name of await readdir(from)) await moveFile(join(from, name), join(directory, name));
  await rm(from, { recursive: true, force: true });
  await rm(join(directory, noteName), { force: true });
  return `The backup is in place. What was here before is kept in ${basename(directory)}/${note.aside}.`;
}

/** The history with what belongs to it, and all that a backup may hold. Keys stay where they are. */
function isReplaced(name: string): boolean {
  const known: readonly string[] = [...backedUpFiles, ...backedUpFolders];
  return known.includes(name) || name === historyFile || name.startsWith("history.");
}

async function write(directory: string, note: Note): Promise<void> {
  await writeFileAtomically(join(directory, noteName), `${JSON.stringify(note)}\n`);
}

async function read(directory: string): Promise<Note | undefined> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(join(directory, noteName), "utf8")));
  } catch {
    return undefined; // None, or one that a person has changed: nothing is moved for it.
  }
}
