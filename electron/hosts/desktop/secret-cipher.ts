import type { SecretCipher } from "@engine/ports.ts";

/** Electron's `safeStorage`, as far as it is needed here; tests give their own. */
export interface SafeStorageLike {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  /** Linux only. */
  getSelectedStorageBackend(): string;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(bytes: Buffer): Promise<{ result: string }>;
}

/** Electron encrypts with these under a fixed password, or does not know yet: no protection either way. */
const unprotected = ["basic_text", "unknown"];

/**
 * The system's key ring as only Electron reads it: opens what earlier versions kept, and takes keys where the one for all
 * hosts cannot be had. To be made after `ready`; before it the backend is `unknown`. The asynchronous interface: the
 * other one blocks the window as long as the system asks for a password.
 */
export function createSecretCipher(safeStorage: SafeStorageLike, platform: NodeJS.Platform): SecretCipher {
  const backend = () => {
    if (platform === "linux") return safeStorage.getSelectedStorageBackend();
    return platform === "darwin" ? "keychain" : "dpapi";
  };
  return {
    backend,
    // Whether it really is there, only the ring knows; it is asked when a key is saved.
    lack: () =>
      platform === "linux" && unprotected.includes(backend()) ? "this desktop has none that Electron knows" : null,
    async encrypt(text) {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) throw new Error("The key ring is not available.");
      return safeStorage.encryptStringAsync(text);
    },
    decrypt: async (bytes) => (await safeStorage.decryptStringAsync(Buffer.from(bytes))).result,
  };
}
