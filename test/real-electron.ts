import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

/** One program of the way to the desktop specs on the real Electron. */
export interface Step {
  command: string;
  words: string[];
}

/** What the steps depend on; tests give their own. */
export interface Place {
  platform: NodeJS.Platform;
  hasDisplay: boolean;
}

const root = resolve(import.meta.dirname, "..");
const specs = ["playwright", "test", "--project=desktop", "--workers=1"];

/**
 * The desktop specs on Electron itself: its binary is fetched, on Linux the sandbox's helper is made root's (npm cannot)
 * and a display is made where there is none.
 */
export function realElectronSteps({ platform, hasDisplay }: Place): Step[] {
  const npx = { command: "npx", words: ["install-electron", "--no"] };
  if (platform !== "linux") return [npx, { command: "npx", words: specs }];
  const helper = "node_modules/electron/dist/chrome-sandbox";
  return [
    npx,
    { command: "sudo", words: ["chown", "root", helper] },
    { command: "sudo", words: ["chmod", "4755", helper] },
    hasDisplay ? { command: "npx", words: specs } : { command: "xvfb-run", words: ["npx", ...specs] },
  ];
}

/** Runs them one after the other; the exit code is the first that is not 0. */
export function runRealElectron(): number {
  const hasDisplay = Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
  for (const { command, words } of realElectronSteps({ platform: process.platform, hasDisplay })) {
    console.log(`\n▶ ${[command, ...words].join(" ")}`);
    const { status, error } = spawnSync(command, words, {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, E2E_ELECTRON: "real" },
      shell: process.platform === "win32",
    });
    if (error) console.error(error.message);
    if (status !== 0) return status ?? 1;
  }
  return 0;
}
