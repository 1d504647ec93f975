import { useSyncExternalStore } from "react";

/**
 * How much room the window has, in CSS pixels, so that zoom counts too: `wide` from 1280, `medium` from 1000, `narrow` from
 * 721, below it (and at 200 % of 1440) `small`.
 */
export type WindowForm = "wide" | "medium" | "narrow" | "small";

export interface WindowRoom {
  form: WindowForm;
  /** Room for a panel below answers of 220 pixels. */
  hasPanel: boolean;
}

/** Bars, heads, tabs and figures around an answer that is 220 pixels high, and the least of a panel below it. */
const heightWithPanel = 640;

/** The form of a window of this many CSS pixels. */
function roomOf(width: number, height: number): WindowRoom {
  const form = width >= 1280 ? "wide" : width >= 1000 ? "medium" : width > 720 ? "narrow" : "small";
  return { form, hasPanel: form !== "small" && height >= heightWithPanel };
}

/** The room there is now. */
export function roomNow(): WindowRoom {
  const { innerWidth, innerHeight } = window;
  if (kept?.width !== innerWidth || kept.height !== innerHeight) {
    kept = { width: innerWidth, height: innerHeight, room: roomOf(innerWidth, innerHeight) };
  }
  return kept.room;
}

let kept: { width: number; height: number; room: WindowRoom } | undefined;

/** The room there is, followed; what hangs on it is drawn again only when it is another. */
export function useWindowRoom(): WindowRoom {
  const text = useSyncExternalStore(onResize, () => JSON.stringify(roomNow()));
  return JSON.parse(text) as WindowRoom;
}

function onResize(changed: () => void): () => void {
  window.addEventListener("resize", changed);
  return () => window.removeEventListener("resize", changed);
}
