import type { Dispatcher } from "@routes/dispatch.ts";
import type { Envelope, Frame } from "@shared/contract/envelope.ts";
import { appError } from "@shared/domain/error/app-failure.ts";
import { ipcChannels } from "./ipc-channels.ts";
import type { IsOwnUrl } from "./own-page.ts";

/** The page's side of Electron's `WebContents`, as far as it is needed here. */
export interface IpcSender {
  id: number;
  isDestroyed(): boolean;
  send(channel: string, ...values: unknown[]): void;
  on(event: "destroyed" | "did-navigate" | "render-process-gone", listener: () => void): unknown;
}

/** `senderFrame` is null when the frame has gone meanwhile. */
export interface IpcEvent {
  sender: IpcSender;
  senderFrame: { url: string; parent: unknown } | null;
}

/** Electron's `ipcMain`, as far as it is needed here; tests give their own. */
export interface IpcMainLike {
  handle(channel: string, listener: (event: IpcEvent, ...values: unknown[]) => Promise<unknown>): void;
  on(channel: string, listener: (event: IpcEvent, ...values: unknown[]) => void): unknown;
}

interface IpcTransportOptions {
  ipcMain: IpcMainLike;
  dispatcher: Dispatcher;
  isOwnUrl: IsOwnUrl;
}

/** Milliseconds in which frames are gathered into one message: a screen's refresh. */
const batchMs = 16;
const streamsPerPageAtMost = 64;

/**
 * The IPC form of the contract. Only our own page's top frame is heard. A page that is closed or leaves loses its
 * streams; what the engine does for them (a run) goes on, since only a call to stop it stops it.
 */
export function registerIpcTransport({ ipcMain, dispatcher, isOwnUrl }: IpcTransportOptions): void {
  const pages = new Map<number, Map<string, AbortController>>();

  ipcMain.handle(ipcChannels.call, async (event, name, input): Promise<Envelope<unknown>> => {
    if (!isTrusted(event, isOwnUrl)) return { ok: false, error: appError("not_authorized") };
    return dispatcher.call(String(name), input, { signal: new AbortController().signal });
  });

  ipcMain.on(ipcChannels.openStream, (event, streamId, name, input) => {
    if (!isTrusted(event, isOwnUrl) || typeof streamId !== "string") return;
    const streams = pages.get(event.sender.id) ?? watchPage(event.sender);
    if (streams.has(streamId) || streams.size >= streamsPerPageAtMost) return;
    const controller = new AbortController();
    streams.set(streamId, controller);
    const frames = dispatcher.stream(String(name), input, { signal: controller.signal });
    void sendFrames(event.sender, streamId, frames, controller.signal).finally(() => streams.delete(streamId));
  });

  ipcMain.on(ipcChannels.closeStream, (event, streamId) => {
    if (!isTrusted(event, isOwnUrl)) return;
    pages.get(event.sender.id)?.get(String(streamId))?.abort();
  });

  function watchPage(sender: IpcSender): Map<string, AbortController> {
    const streams = new Map<string, AbortController>();
    pages.set(sender.id, streams);
    const leave = () => {
      for (const controller of streams.values()) controller.abort();
    };
    sender.on("did-navigate", leave);
    sender.on("render-process-gone", leave);
    sender.on("destroyed", () => {
      leave();
      pages.delete(sender.id);
    });
    return streams;
  }
}

/** Reading a property of a frame that is just going away throws in Electron; such a sender is not trusted either. */
function isTrusted(event: IpcEvent, isOwnUrl: IsOwnUrl): boolean {
  try {
    const frame = event.senderFrame;
    return frame !== null && frame.parent === null && isOwnUrl(frame.url);
  } catch {
    return false;
  }
}

/** Nothing is sent once the page has closed the stream or left: nobody there knows its id any more. */
async function sendFrames(
  sender: IpcSender,
  streamId: string,
  frames: AsyncIterable<Frame<unknown>>,
  signal: AbortSignal,
): Promise<void> {
  let waiting: Frame<unknown>[] = [];
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    if (!signal.aborted && !sender.isDestroyed()) sender.send(ipcChannels.frames, streamId, batch);
  }

  for await (const frame of frames) {
    waiting.push(frame);
    if (frame.type !== "event") flush();
    else timer ??= setTimeout(flush, batchMs);
  }
}
