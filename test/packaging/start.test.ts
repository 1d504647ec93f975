import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

/*
 * `npm start` with an Electron that is a script: each start ends in a window or, said in one line, in the browser. Needs a
 * build; started as another user where the tests are root's, since root gets no window at all.
 */

const root = resolve(import.meta.dirname, "../..");
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "promptscope-start-"));
  chmodSync(folder, 0o777);
});
afterEach(() => {
  child?.kill("SIGKILL");
  child = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** Starts it; resolves when it has ended, or when it says where the browser finds it. */
function start(script: string): Promise<{ code: number | null; said: string }> {
  writeFileSync(join(folder, "electron"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const starting = spawn(process.execPath, [join(root, "electron/launch/start.ts"), "--no-open"], {
    ...nobody,
    env: {
      PATH: process.env["PATH"],
      HOME: folder,
      TMPDIR: folder,
      PROMPTSCOPE_HOME: join(folder, "profile"),
      ELECTRON_OVERRIDE_DIST_PATH: folder,
      DISPLAY: ":99",
    },
  });
  child = starting;
  let said = "";
  return new Promise((done) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("#k=")) done({ code: null, said });
    };
    starting.stdout.on("data", hear);
    starting.stderr.on("data", hear);
    starting.once("close", (code) => done({ code, said }));
  });
}

// Whatever was above 128 counted as a person's Ctrl-C: Ubuntu 24.04 opened nothing and said nothing.
it.runIf(process.platform !== "win32").each([
  ["TRAP", "kill -TRAP $$", /because .*(SIGTRAP|sandbox)/],
  ["ABRT", "kill -ABRT $$", /because .*(SIGABRT|sandbox)/],
  ["SEGV", "kill -SEGV $$", /because .*(SIGSEGV|sandbox)/],
  ["a code of Windows", "exit 200", /because Electron ended with exit code 200 before its window was there/],
])(
  "an Electron that ends by %s before its window is there is told of, and the browser opens",
  async (_end, script, word) => {
    const { code, said } = await start(script);
    expect(said).toMatch(word);
    expect([code, said.match(/^Opening in the browser instead of a window, because .+\.$/gm)]).toEqual([
      null,
      [expect.any(String)],
    ]);
  },
);

it.runIf(process.platform !== "win32")("one that has had its window ends as it likes", async () => {
  expect(await start('touch "$PROMPTSCOPE_SHOWN_FILE"; exit 7')).toEqual({ code: 7, said: "" });
});
