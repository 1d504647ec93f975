import { EventEmitter } from "node:events";
import { afterEach, expect, it, vi } from "vitest";
import { readSources, withoutComments } from "../../../architecture/source-files.ts";

/** What Electron was given; the module itself is not there without its binary. */
const electron = vi.hoisted(() => ({ windows: [] as Record<string, unknown>[] }));

vi.mock("electron", () => ({
  screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
  BrowserWindow: class extends EventEmitter {
    constructor(options: Record<string, unknown>) {
      super();
      electron.windows.push(options);
    }
    maximize() {}
    async loadURL() {}
  },
}));

const { openMainWindow } = await import("../../../../electron/hosts/desktop/window.ts");
const { initialWindowState } = await import("../../../../electron/hosts/desktop/window-state.ts");

afterEach(() => {
  electron.windows.length = 0;
});

it("the window's page has the sandbox, a world of its own and no Node", async () => {
  const state = { get: () => initialWindowState, set: async () => undefined };
  await openMainWindow({ url: "app://promptscope/", state });
  expect(electron.windows).toHaveLength(1);
  const { preload, ...preferences } = Object(electron.windows[0]?.["webPreferences"]) as Record<string, unknown>;
  expect(preload).toMatch(/preload[\\/]preload\.cjs$/);
  // Whatever else is set here is reviewed first: most of what there is opens something.
  expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false });
});

it("nothing else of the product makes a page or opens one of its walls", () => {
  const code = readSources().map(({ path, text }) => ({ path, text: withoutComments(text) }));
  const naming = (pattern: RegExp) => code.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
  expect(naming(/\bnew (BrowserWindow|BrowserView|WebContentsView|BaseWindow)\(/)).toEqual([
    "electron/hosts/desktop/window.ts",
  ]);
  expect(naming(/\bwebPreferences\b/)).toEqual(["electron/hosts/desktop/window.ts"]);
  const opening =
    /webviewTag|<webview|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|webSecurity/;
  expect(naming(opening)).toEqual([]);
  expect(naming(/bypassCSP|allowServiceWorkers|corsEnabled|disable-web-security|setBypassCSP/)).toEqual([]);
  expect(naming(/\bapp\.enableSandbox\(\)/)).toEqual(["electron/hosts/desktop/main.ts"]);
});
