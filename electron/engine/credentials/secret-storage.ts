import type { SecretStorage, SettingsView } from "@shared/domain/settings.ts";
import type { SecretCipher } from "../ports.ts";

/** Which ways of keeping a secret this host offers, best first, with an honest word about the first. */
export function availableSecretStorage(cipher: SecretCipher | null): SettingsView["secretStorage"] {
  if (cipher?.available()) {
    return {
      available: ["keychain", "session", "file"] satisfies SecretStorage[],
      note: `Keys are encrypted with this system's key ring (${cipher.backend()}).`,
    };
  }
  return {
    available: ["session", "file"] satisfies SecretStorage[],
    note: "There is no key ring here. Keys are kept until Promptscope ends, or, if you choose so, in a file that is not encrypted and that only your user can read.",
  };
}
