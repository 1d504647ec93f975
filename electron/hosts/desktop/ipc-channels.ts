/** The whole of what crosses between preload and main. Route names travel inside and are checked by the dispatcher. */
export const ipcChannels = {
  /** invoke(name, input) → envelope */
  call: "promptscope:call",
  /** send(streamId, name, input) */
  openStream: "promptscope:open-stream",
  /** send(streamId) */
  closeStream: "promptscope:close-stream",
  /** main → page: (streamId, frames) */
  frames: "promptscope:frames",
} as const;
