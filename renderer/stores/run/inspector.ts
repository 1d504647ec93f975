import { create } from "zustand";

/** Tabs of the inspector's left half: what went out. */
export type SentTab = "request" | "source" | "stages" | "code" | "compare";
/** Tabs of its right half: what came back. */
export type ReceivedTab = "response" | "events" | "timing";

/** Where a run's stream is being read again, frame by frame. */
export interface Scrub {
  runId: string;
  exchangeId: string;
  /** So many frames have arrived. */
  frames: number;
}

/** What the inspector shows; gone with the window. */
export interface InspectorState {
  sentTab: SentTab;
  receivedTab: ReceivedTab;
  scrub: Scrub | null;
  /** The language chosen under Code, by id. */
  language: string;
  setSentTab(tab: SentTab): void;
  setReceivedTab(tab: ReceivedTab): void;
  setScrub(scrub: Scrub | null): void;
  setLanguage(id: string): void;
}

export const useInspector = create<InspectorState>()((set) => ({
  sentTab: "request",
  receivedTab: "response",
  scrub: null,
  language: "curl",
  setSentTab: (sentTab) => set({ sentTab }),
  setReceivedTab: (receivedTab) => set({ receivedTab }),
  setScrub: (scrub) => set({ scrub }),
  setLanguage: (language) => set({ language }),
}));
