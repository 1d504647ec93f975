import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cdp } from "./cdp.mjs";
import { runtime } from "./runtime.mjs";

const flags = [
  "--headless",
  "--no-sandbox",
  "--remote-debugging-port=0",
  // Chromium ends when this pipe breaks, so that a stand-in that is killed leaves none behind.
  "--remote-debugging-pipe",
  "--no-startup-window",
  "--no-first-run",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--force-color-profile=srgb",
  "--hide-scrollbars",
  "--disable-background-networking",
  "--disable-component-update",
  "--password-store=basic",
];

/** Starts Chromium without a window, connects to it, and prints the line Playwright waits for. */
export function launchChromium() {
  const profile = mkdtempSync(join(tmpdir(), "promptscope-standin-"));
  const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const chromium = spawn(executable, [...flags, `--user-data-dir=${profile}`], {
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
  });
  runtime.killChromium = () => {
    chromium.kill("SIGKILL");
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  process.on("exit", () => runtime.killChromium());
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ]) {
    process.on(signal, () => process.exit(code));
  }

  return new Promise((resolve, reject) => {
    chromium.once("error", reject);
    chromium.once("exit", () => {
      if (!runtime.quitting) reject(new Error("stand-in: Chromium ended"));
    });
    let output = "";
    let found = false;
    chromium.stderr.on("data", async (chunk) => {
      if (found) return;
      output += chunk;
      const address = /^DevTools listening on (ws:\S+)$/m.exec(output)?.[1];
      if (!address) return;
      found = true;
      try {
        await connect(address);
        process.stderr.write(`DevTools listening on ${address}\n`);
        resolve();
      } catch (error) {
        reject(error);
      }
    });
  });
}

async function connect(address) {
  runtime.cdp = await Cdp.open(address);
  runtime.cdp.onEvent((method, params, sessionId) => {
    for (const window of runtime.windows.values()) {
      if (method === "Target.targetDestroyed" && params.targetId === window.targetId) window.wasClosed();
      else if (sessionId && sessionId === window.sessionId) window.webContents.onCdpEvent(method, params);
    }
  });
  await runtime.cdp.send("Target.setDiscoverTargets", { discover: true });
}
