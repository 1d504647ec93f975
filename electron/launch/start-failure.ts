import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Ended } from "./child.ts";

/** What the explanation looks at beside the way Electron ended; tests give their own. */
export interface Machine {
  platform: NodeJS.Platform;
  /** A file's text, null where there is none. */
  read(path: string): string | null;
  /** Whether root owns a file and everybody runs it as root: `chrome-sandbox` has to be so where users get no namespaces. */
  runsAsRoot(path: string): boolean;
  /** The libraries that a program needs and the system lacks. */
  missingLibraries(binary: string): string[];
}

/** Codes of Windows, as Node gives them: NTSTATUS values without a sign. */
const windowsCodes: Record<number, string> = {
  3221225477: "it read memory that is not its own",
  3221225781: "a DLL is missing",
  3221225794: "a DLL could not be started",
  3221225595: "it is built for another processor",
  3221226505: "it gave up",
};

const anywhere = "npm start -- --web opens the browser at once";

/** Why Electron ended before its window was there, and the way out, in words that finish "… because". */
export function explainFailure(
  { code, signal }: Pick<Ended, "code" | "signal">,
  binary: string,
  machine: Machine,
): string {
  if (machine.platform === "linux") {
    const missing = code === 127 ? machine.missingLibraries(binary) : [];
    if (missing.length > 0) return `this system lacks ${missing.join(", ")}, which Electron needs; install them`;
    const obstacle = signal === null ? null : sandboxObstacle(binary, machine);
    if (obstacle !== null) return obstacle;
  }
  if (machine.platform === "win32" && code > 0xff) {
    const hex = `0x${(code >>> 0).toString(16).toUpperCase().padStart(8, "0")}`;
    const meaning = windowsCodes[code >>> 0];
    return `Electron ended with ${hex}${meaning === undefined ? "" : `: ${meaning}`}; ${anywhere}`;
  }
  const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
  return `Electron ${how} before its window was there; ${anywhere}`;
}

/**
 * Chromium's sandbox needs namespaces of the user's own or a helper that is root's. Ubuntu since 23.10 has the first
 * locked by AppArmor, and npm cannot install the second: Chromium says so in many words and ends itself by a trap.
 */
function sandboxObstacle(binary: string, { read, runsAsRoot }: Machine): string | null {
  const value = (path: string) => read(path)?.trim();
  const helper = join(dirname(binary), "chrome-sandbox");
  if (runsAsRoot(helper)) return null;
  const lock =
    value("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") === "1"
      ? "AppArmor keeps"
      : value("/proc/sys/kernel/unprivileged_userns_clone") === "0" ||
          value("/proc/sys/user/max_user_namespaces") === "0"
        ? "this kernel's settings keep"
        : null;
  if (lock === null) return null;
  return `${lock} Electron's sandbox from starting; for a window, once: sudo chown root '${helper}' && sudo chmod 4755 '${helper}'`;
}

export const thisMachine: Machine = {
  platform: process.platform,
  read(path) {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return null;
    }
  },
  runsAsRoot(path) {
    const file = statSync(path, { throwIfNoEntry: false });
    return file !== undefined && file.uid === 0 && (file.mode & 0o4001) === 0o4001;
  },
  missingLibraries(binary) {
    const { stdout } = spawnSync("ldd", [binary], { encoding: "utf8" });
    const missing = " => not found";
    const lines = (stdout ?? "").split("\n").filter((line) => line.endsWith(missing));
    return lines.map((line) => line.slice(0, -missing.length).trim());
  },
};
