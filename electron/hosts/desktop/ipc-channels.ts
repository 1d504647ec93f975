/** The whole of what crosses between preload and main. Route names travel inside and are checked by the dispatcher. */
export const ipcChannels = {
  /** invoke(name, input) → envelope */
  call: "promptscope:call",
  /** send(streamId, name, input) */
  openStream: "promptscope:open-stream",
  /** send(streamId) */
  closeStream: "promptscope:close-stream",
  /** send(streamId): the page has the frames that came last and may be sent more */
  framesTaken: "promptscope:frames-taken",
  /** main → page: (streamId, frames) */
  frames: "promptscope:frames",
} as const;
