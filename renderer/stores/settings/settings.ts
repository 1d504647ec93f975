import type { LangfuseTest, RouteInput } from "@shared/contract/routes.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { Preferences, SettingsView } from "@shared/domain/settings.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";

/** What is known of the connected Langfuse project in this session. */
export type LangfuseState =
  | { kind: "unknown" }
  | { kind: "testing" }
  | { kind: "connected"; test: LangfuseTest }
  | { kind: "failed"; error: AppError };

/** Preferences and connections. A change answers with the error that refused it, or null. */
export interface SettingsState {
  settings: SettingsView | null;
  error: AppError | null;
  langfuse: LangfuseState;
  load(): Promise<void>;
  save(preferences: Partial<Preferences>): Promise<AppError | null>;
  connectLangfuse(input: RouteInput<"langfuse.connect">): Promise<AppError | null>;
  disconnectLangfuse(): Promise<AppError | null>;
  testLangfuse(): Promise<AppError | null>;
  connectProvider(input: RouteInput<"provider.connect">): Promise<AppError | null>;
  disconnectProvider(provider: string): Promise<AppError | null>;
}

export const useSettings = create<SettingsState>()((set) => {
  /** Takes over the settings a command answers with. */
  const apply = async (change: () => Promise<SettingsView>): Promise<AppError | null> => {
    try {
      set({ settings: await change(), error: null });
      return null;
    } catch (thrown) {
      return asAppError(thrown);
    }
  };

  return {
    settings: null,
    error: null,
    langfuse: { kind: "unknown" },

    async load() {
      const error = await apply(() => engineClient().call("settings.get", {}));
      if (error) set({ error });
    },

    save: (preferences) => apply(() => engineClient().call("settings.save", preferences)),

    async connectLangfuse(input) {
      const error = await apply(() => engineClient().call("langfuse.connect", input));
      if (error === null) set({ langfuse: { kind: "unknown" } });
      return error;
    },

    async disconnectLangfuse() {
      const error = await apply(() => engineClient().call("langfuse.disconnect", {}));
      if (error === null) set({ langfuse: { kind: "unknown" } });
      return error;
    },

    async testLangfuse() {
      set({ langfuse: { kind: "testing" } });
      try {
        set({ langfuse: { kind: "connected", test: await engineClient().call("langfuse.test", {}) } });
        return null;
      } catch (thrown) {
        const error = asAppError(thrown);
        set({ langfuse: { kind: "failed", error } });
        return error;
      }
    },

    connectProvider: (input) => apply(() => engineClient().call("provider.connect", input)),
    disconnectProvider: (provider) => apply(() => engineClient().call("provider.disconnect", { provider })),
  };
});
