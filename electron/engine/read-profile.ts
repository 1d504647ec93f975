import { join } from "node:path";
import { type ModelPrice, modelPriceListSchema } from "@shared/domain/model/price.ts";
import { defaultPreferences, type Preferences, storedPreferencesSchema } from "@shared/domain/settings.ts";
import { type ConnectionSettings, openConnectionSettings } from "./credentials/connection-settings.ts";
import type { StoredSecrets } from "./credentials/connection-sources.ts";
import { openSecretStore } from "./credentials/secret-store.ts";
import type { SecretCipher } from "./ports.ts";
import { openJsonDocument } from "./store/json-document.ts";
import { openLocalFolderSetting } from "./store/local-folder.ts";

/** What a profile says, as it was when it was read. */
export interface ReadProfile {
  preferences: Preferences;
  settings: ConnectionSettings;
  /** Those that no key ring here opens are locked. */
  secrets: StoredSecrets;
  ownPrices: ModelPrice[];
  /** Where local prompts lie. */
  promptFolder: string;
  /** What could not be used, in words for a person. */
  problems: string[];
}

/** Milliseconds for a person to answer the key ring: there is no window in which a key could turn up later. */
const patienceMs = 60_000;

/**
 * Reads a profile without taking its lock and without writing: the app may be open at the same time, since every file
 * is replaced in one step. A profile that is not there gives the defaults.
 * @param ciphers asked only where a key is in one of them.
 * @throws AppFailure `storage_failed` for a file that is there and cannot be read.
 */
export async function readProfile(directory: string, ciphers: readonly SecretCipher[] = []): Promise<ReadProfile> {
  const file = (name: string) => join(directory, name);
  const [preferences, settings, ownPrices, secrets, folder] = await Promise.all([
    openJsonDocument(file("settings.json"), storedPreferencesSchema, defaultPreferences, "read"),
    openConnectionSettings(directory, "read"),
    openJsonDocument(file("prices.json"), modelPriceListSchema, [], "read"),
    openSecretStore({ path: file("secrets.json"), ciphers, access: "read", patienceMs }),
    openLocalFolderSetting(directory, "read"),
  ]);
  return {
    preferences: preferences.get(),
    settings: settings.get(),
    secrets,
    ownPrices: ownPrices.get(),
    promptFolder: folder.path(),
    problems: [preferences, settings, ownPrices, secrets, folder].flatMap(({ problem }) => problem ?? []),
  };
}
