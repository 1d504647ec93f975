import type { AppInfo } from "@shared/contract/routes.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "./client.ts";
import { useCommands } from "./commands.ts";

export type View = "playground" | "experiments" | "history" | "gateway" | "models" | "settings";

/** The window itself: what runs it, which view is shown, whether the engine answers. */
export interface AppState {
  info: AppInfo | null;
  /** Why the engine cannot be reached; nothing else works then. */
  error: AppError | null;
  view: View;
  /** A part of the settings view to bring into sight, e.g. `langfuse` or `providers`. */
  settingsSection: string | null;
  paletteOpen: boolean;
  load(): Promise<void>;
  show(view: View, settingsSection?: string): void;
  setPalette(open: boolean): void;
  /** Opens a link in the system's browser; only for hosts whose `info.opensLinks` is true. */
  openLink(url: string): Promise<AppError | null>;
  /**
   * Runs commands the host sends (menu items) until the signal is aborted. Failures end it silently: menus are extra.
   * @param mayRun asked of each: on a Mac a key that the page leaves alone is the menu's, and comes back here.
   */
  followHostCommands(signal: AbortSignal, mayRun: (command: string) => boolean): Promise<void>;
}

export const useApp = create<AppState>()((set) => ({
  info: null,
  error: null,
  view: "playground",
  settingsSection: null,
  paletteOpen: false,

  async load() {
    set({ error: null });
    try {
      set({ info: await engineClient().call("app.info", {}) });
    } catch (thrown) {
      set({ error: asAppError(thrown) });
    }
  },

  show(view, settingsSection) {
    set({ view, settingsSection: settingsSection ?? null, paletteOpen: false });
  },

  setPalette(paletteOpen) {
    set({ paletteOpen });
  },

  async openLink(url) {
    try {
      await engineClient().call("app.openLink", { url });
      return null;
    } catch (thrown) {
      return asAppError(thrown);
    }
  },

  async followHostCommands(signal, mayRun) {
    try {
      for await (const { command } of engineClient().stream("app.commands", {}, { signal })) {
        if (mayRun(command)) useCommands.getState().run(command);
      }
    } catch (thrown) {
      if (!signal.aborted) console.warn("Commands of the host are not followed any more:", asAppError(thrown).message);
    }
  },
}));
