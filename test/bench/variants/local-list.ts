import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createLocalLibrary } from "@engine/libraries/local/local-libraries.ts";
import { reportSample } from "../sample.ts";

/** The first list of a folder of prompts, against reading the names and sizes in it. */
const [variant, folder = ""] = process.argv.slice(2);

async function ours(path: string): Promise<number> {
  const library = createLocalLibrary({ folder: () => path, environment: readEnvironment({}) });
  const { prompts } = await library.list({ refresh: false }, { signal: new AbortController().signal });
  return prompts.length;
}

async function namesAndSizes(place: string): Promise<number> {
  const entries = await readdir(place, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  await Promise.all(files.map(({ name }) => lstat(join(place, name))));
  let count = files.length;
  for (const entry of entries) if (entry.isDirectory()) count += await namesAndSizes(join(place, entry.name));
  return count;
}

const list = variant === "ours" ? ours : namesAndSizes;
await reportSample(
  () => list(folder),
  // Code is loaded; of the folder only one of two hundred has been read.
  () => list(join(folder, "team-0")),
);
