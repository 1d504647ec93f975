import { EventEmitter } from "node:events";
import { makeCodec } from "./codec.mjs";
import { ipcMain } from "./ipc-main.mjs";
import { clone, runtime } from "./runtime.mjs";
import { defaultSession } from "./session.mjs";

const codec = makeCodec();

/** A scheme of the app's own is served under an https host, since Chromium knows nothing of it. */
export function toChromiumUrl(url) {
  const { protocol, host, pathname, search, hash } = new URL(url);
  const scheme = protocol.slice(0, -1);
  return runtime.schemes.has(scheme) ? `https://${host}.${scheme}.standin${pathname}${search}${hash}` : url;
}

export function fromChromiumUrl(url) {
  return url.replace(/^https:\/\/([^/]*)\.([a-z][a-z0-9]*)\.standin(?=[/?#]|$)/, "$2://$1");
}

export class WebContents extends EventEmitter {
  session = defaultSession;

  constructor(window, id) {
    super();
    this.window = window;
    this.id = id;
    this.mainFrame = { url: "", routingId: id, parent: null };
  }

  cdp(method, params) {
    return runtime.cdp.send(method, params, this.window.sessionId);
  }

  onCdpEvent(method, params) {
    switch (method) {
      case "Runtime.executionContextCreated":
        this.#noteContext(params.context);
        break;
      case "Page.frameNavigated":
        this.#noteNavigation(params.frame);
        break;
      case "Page.domContentEventFired":
        this.emit("dom-ready", {});
        break;
      case "Page.loadEventFired":
        this.emit("did-finish-load", {});
        // On Wayland it may never come: electron 48859.
        if (!process.env.STANDIN_NEVER_READY) this.window.emit("ready-to-show", {});
        break;
      case "Runtime.bindingCalled":
        if (params.name === "__standinIpc") void this.#receiveIpc(JSON.parse(params.payload));
        break;
      case "Fetch.requestPaused":
        void this.#serve(params);
        break;
      case "Runtime.exceptionThrown":
        this.#notePreloadError(params.exceptionDetails);
        break;
    }
  }

  #noteContext({ name, auxData, id }) {
    if (name === "ElectronIsolated" && auxData?.frameId === this.window.targetId) this.isolatedContext = id;
  }

  #noteNavigation({ url, urlFragment = "", parentId }) {
    if (parentId) return;
    this.mainFrame.url = fromChromiumUrl(url + urlFragment);
    this.emit("did-navigate", {}, this.mainFrame.url, 200, "");
  }

  #notePreloadError({ exception, text }) {
    const preload = this.window.options.webPreferences?.preload;
    this.emit("preload-error", {}, preload, new Error(exception?.description ?? text));
  }

  async #receiveIpc({ kind, channel, id, values }) {
    const event = { sender: this, senderFrame: this.mainFrame };
    const decoded = codec.decode(values);
    if (kind === "send") {
      ipcMain.emit(channel, event, ...decoded);
      return;
    }
    const reply = await this.#invoke(channel, event, decoded);
    // The page may have gone meanwhile.
    await this.#deliver({ kind: "reply", id, ...reply }).catch(() => undefined);
  }

  async #invoke(channel, event, values) {
    try {
      const handler = ipcMain.handlers.get(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      return { values: codec.encode([clone(await handler(event, ...values))]) };
    } catch (error) {
      return { values: "[]", error: `Error invoking remote method '${channel}': ${error}` };
    }
  }

  #deliver(message) {
    const expression = `__standinReceive(${JSON.stringify(message)})`;
    return this.cdp("Runtime.evaluate", { expression, contextId: this.isolatedContext });
  }

  send(channel, ...values) {
    if (this.isDestroyed()) throw new Error("Object has been destroyed");
    void this.#deliver({ kind: "send", channel, values: codec.encode(values.map(clone)) }).catch(() => undefined);
  }

  /** Answers a request to a scheme of the app's own from its `protocol.handle` handler. */
  async #serve({ requestId, request }) {
    const url = fromChromiumUrl(request.url);
    const handler = runtime.schemes.get(new URL(url).protocol.slice(0, -1));
    if (!handler) return this.cdp("Fetch.continueRequest", { requestId });
    try {
      const { method, headers, postData } = request;
      const response = await handler(new Request(url, { method, headers, ...(postData && { body: postData }) }));
      await this.cdp("Fetch.fulfillRequest", {
        requestId,
        responseCode: response.status,
        responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
        body: Buffer.from(await response.arrayBuffer()).toString("base64"),
      });
    } catch (error) {
      runtime.log.push(["protocol-error", url, String(error)]);
      await this.cdp("Fetch.failRequest", { requestId, errorReason: "Failed" }).catch(() => undefined);
    }
  }

  /** Kept for tests to call; popups are not intercepted. */
  setWindowOpenHandler(handler) {
    this.windowOpenHandler = handler;
  }
  getURL() {
    return this.mainFrame.url;
  }
  getType() {
    return "window";
  }
  isDestroyed() {
    return !runtime.windows.has(this.id);
  }
  reload() {
    return this.cdp("Page.reload");
  }
  /** Presses a key on the page; whether the page prevented what else it does. */
  async pressKey(name, modifiers) {
    const expression = (text) => ({ expression: text, contextId: this.isolatedContext, returnByValue: true });
    const hear =
      "addEventListener('keydown', (event) => { globalThis.__standinKey = event; }, { capture: true, once: true })";
    await this.cdp("Runtime.evaluate", expression(hear));
    const isLetter = name.length === 1;
    const key = isLetter ? name.toLowerCase() : name;
    const code = isLetter ? `Key${name}` : name;
    const codes = { Enter: 13, Escape: 27 };
    const event = { key, code, modifiers, windowsVirtualKeyCode: codes[name] ?? name.charCodeAt(0) };
    await this.cdp("Input.dispatchKeyEvent", { type: "rawKeyDown", ...event });
    await this.cdp("Input.dispatchKeyEvent", { type: "keyUp", ...event });
    const { result } = await this.cdp(
      "Runtime.evaluate",
      expression("globalThis.__standinKey?.defaultPrevented ?? false"),
    );
    return result.value;
  }

  /** Only told: the page underneath goes on until it is loaded anew. */
  forcefullyCrashRenderer() {
    this.emit("render-process-gone", {}, { reason: "killed", exitCode: 9 });
  }
}
