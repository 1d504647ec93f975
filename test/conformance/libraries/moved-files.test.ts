import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createPromptSaving } from "@engine/libraries/saving/prompt-saving.ts";
import { createPromptTransfer } from "@engine/libraries/transfer/prompt-transfer.ts";
import { createRunner, type Runner } from "@engine/runner.ts";
import { systemClock } from "@engine/time/clock.ts";
import type { PortablePrompt } from "@shared/domain/prompt/portable-prompt.ts";
import { readPortableFile } from "@shared/domain/prompt/read-portable-file.ts";
import { afterEach, expect, it } from "vitest";
import { startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";

/** Files of one folder through the text of an export into another folder, into Langfuse, and away. */

const io = { signal: new AbortController().signal };
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Place {
  folder: string;
  runner: Runner;
  put(path: string, text: string): void;
  onDisk(path: string): string;
}

function openFolder(variables: Record<string, string> = {}): Place {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "promptscope-moved-")));
  const runner = createRunner({ ...environmentOnly(), environment: readEnvironment(variables), promptFolder: folder });
  ends.push(
    () => rmSync(folder, { recursive: true, force: true }),
    () => runner.close(),
  );
  return {
    folder,
    runner,
    put(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    onDisk: (path) => readFileSync(join(folder, path), "utf8"),
  };
}

const transferOf = ({ runner }: Place) => createPromptTransfer({ libraries: runner.libraries, guardOf: () => null });
const savingOf = ({ runner }: Place) =>
  createPromptSaving({ libraries: runner.libraries, clock: systemClock, guardOf: () => null });
const outOf = (place: Place, name: string) => transferOf(place).takeOut({ library: "local", name }, undefined, io);

const files = {
  "team/explain.prompt.yml": `# ours
name: explain
description: Explains a thing.
model: openai/gpt-4o-mini
messages:
  - role: user
    content: Explain {{topic}}.
variables:
  topic:
    description: what to explain
    example: rain
testData:
  - topic: snow
evaluators:
  - name: short
    string:
      contains: cold
own: kept
`,
  "old.prompt.yaml": "name: old\nmessages:\n  - role: user\n    content: Hi {{name}}\n",
  "plain.txt": "Say {{word}} twice.\n",
};

async function exported(place: Place, names: readonly string[]): Promise<PortablePrompt[]> {
  const prompts: PortablePrompt[] = [];
  for (const name of names) prompts.push(await outOf(place, name));
  const at = "2026-11-28T00:00:00Z";
  const text = JSON.stringify({ format: "promptscope-prompts", version: 1, from: "x", exportedAt: at, prompts });
  const read = readPortableFile(text);
  if ("reason" in read) throw new Error(read.reason);
  return read.prompts;
}

// What is beside the messages was dropped: a description and test data are work, too.
it("an export of files and its import give the same bytes: descriptions, test data, comments, other forms", async () => {
  const from = openFolder();
  const to = openFolder();
  for (const [path, text] of Object.entries(files)) from.put(path, text);
  for (const prompt of await exported(from, ["team/explain", "old", "plain"])) {
    const request = { place: { library: "local" }, prompt };
    expect((await transferOf(to).putIn(request, io)).outcome).toMatchObject({ kind: "made" });
  }
  for (const [path, text] of Object.entries(files)) expect(to.onDisk(path)).toBe(text);
});

it("a file that does not say what its version says is not written; the version is", async () => {
  const from = openFolder();
  const to = openFolder();
  from.put("a.prompt.yml", files["team/explain.prompt.yml"]);
  const [prompt] = await exported(from, ["a"]);
  const [version] = prompt?.versions ?? [];
  if (!prompt || !version) throw new Error("nothing came out");
  const forged = { ...version, file: { ending: ".prompt.yml", text: "messages: []\n" } };
  const strange = { ...version, file: { ending: ".exe", text: "x" } };
  for (const [name, one] of Object.entries({ forged, strange })) {
    const request = { place: { library: "local" }, prompt: { ...prompt, name, versions: [one] } };
    expect((await transferOf(to).putIn(request, io)).outcome).toMatchObject({ kind: "made" });
    expect(to.onDisk(`${name}.prompt.yml`)).toContain("Explain {{topic}}.");
  }
  expect(existsSync(join(to.folder, "strange.exe"))).toBe(false);
});

it("Langfuse keeps the versions, and what it does not keep of the file is named before", async () => {
  const fake = await startFakeLangfuse({ prompts: [] });
  ends.push(() => fake.close());
  const from = openFolder({
    LANGFUSE_HOST: fake.url,
    LANGFUSE_PUBLIC_KEY: fake.publicKey,
    LANGFUSE_SECRET_KEY: fake.secretKey,
  });
  from.put("a.prompt.yml", files["team/explain.prompt.yml"]);
  const prompt = await outOf(from, "a");
  const request = { place: { library: "langfuse" }, prompt };
  const { problems } = await transferOf(from).checkPutIn(request, io);
  expect(problems).toMatchObject([{ severity: "changes", path: ["file"] }]);
  const accepted = { ...request, acceptsChanges: true };
  expect((await transferOf(from).putIn(accepted, io)).outcome).toMatchObject({ kind: "made" });
  expect(fake.prompts.of("a")).toMatchObject([{ version: 1, type: "chat" }]);
});

it("a file is taken away only while it says what was copied, and its text is kept", async () => {
  const place = openFolder();
  place.put("team/a.prompt.yml", files["team/explain.prompt.yml"]);
  const prompt = { library: "local", name: "team/a" };
  const version = (await outOf(place, "team/a")).versions.at(-1)?.version ?? "";
  place.put("team/a.prompt.yml", `${files["team/explain.prompt.yml"]}# changed by another editor\n`);
  expect(await savingOf(place).remove({ prompt, version }, io)).toEqual({ kind: "left" });
  expect(place.onDisk("team/a.prompt.yml")).toContain("another editor");
  place.put("team/a.prompt.yml", files["team/explain.prompt.yml"]);
  expect(await savingOf(place).remove({ prompt, version }, io)).toEqual({ kind: "removed" });
  expect(existsSync(join(place.folder, "team/a.prompt.yml"))).toBe(false);
  expect(await savingOf(place).remove({ prompt, version }, io)).toEqual({ kind: "left" });
  // Somebody who writes the prompt anew finds the earlier text among its versions.
  place.put("team/a.prompt.yml", "messages: []\n");
  const versions = await place.runner.libraries.open("local").versions("team/a", { refresh: true }, io);
  expect(versions.map((one) => one.version)).toContain(version);
});

it("in a repository too nothing but the file goes", async () => {
  const place = openFolder();
  const git = (...args: string[]) => execFileSync("git", args, { cwd: place.folder, encoding: "utf8" });
  git("init", "-q");
  place.put("a.txt", "Hello {{name}}\n");
  git("add", ".");
  git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "one");
  const version = (await outOf(place, "a")).versions.at(-1)?.version ?? "";
  expect(await savingOf(place).remove({ prompt: { library: "local", name: "a" }, version }, io)).toEqual({
    kind: "removed",
  });
  expect(git("status", "--porcelain").trim()).toBe("D a.txt");
  expect(git("log", "--oneline").trim().split("\n")).toHaveLength(1);
});

// Would catch: a folder of a hundred thousand files that fills the window, or one that is cut in silence.
it("of a folder with more than 10,000 files that many are listed, and it is said", async () => {
  const place = openFolder();
  for (let at = 0; at < 10_003; at += 1) writeFileSync(join(place.folder, `p${at}.txt`), "");
  const list = await place.runner.libraries.open("local").list({ refresh: true }, io);
  expect(list.prompts).toHaveLength(10_000);
  expect(list.notice).toBe("Only the first 10,000 files of this folder are listed.");
});

it("an edit meets a change of its file at once, and a change back is none", async () => {
  const place = openFolder();
  place.put("a.txt", "Hello {{name}}\n");
  const { prompt, contentHash } = await place.runner.libraries
    .open("local")
    .get({ library: "local", name: "a" }, { resolve: false, refresh: false }, io);
  const base = { library: "local", name: "a", version: prompt.version };
  const edit = { base, type: "text" as const, prompt: "Hello dear {{name}}", config: {} };
  const request = { edit, labels: [], ...(contentHash === undefined ? {} : { baseHash: contentHash }) };
  expect(await savingOf(place).meet(request, io)).toEqual({ conflict: null, isThere: true });
  place.put("a.txt", "Good day {{name}}\n");
  expect(await savingOf(place).meet(request, io)).toMatchObject({
    conflict: { kind: "conflict", theirs: { prompt: "Good day {{name}}" }, base: { prompt: "Hello {{name}}" } },
    isThere: true,
  });
  place.put("a.txt", "Hello {{name}}\n");
  expect(await savingOf(place).meet(request, io)).toEqual({ conflict: null, isThere: true });
  rmSync(join(place.folder, "a.txt"));
  expect(await savingOf(place).meet(request, io)).toEqual({ conflict: null, isThere: false });
});

// Would catch: an import that says all of it is there while the file's description is another one.
it("a file of the same text with another description is left as it is, and what differs is said", async () => {
  const [from, to] = [openFolder(), openFolder()];
  const text = (about: string) => `name: a\ndescription: ${about}\nmessages:\n  - role: user\n    content: Hello\n`;
  from.put("a.prompt.yml", text("Greets."));
  const prompt = await outOf(from, "a");
  const place = { library: "local" };
  to.put("a.prompt.yml", text("Says hello."));
  expect(await transferOf(to).checkPutIn({ place, prompt }, io)).toMatchObject({
    standing: "same",
    differs: ["description"],
  });
  const { outcome } = await transferOf(to).putIn({ place, prompt, acceptsChanges: true }, io);
  expect(outcome).toEqual({ kind: "same", differs: ["description"] });
  expect(to.onDisk("a.prompt.yml")).toBe(text("Says hello."));
  to.put("a.prompt.yml", `# ours\n${text("Greets.")}`);
  expect(await transferOf(to).checkPutIn({ place, prompt }, io)).toMatchObject({ differs: ["comments or layout"] });
  to.put("a.prompt.yml", text("Greets."));
  expect(await transferOf(to).checkPutIn({ place, prompt }, io)).toMatchObject({ standing: "same", differs: [] });
});
