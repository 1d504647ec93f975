import type { CompiledMessage } from "@shared/domain/prompt/compiled.ts";
import { messageText } from "./message-text.ts";

export interface ShownSegment {
  text: string;
  /** It is a value of the row. */
  filled: boolean;
}

/** What a message says, cut where values of the row stand in it; not more of it than is asked for. */
export function shownSegments({ message, segments }: CompiledMessage, most: number): ShownSegment[] {
  const parts = segments?.map(({ text, kind }) => ({ text, filled: kind === "variable" })) ?? [
    { text: messageText(message), filled: false },
  ];
  const shown: ShownSegment[] = [];
  let left = most;
  for (const { text, filled } of parts) {
    if (left <= 0) break;
    shown.push({ text: text.length > left ? `${text.slice(0, left)}…` : text, filled });
    left -= text.length;
  }
  return shown;
}
