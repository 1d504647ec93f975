import type { EventEmitter } from "node:events";
import { afterEach, expect, it, vi } from "vitest";
import { readSources, withoutComments } from "../../../architecture/source-files.ts";

/** What Electron was given; the module itself is not there without its binary. */
const electron = vi.hoisted(() => ({ windows: [] as Record<string, unknown>[] }));

vi.mock("electron", async () => {
  const { EventEmitter } = await import("node:events");
  const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
  class BrowserWindow extends EventEmitter {
    static made: BrowserWindow[] = [];
    static getAllWindows = () => BrowserWindow.made;
    webContents = new EventEmitter();
    calls: string[] = [];
    constructor(options: Record<string, unknown>) {
      super();
      electron.windows.push(options);
      BrowserWindow.made = [this];
    }
    maximize() {}
    async loadURL() {}
    isDestroyed = () => false;
    isMinimized = () => true;
    restore = () => this.calls.push("restore");
    show = () => this.calls.push("show");
    focus = () => this.calls.push("focus");
  }
  return { BrowserWindow, screen: { getAllDisplays: () => [display], getPrimaryDisplay: () => display } };
});

const { focusWindow, openMainWindow } = await import("../../../../electron/hosts/desktop/window.ts");
const { initialWindowState } = await import("../../../../electron/hosts/desktop/window-state.ts");

afterEach(() => {
  vi.useRealTimers();
  electron.windows.length = 0;
});

async function open() {
  const shown: string[] = [];
  const window = await openMainWindow({
    url: "app://promptscope/",
    state: { get: () => initialWindowState, set: async () => undefined },
    backgroundColor: "#0e1014",
    onMade: () => undefined,
    onShown: () => shown.push("shown"),
  });
  return { window: window as unknown as EventEmitter & { calls: string[]; webContents: EventEmitter }, shown };
}

// On Wayland a window that is made hidden may never say that it is ready: nothing appeared, for ever.
it.each([
  ["ready-to-show", ({ window }: Awaited<ReturnType<typeof open>>) => window.emit("ready-to-show")],
  ["did-finish-load", ({ window }: Awaited<ReturnType<typeof open>>) => window.webContents.emit("did-finish-load")],
  ["no sign at all", () => vi.advanceTimersByTime(5_000)],
])("the window is shown once, by the first sign that comes: %s", async (_sign, give) => {
  vi.useFakeTimers();
  const opened = await open();
  expect(opened.window.calls).toEqual([]);
  give(opened);
  expect(opened.window.calls).toEqual(["show"]);
  opened.window.emit("ready-to-show");
  opened.window.webContents.emit("did-finish-load");
  vi.runAllTimers();
  expect([opened.window.calls, opened.shown]).toEqual([["show"], ["shown"]]);
});

it("a second start brings the window to the front from whatever state it is in", async () => {
  const { window } = await open();
  focusWindow();
  expect(window.calls).toEqual(["restore", "show", "focus"]);
});

it("the window's page has the sandbox, a world of its own and no Node", async () => {
  await open();
  expect(electron.windows).toHaveLength(1);
  expect(electron.windows[0]).toMatchObject({ backgroundColor: "#0e1014", show: false });
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
