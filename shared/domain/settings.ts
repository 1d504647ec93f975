import * as z from "zod";
import { clientMessagesModeSchema, compileModeSchema } from "./prompt/compiled.ts";
import type { PromptLibraryView } from "./prompt/library-view.ts";
import { promptLibraryIdSchema } from "./prompt/prompt.ts";
import { isProxySetting } from "./proxy.ts";
import { historyLimitsSchema } from "./run/history.ts";
import { spendLimitsSchema } from "./run/spend-limits.ts";

const proxySettingSchema = z.string().max(300).refine(isProxySetting, "No proxy's address.");
const themeSchema = z.enum(["system", "light", "dark"]);
export type Theme = z.infer<typeof themeSchema>;

/** Preferences without secrets, as the renderer sees and changes them. */
export const preferencesSchema = z.strictObject({
  theme: themeSchema,
  /** The library shown: until one is chosen a Langfuse project that the environment names, else own prompts, else the samples. */
  library: promptLibraryIdSchema,
  /** Which connection of that library is shown, by its id; null: its default. */
  connection: z.string().max(200).nullable(),
  compileMode: compileModeSchema,
  clientMessagesMode: clientMessagesModeSchema,
  stream: z.boolean(),
  history: historyLimitsSchema,
  spend: spendLimitsSchema,
  proxy: proxySettingSchema,
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const defaultPreferences: Preferences = {
  theme: "system",
  library: "demo",
  connection: null,
  compileMode: "python",
  clientMessagesMode: "replace",
  stream: true,
  // Age never removes a run unasked; a full disk is not the app's doing.
  history: { maxAgeDays: null, maxGigabytes: 4 },
  spend: { dayUsd: null, providerUsd: {} },
  proxy: "system",
};

/**
 * Preferences as `settings.json` has them: a file written before a key existed, or before a workspace was chosen, gets
 * the default. A schema of its own, since in a change of preferences what is absent must stay as it is.
 */
export const keptPreferencesSchema = preferencesSchema.extend({
  library: promptLibraryIdSchema.default(defaultPreferences.library),
  connection: preferencesSchema.shape.connection.default(null),
  history: historyLimitsSchema.default(defaultPreferences.history),
  spend: spendLimitsSchema.default(defaultPreferences.spend),
  proxy: proxySettingSchema.default(defaultPreferences.proxy),
});

/** As `settings.json` has them, of whatever version. */
export const storedPreferencesSchema: z.ZodType<Preferences> = z.preprocess(upgradePreferences, keptPreferencesSchema);

/** Earlier versions called the library `source`. */
export function upgradePreferences(stored: unknown): unknown {
  if (typeof stored !== "object" || stored === null || !("source" in stored)) return stored;
  const { source, ...others } = stored;
  return { library: source, ...others };
}

/** Where a secret is kept. `session` is memory only; `file` is plain text readable by this user only. */
export const secretStorageSchema = z.enum(["keychain", "file", "session"]);
export type SecretStorage = z.infer<typeof secretStorageSchema>;

/** `locked`: stored, but it cannot be decrypted on this machine now; it is never overwritten by us. */
export type SecretStatus = "stored" | "locked" | "environment" | "missing";

/** What may be said of a secret outside the main process. */
export interface SecretView {
  status: SecretStatus;
  storage?: SecretStorage;
  /** At most `sk-…4fQ2`. */
  hint?: string;
  /** The environment variable it was found in. */
  variable?: string;
}

export interface LangfuseConnectionView {
  /** As in `LibraryConnection`. */
  id: string;
  host: string;
  publicKey: string;
  source: "settings" | "environment";
  secretKey: SecretView;
  /** It counts where none is named: for the gateway and the command line. */
  isDefault: boolean;
  configured: boolean;
}

export interface ProviderView {
  id: string;
  label: string;
  prefix: string;
  keyVariables: string[];
  baseVariables: string[];
  defaultBaseUrl: string | null;
  keyRequired: boolean;
  /** The base URL in force, if any. */
  baseUrl: string | null;
  baseUrlSource: "settings" | "environment" | "default" | null;
  apiVersion?: string;
  /** Its address carries a version. */
  hasApiVersion: boolean;
  key: SecretView;
  configured: boolean;
}

export interface SettingsView {
  preferences: Preferences;
  /** Every Langfuse connection there is, the default first. */
  langfuse: LangfuseConnectionView[];
  /** What a form for another one begins with. */
  newLangfuse: { host: string; publicKey: string; fromEnvironment: boolean };
  providers: ProviderView[];
  /** Every prompt library there is, with the connection in force. */
  libraries: PromptLibraryView[];
  /** Which ways of keeping a secret this host offers, best first, and what to say about the first. */
  secretStorage: { available: SecretStorage[]; note: string };
}
