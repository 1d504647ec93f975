import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const wellKnown = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** How tests start it. */
export const chromiumArguments: string[] = [
  // Drawn without a graphics card's stand-in, which two cores would have to play.
  "--disable-gpu",
  "--disable-software-rasterizer",
  // As root, in containers, Chromium's sandbox cannot start.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** A Chromium to test with: the one `CHROMIUM` names, else Playwright's own, else the system's. Null: none. */
export function findChromium(): string | null {
  const chosen = process.env["CHROMIUM"];
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Error(`CHROMIUM names ${chosen}, which is not there.`);
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [playwrightChromium(), ...onPath, ...wellKnown].find((path) => path !== null && existsSync(path)) ?? null;
}

/** Where Playwright keeps or would keep its download. */
function playwrightChromium(): string | null {
  const { chromium } = createRequire(import.meta.url)("@playwright/test") as typeof import("@playwright/test");
  try {
    return chromium.executablePath();
  } catch {
    return null; // Playwright has none for this system.
  }
}
