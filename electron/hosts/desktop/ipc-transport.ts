import type { Dispatcher } from "@routes/dispatch.ts";
import type { Envelope, Frame } from "@shared/contract/envelope.ts";
import { appError } from "@shared/domain/error/app-failure.ts";
import { createFrameBatches, type FrameBatches } from "./frame-batches.ts";
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

const streamsPerPageAtMost = 64;

interface OpenStream {
  controller: AbortController;
  batches: FrameBatches;
}

/**
 * The IPC form of the contract. Only our own page's top frame is heard. A page that is closed or leaves loses its
 * streams; what the engine does for them (a run) goes on, since only a call to stop it stops it.
 */
export function registerIpcTransport({ ipcMain, dispatcher, isOwnUrl }: IpcTransportOptions): void {
  const pages = new Map<number, Map<string, OpenStream>>();

  ipcMain.handle(ipcChannels.call, async (event, name, input): Promise<Envelope<unknown>> => {
    if (!isTrusted(event, isOwnUrl)) return { ok: false, error: appError("not_authorized") };
    return dispatcher.call(String(name), input, { signal: new AbortController().signal });
  });

  ipcMain.on(ipcChannels.openStream, (event, streamId, name, input) => {
    if (!isTrusted(event, isOwnUrl) || typeof streamId !== "string") return;
    const streams = pages.get(event.sender.id) ?? watchPage(event.sender);
    if (streams.has(streamId) || streams.size >= streamsPerPageAtMost) return;
    const controller = new AbortController();
    const { signal } = controller;
    // Nothing is sent once the page has closed the stream or left: nobody there knows its id any more.
    const batches = createFrameBatches((frames) => {
      if (!signal.aborted && !event.sender.isDestroyed()) event.sender.send(ipcChannels.frames, streamId, frames);
    }, signal);
    streams.set(streamId, { controller, batches });
    void sendFrames(dispatcher.stream(String(name), input, { signal }), batches).finally(() =>
      streams.delete(streamId),
    );
  });

  ipcMain.on(ipcChannels.closeStream, (event, streamId) => {
    if (!isTrusted(event, isOwnUrl)) return;
    pages.get(event.sender.id)?.get(String(streamId))?.controller.abort();
  });

  ipcMain.on(ipcChannels.framesTaken, (event, streamId) => {
    if (!isTrusted(event, isOwnUrl)) return;
    pages.get(event.sender.id)?.get(String(streamId))?.batches.taken();
  });

  function watchPage(sender: IpcSender): Map<string, OpenStream> {
    const streams = new Map<string, OpenStream>();
    pages.set(sender.id, streams);
    const leave = () => {
      for (const { controller } of streams.values()) controller.abort();
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

async function sendFrames(frames: AsyncIterable<Frame<unknown>>, batches: FrameBatches): Promise<void> {
  for await (const frame of frames) await batches.add(frame);
  await batches.allSent();
}
