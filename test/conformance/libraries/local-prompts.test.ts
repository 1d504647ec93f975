import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createDemoLibrary } from "@engine/libraries/demo/demo-library.ts";
import { checkFolder } from "@engine/libraries/local/check-folder.ts";
import { createSavedStates } from "@engine/libraries/local/saved-states.ts";
import type { PromptLibraries } from "@engine/libraries/registry.ts";
import { createPromptSaving } from "@engine/libraries/saving/prompt-saving.ts";
import { createRunner, type Runner } from "@engine/runner.ts";
import { systemClock } from "@engine/time/clock.ts";
import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { PromptContent } from "@shared/domain/prompt/prompt.ts";
import type { SaveRequest } from "@shared/domain/prompt/save.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** Local prompts through the same acts as Langfuse's, on a real folder and with the system's git. */

let folder: string;
let runner: Runner;
const io = { signal: new AbortController().signal };

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "promptscope-local-")));
  runner = createRunner({ ...environmentOnly(), environment: readEnvironment(), promptFolder: folder });
});
afterEach(async () => {
  await runner.close();
  rmSync(folder, { recursive: true, force: true });
});

const libraries = (): PromptLibraries => runner.libraries;
const local = () => libraries().open("local");
const saving = () => createPromptSaving({ libraries: libraries(), clock: systemClock, guardOf: () => null });
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const onDisk = (path: string) => readFileSync(join(folder, path), "utf8");
const get = (name: string, which: { version?: string; label?: string } = {}) =>
  local().get({ library: "local", name, ...which }, { resolve: true, refresh: false }, io);
const failureOf = (work: Promise<unknown>) => work.then(() => null, appErrorOf);

const explain: PromptContent = {
  type: "chat",
  prompt: [
    { role: "system", content: "You explain things to curious adults.\nShort sentences." },
    { role: "user", content: "Explain {{topic}}." },
  ],
  config: { model: "openai/gpt-5-mini", temperature: 0.2 },
};

function request(
  name: string,
  content: PromptContent,
  base: { version?: string; baseHash?: string } = {},
): SaveRequest {
  const { version, baseHash } = base;
  return {
    edit: { base: { library: "local", name, ...(version === undefined ? {} : { version }) }, ...content },
    ...(baseHash === undefined ? {} : { baseHash }),
    labels: [],
  };
}

async function save(name: string, content: PromptContent, base?: { version?: string; baseHash?: string }) {
  return (await saving().save(request(name, content, base), io)).outcome;
}

async function opened(name: string) {
  const { prompt, contentHash } = await get(name);
  return { version: prompt.version, ...(contentHash === undefined ? {} : { baseHash: contentHash }) };
}

describe("saving", () => {
  it("writes a new prompt as one file, which is listed and opened", async () => {
    expect(await save("team/explain", explain)).toMatchObject({ kind: "saved", asSent: true });
    expect(onDisk("team/explain.prompt.yml")).toContain("Explain {{topic}}.");
    const { prompts, connection } = await local().list({ refresh: false }, io);
    expect(prompts).toMatchObject([{ name: "team/explain", labels: [] }]);
    expect(await get("team/explain")).toMatchObject({ ref: { library: "local", connection }, prompt: explain });
  });

  it("changes one line for one changed word, and nothing when nothing changed", async () => {
    await save("explain", explain);
    const before = onDisk("explain.prompt.yml");
    const base = await opened("explain");
    expect(await save("explain", explain, base)).toMatchObject({ kind: "unchanged" });
    const edited = { ...explain, prompt: JSON.parse(JSON.stringify(explain.prompt).replace("adults", "children")) };
    expect(await save("explain", edited, base)).toMatchObject({ kind: "saved" });
    const [was, is] = [before.split("\n"), onDisk("explain.prompt.yml").split("\n")];
    expect(is.filter((line, index) => line !== was[index])).toEqual(["      You explain things to curious children."]);
    expect(is).toHaveLength(was.length);
  });

  it("overwrites nothing that was changed outside meanwhile", async () => {
    await save("explain", explain);
    const base = await opened("explain");
    put("explain.prompt.yml", onDisk("explain.prompt.yml").replace("Short", "Long"));
    const mine = { ...explain, config: { model: "openai/gpt-5" } };
    const outcome = await save("explain", mine, base);
    expect(outcome).toMatchObject({ kind: "conflict", base: explain, mine });
    expect(onDisk("explain.prompt.yml")).toContain("Long");
    if (outcome.kind !== "conflict" || !outcome.merged) throw new Error("Both sides changed other places.");
    const seen = outcome.theirs.version;
    const merged = await saving().save({ ...request("explain", outcome.merged, base), seen }, io);
    expect(merged.outcome.kind).toBe("saved");
    expect(onDisk("explain.prompt.yml")).toMatch(/model: openai\/gpt-5\n[\s\S]*Long sentences/);
  });

  // It was called a folder that is not there.
  it("a file in the place of a folder is said to be one", async () => {
    put("a.txt", "x");
    const path = join(folder, "a.txt");
    const looked = checkFolder(path, readEnvironment(), io.signal);
    expect(await failureOf(looked)).toMatchObject({
      code: "invalid_input",
      message: `${path} is a file. Give the folder it lies in.`,
    });
  });

  it("a .txt file is listed as the text prompt it is", async () => {
    put("a.txt", "Hello {{name}}");
    put("b.prompt.yml", "messages: []\n");
    const { prompts } = await local().list({ refresh: false }, io);
    expect(prompts.map(({ name, type }) => [name, type])).toEqual([
      ["a", "text"],
      ["b", undefined],
    ]);
  });

  it("a label is refused in words, not taken for something else", async () => {
    await save("explain", explain);
    const error = await failureOf(get("explain", { label: "production" }));
    expect(error).toMatchObject({ code: "prompt_not_found", message: expect.stringContaining("files have no labels") });
  });

  it.each(["con", "a/nul.x", "a ", "a.", "a:b", "../out", "/x", "a//b", ".hidden", "a/.git/x"])(
    "never writes the name %s",
    async (name) => {
      expect(await save(name, explain)).toMatchObject({ kind: "problems", problems: [{ code: "name_invalid" }] });
    },
  );

  // The name was called free, and refused when it was written.
  it("never writes beside a case twin, and says so before", async () => {
    put("Explain.prompt.yml", "messages: []\n");
    const message = expect.stringContaining("“Explain.prompt.yml” is the same name on other systems");
    const problems = [{ code: "name_invalid", severity: "blocks", message }];
    expect(await save("explain", explain)).toMatchObject({ kind: "problems", problems });
  });
});

describe("the folder's walls", () => {
  it("no link is followed, neither to read nor to write", async () => {
    const outside = realpathSync(mkdtempSync(join(tmpdir(), "promptscope-outside-")));
    writeFileSync(join(outside, "secret.txt"), "secret");
    symlinkSync(join(outside, "secret.txt"), join(folder, "link.txt"));
    symlinkSync(outside, join(folder, "sub"));
    const { prompts } = await local().list({ refresh: false }, io);
    expect(prompts).toMatchObject([{ name: "link", problem: expect.stringContaining("link") }]);
    expect(await failureOf(get("link"))).toMatchObject({ code: "prompt_invalid" });
    expect(await failureOf(get("sub/secret"))).toMatchObject({ code: "prompt_invalid" });
    expect(await save("sub/new", explain)).toMatchObject({ kind: "refused" });
    expect(await failureOf(get("../../../etc/passwd"))).toMatchObject({ code: "prompt_not_found" });
    rmSync(outside, { recursive: true });
  });
});

const hasGit = (() => {
  try {
    execFileSync("git", ["--version"]);
    return true;
  } catch {
    console.log("git is missing: the tests of commits are left out.");
    return false;
  }
})();

describe.runIf(hasGit)("versions in a repository", () => {
  const git = (...given: string[]) =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...given], { cwd: folder })
      .toString()
      .trim();

  it("are the commits that changed the file, and the file itself while it is not committed", async () => {
    git("init", "-q");
    await save("explain", explain);
    git("add", ".");
    git("commit", "-qm", "First words");
    const first = git("rev-parse", "HEAD");
    expect((await get("explain")).prompt.version).toBe(first);
    const edited = { ...explain, config: {} };
    expect(await save("explain", edited, await opened("explain"))).toMatchObject({ kind: "saved" });
    const versions = await local().versions("explain", { refresh: false }, io);
    expect(versions.map(({ commitMessage }) => commitMessage)).toEqual([undefined, "First words"]);
    expect(versions[1]).toMatchObject({ version: first, createdBy: "Ada" });
    expect((await get("explain", { version: first })).prompt).toMatchObject(explain);
    expect(git("status", "--porcelain")).toBe("M explain.prompt.yml");
  });

  it("a commit of what an edit began with is no change by somebody else", async () => {
    git("init", "-q");
    await save("explain", explain);
    const base = await opened("explain");
    git("add", ".");
    git("commit", "-qm", "First words");
    expect(await save("explain", { ...explain, config: {} }, base)).toMatchObject({ kind: "saved" });
  });

  it("nothing that the repository's own config names is run", async () => {
    git("init", "-q");
    await save("explain", explain);
    git("add", ".");
    git("commit", "-qm", "First words");
    const trap = join(folder, "trap.sh");
    writeFileSync(trap, `#!/bin/sh\ntouch ${join(folder, "ran")}\n`, { mode: 0o755 });
    for (const key of ["core.fsmonitor", "core.pager", "diff.external", "diff.x.textconv", "core.sshCommand"]) {
      git("config", key, trap);
    }
    git("config", "core.hooksPath", folder);
    writeFileSync(join(folder, ".gitattributes"), "*.yml diff=x filter=x\n");
    git("config", "filter.x.smudge", trap);
    rmSync(join(folder, "ran"), { force: true });
    expect((await local().list({ refresh: false }, io)).branch).toBeDefined();
    const versions = await local().versions("explain", { refresh: false }, io);
    await get("explain", { version: versions.at(-1)?.version ?? "" });
    expect(() => onDisk("ran")).toThrow("ENOENT");
  });
});

describe("versions without a repository", () => {
  it("are the states that were saved from here", async () => {
    const states = createSavedStates(join(folder, ".states"), async (path, text) => writeFileSync(path, text));
    expect(await states.list("folder-1", "x")).toEqual([]);
    await save("explain", explain);
    const first = (await get("explain")).prompt.version;
    await save("explain", { ...explain, config: {} }, await opened("explain"));
    const versions = await local().versions("explain", { refresh: false }, io);
    expect(versions.map(({ version }) => version)).toEqual([(await get("explain")).prompt.version, first]);
    expect((await get("explain", { version: first })).prompt).toMatchObject(explain);
  });
});

it("a change is one read of that file, however many then ask what it says", async () => {
  await save("explain", explain);
  put("other.txt", "x");
  await get("explain");
  put("explain.prompt.yml", onDisk("explain.prompt.yml").replace("Short", "Long"));
  // The window asks a moment after the file system has told of the change.
  const past = new Date(Date.now() - 1_000);
  utimesSync(join(folder, "explain.prompt.yml"), past, past);
  const handle = await open(join(folder, "other.txt"));
  const reads = vi.spyOn(Object.getPrototypeOf(handle) as typeof handle, "read");
  await handle.close();
  await Promise.all([get("explain"), get("explain")]);
  await local().versions("explain", { refresh: true }, io);
  expect((await get("explain")).prompt.prompt[0]).toMatchObject({ content: expect.stringContaining("Long") });
  expect(reads.mock.calls.length).toBeLessThanOrEqual(2);
  const first = reads.mock.calls.length;
  await get("explain");
  expect(reads.mock.calls.length).toBe(first);
  reads.mockRestore();
});

describe("the forms of others", () => {
  it("LiteLLM's file is filled by Jinja2, and an edit of it, too", async () => {
    put(
      "greet.prompt",
      "---\nmodel: openai/gpt-5-mini\n---\nUser: {% for n in names %}Hi {{ n | upper }}. {% endfor %}\n",
    );
    const { prompt } = await get("greet");
    expect(prompt).toMatchObject({ templateFormat: "jinja2", config: { model: "openai/gpt-5-mini" } });
    const base = { library: "local", name: "greet" };
    const edit = { base, type: "chat" as const, prompt: [{ role: "user", content: "{{ n | upper }}!" }], config: {} };
    const request = {
      ...{ variables: { names: ["ada", "bo"], n: "x" }, placeholders: {}, compileMode: "python" as const },
      ...{ clientMessages: [], clientMessagesMode: "replace" as const, model: "openai/gpt-5-mini" },
      ...{ modelOverride: null, parameters: {}, overrides: {}, stream: false },
    };
    const stored = await runner.preview({ ...request, prompt: base }, io);
    expect(stored.compiled?.messages.map(({ message }) => message.content)).toEqual(["Hi ADA. Hi BO. "]);
    const edited = await runner.preview({ ...request, prompt: edit }, io);
    expect(edited.compiled?.messages.map(({ message }) => message.content)).toEqual(["X!"]);
  });

  it("are saved in their own form", async () => {
    put("note.txt", "Hello {{name}}\n");
    const base = await opened("note");
    expect(await save("note", { type: "text", prompt: "Bye {{name}}", config: {} }, base)).toMatchObject({
      kind: "saved",
    });
    expect(onDisk("note.txt")).toBe("Bye {{name}}\n");
    const refused = await save("note", { type: "text", prompt: "x", config: { model: "m" } }, await opened("note"));
    expect(refused).toMatchObject({ kind: "refused", error: { message: expect.stringContaining("config") } });
  });

  it("a file that cannot be read says why, and the line", async () => {
    put("bad.prompt.yml", "messages:\n  - role: user\n    content: [\n");
    expect(await failureOf(get("bad"))).toMatchObject({
      code: "prompt_invalid",
      message: expect.stringMatching(/line \d/),
    });
    put("latin.txt", "");
    writeFileSync(join(folder, "latin.txt"), Buffer.from([0xe9, 0x20, 0xe8]));
    expect(await failureOf(get("latin"))).toMatchObject({ message: expect.stringContaining("UTF-8") });
    writeFileSync(join(folder, "large.txt"), Buffer.alloc(1024 * 1024 + 1, "x"));
    expect(await failureOf(get("large"))).toMatchObject({ message: expect.stringContaining("1 MB") });
  });
});

it("samples and files stand beside each other", () => {
  expect(
    libraries()
      .all()
      .map(({ id }) => id),
  ).toContain(createDemoLibrary().id);
});
