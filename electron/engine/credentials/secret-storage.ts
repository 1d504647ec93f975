import type { SecretStorage, SettingsView } from "@shared/domain/settings.ts";
import type { SecretCipher } from "../ports.ts";
import { sharedBackend } from "./key-ring-cipher.ts";

/** Which ways of keeping a secret this host offers, best first, with an honest word about the first. */
export function availableSecretStorage(ciphers: readonly SecretCipher[]): SettingsView["secretStorage"] {
  const usable = ciphers.find((cipher) => cipher.lack() === null);
  if (usable) {
    return {
      available: ["keychain", "session", "file"] satisfies SecretStorage[],
      note:
        usable.backend() === sharedBackend
          ? "Keys are encrypted under a key in this system's key ring. The app, the command line, the gateway and the browser's Promptscope of your user all find them."
          : `Keys are encrypted with this system's key ring (${usable.backend()}), which only this app opens: the command line and the gateway do not find them.`,
    };
  }
  const reason = ciphers[0]?.lack();
  return {
    available: ["session", "file"] satisfies SecretStorage[],
    note: `There is no key ring here${reason ? `: ${reason}` : ""}. Keys are kept until Promptscope ends, or, if you choose so, in a file that is not encrypted and that only your user can read.`,
  };
}
