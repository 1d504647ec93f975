import type { LangfuseTest, RouteInput } from "@shared/contract/routes.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { Preferences, SettingsView } from "@shared/domain/settings.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";

/** What is known of a connected Langfuse project in this session. */
export type LangfuseState =
  | { kind: "testing" }
  | { kind: "connected"; test: LangfuseTest }
  | { kind: "failed"; error: AppError };

/** What came of asking a provider for its models; `untold`: it has no list, so that its key was not tried. */
export type ProviderState =
  | { kind: "testing" }
  | { kind: "works"; models: number }
  | { kind: "untold" }
  | { kind: "refused"; error: AppError };

/** Preferences and connections. A change answers with the error that refused it, or null. */
export interface SettingsState {
  settings: SettingsView | null;
  error: AppError | null;
  /** By the connection's id; absent: not asked yet. */
  langfuse: Readonly<Record<string, LangfuseState>>;
  /** Providers that were asked for their models in this session, by id. */
  tried: Readonly<Record<string, ProviderState>>;
  load(): Promise<void>;
  save(preferences: Partial<Preferences>): Promise<AppError | null>;
  connectLangfuse(input: RouteInput<"langfuse.connect">): Promise<AppError | null>;
  disconnectLangfuse(connection: string): Promise<AppError | null>;
  preferLangfuse(connection: string): Promise<AppError | null>;
  /** Asks a connection whose keys it has. With `asksToWrite` also whether they may write. */
  testLangfuse(connection: string, asksToWrite?: boolean): Promise<AppError | null>;
  /** What a test found before the connection was saved. */
  noteTest(connection: string, test: LangfuseTest): void;
  /** Asks with keys that are not stored; nothing is kept of it. */
  tryLangfuse(keys: { host: string; publicKey: string; secretKey: string }): Promise<LangfuseTest | AppError>;
  testProvider(input: RouteInput<"provider.test">): Promise<AppError | null>;
  connectProvider(input: RouteInput<"provider.connect">): Promise<AppError | null>;
  disconnectProvider(provider: string): Promise<AppError | null>;
}

export const useSettings = create<SettingsState>()((set, get) => {
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
    langfuse: {},
    tried: {},

    async load() {
      const error = await apply(() => engineClient().call("settings.get", {}));
      if (error) set({ error });
    },

    save: (preferences) => apply(() => engineClient().call("settings.save", preferences)),

    connectLangfuse: (input) => apply(() => engineClient().call("langfuse.connect", input)),

    async disconnectLangfuse(connection) {
      const error = await apply(() => engineClient().call("langfuse.disconnect", { connection }));
      if (error === null) {
        const { [connection]: _gone, ...langfuse } = get().langfuse;
        set({ langfuse });
      }
      return error;
    },

    preferLangfuse: (connection) => apply(() => engineClient().call("langfuse.prefer", { connection })),

    async testLangfuse(connection, asksToWrite = false) {
      const put = (state: LangfuseState) => set({ langfuse: { ...get().langfuse, [connection]: state } });
      put({ kind: "testing" });
      try {
        const test = await engineClient().call("langfuse.test", { which: { connection }, asksToWrite });
        put({ kind: "connected", test });
        // Its name comes with the settings from now on.
        await apply(() => engineClient().call("settings.get", {}));
        return null;
      } catch (thrown) {
        const error = asAppError(thrown);
        put({ kind: "failed", error });
        return error;
      }
    },

    noteTest: (connection, test) => set({ langfuse: { ...get().langfuse, [connection]: { kind: "connected", test } } }),

    async tryLangfuse(which) {
      try {
        return await engineClient().call("langfuse.test", { which, asksToWrite: true });
      } catch (thrown) {
        return asAppError(thrown);
      }
    },

    async testProvider(input) {
      const put = (state: ProviderState) => set({ tried: { ...get().tried, [input.provider]: state } });
      put({ kind: "testing" });
      try {
        const { models } = await engineClient().call("provider.test", input);
        put(models === null ? { kind: "untold" } : { kind: "works", models });
        return null;
      } catch (thrown) {
        const error = asAppError(thrown);
        put({ kind: "refused", error });
        return error;
      }
    },

    connectProvider: (input) => apply(() => engineClient().call("provider.connect", input)),
    disconnectProvider: (provider) => apply(() => engineClient().call("provider.disconnect", { provider })),
  };
});
