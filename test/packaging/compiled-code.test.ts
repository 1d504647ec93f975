import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type CommandLine, openCommandLine } from "./command-line.ts";

/** Compiled code that is kept between starts. Needs a build. */
let cli: CommandLine;
let cache: string;
beforeEach(async () => {
  cli = await openCommandLine();
  cache = await mkdtemp(join(tmpdir(), "promptscope-cache-"));
});
afterEach(async () => {
  await cli.close();
  await rm(cache, { recursive: true, force: true });
});

const kept = async () => (await readdir(join(cache, "promptscope"), { recursive: true })).length;
const words = ["prompts", "--source", "demo"];

async function run(folder = cache): Promise<void> {
  const { code, stdout, stderr } = await cli.run(words, { variables: { XDG_CACHE_HOME: folder } });
  expect([code, stdout, stderr]).toEqual([0, expect.stringContaining("movie-critic"), ""]);
}

it("lies in the user's cache folder, closed to others", async () => {
  await run();
  expect(await kept()).toBeGreaterThan(3);
});

it.skipIf(process.platform === "win32")(
  "is neither read nor written where others may write: they would decide what we run",
  async () => {
    const folder = join(cache, "promptscope/compiled");
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o777);
    await run();
    expect(await readdir(folder)).toEqual([]);
  },
);

it("is done without where there is no such folder", async () => {
  const file = join(cache, "a-file");
  await writeFile(file, "");
  await run(file);
  await run("not/absolute");
});
