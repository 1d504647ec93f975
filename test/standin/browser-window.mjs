import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { app } from "./app.mjs";
import { isolatedWorld, mainWorld } from "./bridge.mjs";
import { makeCodec } from "./codec.mjs";
import { runtime, strict } from "./runtime.mjs";
import { toChromiumUrl, WebContents } from "./web-contents.mjs";

let lastId = 0;

/** What `navigator.platform` says: a page that takes itself for Linux hears none of a Mac's keys. */
const pagePlatforms = { darwin: "MacIntel", win32: "Win32" };

export class BrowserWindow extends EventEmitter {
  static getAllWindows() {
    return [...runtime.windows.values()];
  }
  static getFocusedWindow() {
    return BrowserWindow.getAllWindows().at(-1) ?? null;
  }
  static fromWebContents(contents) {
    return contents?.window ?? null;
  }
  static fromId(id) {
    return runtime.windows.get(id) ?? null;
  }

  #visible;
  #maximized = false;
  #bounds;
  #opened;

  constructor(options = {}) {
    super();
    if (!runtime.ready) throw new Error("Cannot create BrowserWindow before app is ready");
    refuseUnsafe(options.webPreferences ?? {});
    lastId += 1;
    this.id = lastId;
    this.options = options;
    this.#visible = options.show !== false;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.webContents = strict("webContents", new WebContents(this, this.id));
    runtime.windows.set(this.id, this);
    this.#opened = this.#open();
    this.#opened.catch((error) => runtime.log.push(["window-error", String(error)]));
    // Electron emits both from inside the constructor, before the app's next line.
    app.emit("browser-window-created", {}, this);
    app.emit("web-contents-created", {}, this.webContents);
  }

  async #open() {
    const { width, height } = this.#bounds;
    const { preload, additionalArguments = [] } = this.options.webPreferences ?? {};
    const { cdp } = runtime;
    this.targetId = (await cdp.send("Target.createTarget", { url: "about:blank", width, height })).targetId;
    const attached = await cdp.send("Target.attachToTarget", { targetId: this.targetId, flatten: true });
    this.sessionId = attached.sessionId;

    const channel = `bridge-${crypto.randomUUID()}`;
    const patterns = [...runtime.schemes.keys()].map((scheme) => ({ urlPattern: `https://*.${scheme}.standin/*` }));
    const send = (method, params) => cdp.send(method, params, this.sessionId);
    await Promise.all([
      send("Page.enable"),
      send("Runtime.enable"),
      send("Fetch.enable", { patterns }),
      send("Runtime.addBinding", { name: "__standinIpc", executionContextName: "ElectronIsolated" }),
      send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false }),
      send("Emulation.setNavigatorOverrides", { platform: pagePlatforms[process.platform] ?? "Linux x86_64" }),
    ]);
    await send("Page.addScriptToEvaluateOnNewDocument", { source: mainWorld(channel) });
    const source = isolatedWorld({
      channel,
      makeCodec,
      preload: preload ? readFileSync(preload, "utf8") : "",
      processInfo: {
        type: "renderer",
        platform: process.platform,
        arch: process.arch,
        versions: process.versions,
        env: {},
        sandboxed: true,
        contextIsolated: true,
        argv: additionalArguments,
      },
    });
    await send("Page.addScriptToEvaluateOnNewDocument", { worldName: "ElectronIsolated", source });
  }

  async loadURL(url) {
    await this.#opened;
    const loaded = new Promise((resolve) => this.webContents.once("did-finish-load", resolve));
    const result = await this.webContents.cdp("Page.navigate", { url: toChromiumUrl(url) });
    if (result.errorText) throw new Error(`${result.errorText} loading '${url}'`);
    await loaded;
  }

  show() {
    this.#visible = true;
    runtime.log.push(["show", this.webContents.getURL()]);
    this.emit("show");
  }
  setProgressBar(part) {
    runtime.log.push(["progress", part]);
  }
  isVisible() {
    return this.#visible;
  }
  focus() {
    runtime.log.push(["focus"]);
    this.emit("focus");
  }
  isMinimized() {
    return false;
  }
  restore() {}
  maximize() {
    this.#maximized = true;
  }
  isMaximized() {
    return this.#maximized;
  }
  getBounds() {
    return { ...this.#bounds };
  }
  getNormalBounds() {
    return { ...this.#bounds };
  }
  setBounds(bounds) {
    Object.assign(this.#bounds, bounds);
  }
  isDestroyed() {
    return !runtime.windows.has(this.id);
  }

  close() {
    let prevented = false;
    this.emit("close", {
      preventDefault() {
        prevented = true;
      },
    });
    if (!prevented) void this.destroyNow();
  }
  destroy() {
    void this.destroyNow();
  }

  async destroyNow() {
    await this.#opened.catch(() => undefined);
    // It may have been closed from the other side already.
    await runtime.cdp.send("Target.closeTarget", { targetId: this.targetId }).catch(() => undefined);
    this.wasClosed();
  }

  wasClosed() {
    if (!runtime.windows.delete(this.id)) return;
    this.webContents.emit("destroyed");
    this.emit("closed");
    if (runtime.windows.size > 0 || runtime.quitting) return;
    if (!app.emit("window-all-closed")) app.quit();
  }
}

/** The stand-in has no other kind of page, so that an app which asks for one must not pass its tests here. */
function refuseUnsafe({ nodeIntegration, contextIsolation, sandbox, webSecurity, webviewTag }) {
  if (nodeIntegration || contextIsolation === false || sandbox === false || webSecurity === false || webviewTag) {
    throw new Error("stand-in: only sandboxed, isolated pages");
  }
}
