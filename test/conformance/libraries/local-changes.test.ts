import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, promises, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createRunner, type Runner } from "@engine/runner.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const hasGit = (() => {
  try {
    execFileSync("git", ["--version"]);
    return true;
  } catch {
    console.log("git is missing: the test of branches is left out.");
    return false;
  }
})();
const io = { signal: new AbortController().signal };
let folder: string;
let runner: Runner;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "promptscope-local-")));
  runner = createRunner({ ...environmentOnly(), environment: readEnvironment(), promptFolder: folder });
});
afterEach(async () => {
  await runner.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Files below the folder that are opened from now on, in order, until `stop`. */
function watchOpened() {
  const opened: string[] = [];
  const { open, readFile } = promises;
  const told = (path: unknown) => {
    if (typeof path === "string" && path.startsWith(folder)) opened.push(path.slice(folder.length + 1));
  };
  promises.open = (...given) => {
    told(given[0]);
    return open(...given);
  };
  promises.readFile = ((...given: Parameters<typeof readFile>) => {
    told(given[0]);
    return readFile(...given);
  }) as typeof readFile;
  syncBuiltinESMExports();
  return {
    opened,
    stop() {
      Object.assign(promises, { open, readFile });
      syncBuiltinESMExports();
    },
  };
}

const local = () => runner.libraries.open("local");
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

describe("changes outside of the app", () => {
  it("are told one by one, with the row of the list; hidden and other files are not", async () => {
    put("a.prompt.yml", "messages: []\n");
    const stop = new AbortController();
    const told: string[] = [];
    let wake = () => {};
    const following = (async () => {
      for await (const change of local().changes?.(stop.signal) ?? []) {
        told.push("branch" in change ? change.branch : `${change.name} ${change.summary === null ? "gone" : "there"}`);
        wake();
      }
    })();
    const next = async (act: () => void) => {
      const before = told.length;
      const came = new Promise<void>((resolve) => {
        wake = resolve;
      });
      // The watcher is ready some time after it was asked for; until then the act is done again.
      const again = setInterval(act, 300);
      act();
      await came;
      clearInterval(again);
      return told.at(before);
    };
    expect(await next(() => put("a.prompt.yml", `messages: [] # ${Math.random()}\n`))).toBe("a there");
    put(".git/b.prompt.yml", "messages: []\n");
    put("b.md", "x");
    put("sub/c.txt", "x");
    await expect.poll(() => told).toContain("sub/c there");
    rmSync(join(folder, "a.prompt.yml"));
    await expect.poll(() => told.at(-1)).toBe("a gone");
    expect(told.filter((one) => /^b |git/.test(one))).toEqual([]);
    stop.abort();
    await following;
  });

  it("cost no read to be listed anew, and one of the file that changed to be shown", async () => {
    const text = (word: string) => `messages:\n  - role: user\n    content: ${word}\n`;
    for (let index = 0; index < 20; index += 1) put(`other-${index}.prompt.yml`, text("other"));
    put("a.prompt.yml", text("first"));
    expect((await local().list({ refresh: false }, io)).prompts).toHaveLength(21);
    const stop = new AbortController();
    const told: string[] = [];
    const following = (async () => {
      for await (const change of local().changes?.(stop.signal) ?? []) if ("name" in change) told.push(change.name);
    })();
    await vi.waitFor(
      () => {
        put("ready.txt", String(Math.random()));
        expect(told).toContain("ready");
      },
      { timeout: 30_000, interval: 200 },
    );
    const watched = watchOpened();
    try {
      put("a.prompt.yml", text("changed"));
      await vi.waitFor(() => expect(told).toContain("a"), { timeout: 30_000 });
      expect((await local().list({ refresh: false }, io)).prompts).toHaveLength(22);
      expect(watched.opened).toEqual([]);
      const { prompt } = await local().get({ library: "local", name: "a" }, { resolve: true, refresh: false }, io);
      expect(JSON.stringify(prompt.prompt)).toContain("changed");
      expect(watched.opened).toEqual(["a.prompt.yml"]);
    } finally {
      watched.stop();
      stop.abort();
      await following;
    }
  });

  it.runIf(hasGit)(
    "are told of another branch and of a commit, which git makes without touching a prompt",
    async () => {
      const git = (...given: string[]) =>
        execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...given], { cwd: folder })
          .toString()
          .trim();
      git("init", "-q", "-b", "main");
      expect((await local().list({ refresh: false }, io)).branch).toBe("main");
      put("a.txt", "0");
      const stop = new AbortController();
      const told: string[] = [];
      const following = (async () => {
        for await (const change of local().changes?.(stop.signal) ?? [])
          if ("branch" in change) told.push(change.branch);
      })();
      await expect.poll(() => told, { timeout: 30_000 }).toEqual(["main"]);
      git("add", ".");
      git("commit", "-qm", "First words");
      await expect.poll(() => told, { timeout: 30_000 }).toEqual(["main", "main"]);
      git("checkout", "-qb", "softer-words");
      await expect.poll(() => told.at(-1), { timeout: 30_000 }).toBe("softer-words");
      const commit = git("rev-parse", "HEAD");
      git("checkout", "-q", "--detach");
      await expect.poll(() => told.at(-1), { timeout: 30_000 }).toBe(commit.slice(0, 10));
      expect((await local().list({ refresh: false }, io)).branch).toBe(commit.slice(0, 10));
      stop.abort();
      await following;
    },
  );

  it("are told of a file that was replaced while an event of it was handled (never told again until a restart)", async () => {
    put("a.txt", "0");
    const stop = new AbortController();
    let told = 0;
    const following = (async () => {
      for await (const _ of local().changes?.(stop.signal) ?? []) told += 1;
    })();
    await vi.waitFor(
      () => {
        put("a.txt", String(Math.random()));
        expect(told).toBeGreaterThan(0);
      },
      { timeout: 30_000, interval: 200 },
    );
    for (let round = 0; round < 20; round += 1) {
      let before = told;
      put("a.txt", `written ${round}`);
      // Between looking at the written file and being ready for the next event, some time within five milliseconds.
      const until = performance.now() + (round % 5);
      while (performance.now() < until) await new Promise(setImmediate);
      put(".a.tmp", `replaced ${round}`);
      renameSync(join(folder, ".a.tmp"), join(folder, "a.txt"));
      await vi.waitFor(() => expect(told).toBeGreaterThan(before), { timeout: 30_000 });
      before = told;
      put("a.txt", `by others ${round}`);
      await vi.waitFor(() => expect(told).toBeGreaterThan(before), { timeout: 10_000 });
    }
    stop.abort();
    await following;
  });
});
