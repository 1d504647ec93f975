import type { Bridge } from "@shared/contract/bridge.ts";
import type { Frame } from "@shared/contract/envelope.ts";
import { contextBridge, ipcRenderer } from "electron";
import { ipcChannels } from "./ipc-channels.ts";

type OnFrames = (frames: Frame<unknown>[]) => void;

const readers = new Map<string, OnFrames>();

// The page's callbacks get frames only: the event would hand them `ipcRenderer` through its `sender`.
ipcRenderer.on(ipcChannels.frames, (_event, streamId: string, frames: Frame<unknown>[]) => {
  const onFrames = readers.get(streamId);
  const isLast = frames.at(-1)?.type !== "event";
  if (isLast) readers.delete(streamId);
  try {
    onFrames?.(frames);
  } finally {
    if (!isLast) ipcRenderer.send(ipcChannels.framesTaken, streamId);
  }
});

const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(ipcChannels.call, String(name), input),
  openStream(name, input, onFrames) {
    // Never used twice: after a reload a late frame of the old page must not reach a stream of the new one.
    const streamId = crypto.randomUUID();
    readers.set(streamId, onFrames);
    ipcRenderer.send(ipcChannels.openStream, streamId, String(name), input);
    return () => {
      if (readers.delete(streamId)) ipcRenderer.send(ipcChannels.closeStream, streamId);
    };
  },
};

contextBridge.exposeInMainWorld("promptscope", bridge);
