import type { Bridge } from "@shared/contract/bridge.ts";
import { vi } from "vitest";
import type { IpcEvent, IpcMainLike, IpcSender } from "../../../electron/hosts/desktop/ipc-transport.ts";

type Listener = (event: IpcEvent, ...values: unknown[]) => unknown;
type PageEvent = "destroyed" | "did-navigate" | "render-process-gone";
type FrameListener = (event: unknown, ...values: unknown[]) => void;

/** One page as Electron shows it to main, with a log of what main sent to it. */
export class FakePage implements IpcSender {
  readonly id: number;
  readonly received: unknown[][] = [];
  readonly onMessage: FrameListener[] = [];
  #destroyed = false;
  readonly #listeners: [PageEvent, () => void][] = [];

  constructor(id = 1) {
    this.id = id;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  send(channel: string, ...values: unknown[]): void {
    if (this.#destroyed) throw new Error("Object has been destroyed");
    const copy = structuredClone(values);
    this.received.push([channel, ...copy]);
    for (const listener of this.onMessage) listener({ sender: "ipcRenderer" }, ...copy);
  }
  on(event: PageEvent, listener: () => void): void {
    this.#listeners.push([event, listener]);
  }
  emit(event: PageEvent): void {
    if (event === "destroyed") this.#destroyed = true;
    for (const [name, listener] of this.#listeners) if (name === event) listener();
  }
}

/** `ipcMain` in one process: values are copied as between processes. */
export class FakeIpcMain implements IpcMainLike {
  readonly #handlers = new Map<string, Listener>();
  readonly #listeners = new Map<string, Listener>();

  handle(channel: string, listener: Listener): void {
    this.#handlers.set(channel, listener);
  }
  on(channel: string, listener: Listener): void {
    this.#listeners.set(channel, listener);
  }
  async invoke(channel: string, event: IpcEvent, ...values: unknown[]): Promise<unknown> {
    return structuredClone(await this.#handlers.get(channel)?.(event, ...structuredClone(values)));
  }
  send(channel: string, event: IpcEvent, ...values: unknown[]): void {
    this.#listeners.get(channel)?.(event, ...structuredClone(values));
  }
}

/** An event as our own page's top frame sends it. */
export function ownEvent(page: IpcSender): IpcEvent {
  return { sender: page, senderFrame: { url: "app://promptscope/", parent: null } };
}

/**
 * Runs the real preload on an `electron` of ours and gives what it exposes: `bridge` is what the page works with,
 * `exposed` every key it put on `window`.
 */
export async function loadPreload(ipcMain: FakeIpcMain, page: FakePage) {
  const exposed: Record<string, unknown> = {};
  vi.resetModules();
  vi.doMock("electron", () => ({
    contextBridge: {
      exposeInMainWorld(key: string, value: unknown) {
        exposed[key] = value;
      },
    },
    ipcRenderer: {
      invoke: (channel: string, ...values: unknown[]) => ipcMain.invoke(channel, ownEvent(page), ...values),
      send: (channel: string, ...values: unknown[]) => ipcMain.send(channel, ownEvent(page), ...values),
      on: (_channel: string, listener: FrameListener) => page.onMessage.push(listener),
    },
  }));
  await import("../../../electron/hosts/desktop/preload.ts");
  return { exposed, bridge: exposed["promptscope"] as Bridge };
}
