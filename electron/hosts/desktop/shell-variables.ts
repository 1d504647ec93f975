import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";

/** What the question depends on; tests give their own. */
export interface Opened {
  platform: NodeJS.Platform;
  isPackaged: boolean;
  /** Those of this process. */
  variables: Record<string, string | undefined>;
}

/** Milliseconds that a shell may take for its start files; the window waits for it. */
const patienceMs = 3_000;
/** How the shell itself runs and finds programs is not asked for, nor what would change how this one runs. */
const notTaken =
  /^(PATH|PWD|OLDPWD|SHLVL|SHELL|TERM|HOME|USER|LOGNAME|_|PROMPTSCOPE_HOME|(NODE|ELECTRON|LD|DYLD|npm)_.*)$/;

/**
 * The variables that a person's shell sets and this process lacks. An app that is opened from the Dock or a menu has none of
 * those in `~/.zprofile` or `~/.bashrc`, so that keys which every terminal has were not found (`README.md#variables-of-the-shell`).
 * Only names in capitals and values of one line. A shell that fails, or takes too long, gives none.
 */
export async function shellVariables(opened: Opened, milliseconds = patienceMs): Promise<Record<string, string>> {
  const { variables } = opened;
  const shell = variables["SHELL"];
  if (!isWithoutShell(opened) || !shell?.startsWith("/")) return {};
  const found = await ask(shell, variables, milliseconds);
  const own = Object.keys(variables).filter((name) => variables[name]);
  return Object.fromEntries(
    found.filter(([name]) => /^[A-Z][A-Z0-9_]*$/.test(name) && !own.includes(name) && !notTaken.test(name)),
  );
}

/** What a terminal starts has its variables, and so has a checkout. On Windows they are the system's. */
function isWithoutShell({ platform, isPackaged, variables }: Opened): boolean {
  return isPackaged && platform !== "win32" && !variables["TERM"];
}

async function ask(shell: string, env: NodeJS.ProcessEnv, milliseconds: number): Promise<[string, string][]> {
  // Start files print what they like.
  const mark = randomUUID();
  const script = `echo ${mark}; /usr/bin/env; echo ${mark}`;
  // Detached: what its start files begin has no terminal to wait for, and can be ended with it.
  const child = spawn(shell, ["-i", "-l", "-c", script], { env, stdio: ["ignore", "pipe", "ignore"], detached: true });
  child.on("error", () => undefined);
  child.unref();
  const lines = createInterface({ input: child.stdout });
  const timer = setTimeout(() => {
    if (child.pid !== undefined) end(child.pid);
    lines.close();
  }, milliseconds);
  const found: [name: string, value: string][] = [];
  let marks = 0;
  try {
    for await (const line of lines) {
      if (line.trim() === mark) marks += 1;
      else if (marks === 1) take(line, found);
      if (marks === 2) return found;
    }
    return [];
  } finally {
    clearTimeout(timer);
    child.stdout.destroy();
  }
}

/** A line that gives no variable is the next one of the value before, which is not wanted then. */
function take(line: string, found: [name: string, value: string][]): void {
  const [, name, value = ""] = /^([^=\s]+)=(.*)$/.exec(line) ?? [];
  if (name === undefined) found.pop();
  else found.push([name, value]);
}

/** The shell and what it has started. */
function end(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
