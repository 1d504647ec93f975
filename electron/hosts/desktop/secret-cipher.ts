import type { SecretCipher } from "@engine/ports.ts";

/** Electron's `safeStorage`, as far as it is needed here; tests give their own. */
export interface SafeStorageLike {
  isEncryptionAvailable(): boolean;
  /** Linux only. */
  getSelectedStorageBackend(): string;
  encryptString(text: string): Buffer;
  decryptString(bytes: Buffer): string;
}

/** Electron encrypts with these under a fixed password, or does not know yet: no protection either way. */
const unprotected = ["basic_text", "unknown"];

/** The system's key ring. To be made after `ready`; before it the backend is `unknown`. */
export function createSecretCipher(safeStorage: SafeStorageLike, platform: NodeJS.Platform): SecretCipher {
  const backend = () => {
    if (platform === "linux") return safeStorage.getSelectedStorageBackend();
    return platform === "darwin" ? "keychain" : "dpapi";
  };
  return {
    backend,
    available: () => safeStorage.isEncryptionAvailable() && !unprotected.includes(backend()),
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (bytes) => safeStorage.decryptString(Buffer.from(bytes)),
  };
}
