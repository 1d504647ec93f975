import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Opened, shellVariables } from "../../../../electron/hosts/desktop/shell-variables.ts";

/* Shells that are scripts: they get `-i -l -c COMMAND`, do what a start file does, and run the command. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "promptscope-shell-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function opened(startFile: string, more: Partial<Opened> = {}): Opened {
  const shell = join(folder, "shell");
  writeFileSync(shell, `#!/bin/sh\n${startFile}\nshift 3\nexec /bin/sh -c "$1"\n`, { mode: 0o755 });
  const variables = { SHELL: shell, PATH: process.env["PATH"], MISTRAL_API_KEY: "own", ...more.variables };
  return { platform: "darwin", isPackaged: true, ...more, variables };
}

const patient = 60_000;

// From the Dock an app has no variables of ~/.zshrc: the keys every terminal had were not found.
describe.skipIf(process.platform === "win32")("the variables of the shell", () => {
  it("are found behind whatever its start files print, and none takes the place of an own one", async () => {
    const startFile = [
      "echo 'Welcome back'; echo FAKE_API_KEY=printed",
      "export OPENAI_API_KEY=sk-of-the-shell MISTRAL_API_KEY=other HTTPS_PROXY=http://proxy.example:8080",
      "export NODE_OPTIONS=--inspect LD_PRELOAD_=x ELECTRON_RUN_AS_NODE=1 PROMPTSCOPE_HOME=/elsewhere",
      "export TWO_LINES='first",
      "SECOND'",
    ].join("\n");
    const found = await shellVariables(opened(startFile), patient);
    expect(found).toMatchObject({ OPENAI_API_KEY: "sk-of-the-shell", HTTPS_PROXY: "http://proxy.example:8080" });
    const names = [
      "FAKE_API_KEY",
      "MISTRAL_API_KEY",
      "NODE_OPTIONS",
      "LD_PRELOAD_",
      "ELECTRON_RUN_AS_NODE",
      "PATH",
      "TWO_LINES",
    ];
    expect(Object.keys(found).filter((name) => [...names, "PROMPTSCOPE_HOME", "SHELL"].includes(name))).toEqual([]);
  });

  it.each([
    ["started from a terminal", { variables: { TERM: "xterm" } }],
    ["a checkout", { isPackaged: false }],
    ["on Windows", { platform: "win32" }],
    ["without a shell", { variables: { SHELL: undefined } }],
  ] as const)("are not asked for by an app %s", async (_what, more) => {
    const marker = join(folder, "asked");
    expect(await shellVariables(opened(`touch ${marker}`, more as Partial<Opened>), patient)).toEqual({});
    expect(existsSync(marker)).toBe(false);
  });

  it.each([
    ["fails", "exit 3"],
    ["says nothing", "exec true"],
    ["is cut in the middle", 'shift 3; export OPENAI_API_KEY=half; /bin/sh -c "$1" | head -n 3; exit'],
  ])("of one that %s are none", async (_what, startFile) => {
    expect(await shellVariables(opened(startFile), patient)).toEqual({});
  });

  it("that is not there are none", async () => {
    expect(await shellVariables(opened("", { variables: { SHELL: join(folder, "none") } }), patient)).toEqual({});
  });

  it("of one that hangs are given up, and it is ended with what it has started", async () => {
    const pids = join(folder, "pids");
    const startFile = `sleep 1000 & echo $! > ${pids}; echo $$ >> ${pids}; wait`;
    expect(await shellVariables(opened(startFile), 2_000)).toEqual({});
    const started = readFileSync(pids, "utf8").trim().split("\n").map(Number);
    expect(started).toHaveLength(2);
    await vi.waitFor(() => expect(started.filter(isRunning)).toEqual([]), { timeout: 20_000 });
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
