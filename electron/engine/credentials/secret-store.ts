import { setTimeout } from "node:timers/promises";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { SecretStorage, SecretView } from "@shared/domain/settings.ts";
import * as z from "zod";
import type { SecretCipher, SecretResolver } from "../ports.ts";
import { type DocumentAccess, openJsonDocument } from "../store/json-document.ts";
import { sharedBackend } from "./key-ring-cipher.ts";
import { cleanSecret, secretHint } from "./secret-value.ts";

const keychainEntrySchema = z.strictObject({
  id: z.string(),
  storage: z.literal("keychain"),
  /** Base64. */
  ciphertext: z.string(),
  /** The mechanism that encrypted it; another one cannot be expected to decrypt it. */
  backend: z.string(),
  /** Which of Electron's two interfaces wrote it; the later one reads what either wrote. */
  api: z.enum(["sync", "async"]),
  keyId: z.string().optional(),
});
const fileEntrySchema = z.strictObject({ id: z.string(), storage: z.literal("file"), value: z.string() });
const secretsSchema = z.strictObject({
  version: z.literal(1),
  secrets: z.array(z.discriminatedUnion("storage", [keychainEntrySchema, fileEntrySchema])),
});
type Entry = z.infer<typeof secretsSchema>["secrets"][number];
type KeychainEntry = z.infer<typeof keychainEntrySchema>;

/** Milliseconds a start with a window waits for the key ring; what opens later is found later. */
const windowPatienceMs = 2_000;

/** Keeps secrets by id. No method but `resolve` and `values` gives a value, and neither may leave the main process. */
export interface SecretStore extends SecretResolver {
  /**
   * @throws AppFailure `secret_invalid` for a value no key can have, `storage_failed` when it cannot be kept the way
   * asked for: nothing falls back to plain text.
   */
  save(id: string, value: string, storage: SecretStorage): Promise<void>;
  /** Forgets a secret, a locked one too. An unknown id is no error. */
  remove(id: string): Promise<void>;
  /** `stored`, `locked` or `missing`; the environment is not this store's business. */
  view(id: string): SecretView;
  /** Every value that is in memory, for the scan of what leaves the process. */
  values(): string[];
  /** Set when the secrets file was damaged and put aside. */
  readonly problem?: string;
}

/**
 * Opens the secrets file. A secret that cannot be decrypted now is `locked`: kept as it is until it can be again, or
 * until the person replaces or removes it (Signal's and other apps' lost keys: `README.md#locked-secrets`).
 */
export async function openSecretStore(options: {
  path: string;
  /** New secrets go into the first that takes them; each opens its own. */
  ciphers: readonly SecretCipher[];
  access?: DocumentAccess;
  /** Milliseconds that opening waits for the key ring, which may be asking a person who has not seen the window yet. */
  patienceMs?: number;
  /** Milliseconds until a locked secret is tried once more, when somebody asks for it. */
  retryMs?: number;
}): Promise<SecretStore> {
  const { path, ciphers, access, patienceMs = windowPatienceMs, retryMs = 10_000 } = options;
  const document = await openJsonDocument(path, secretsSchema, { version: 1, secrets: [] }, access);
  const sessionValues = new Map<string, string>();
  const decrypted = new Map<Entry, string>();
  /** When each was tried last; a key ring that asks the person must not ask at every look. */
  const triedAt = new Map<Entry, number>();

  const find = (id: string) => document.get().secrets.find((entry) => entry.id === id);

  function open(entry: Entry): string | null {
    if (entry.storage === "file") return entry.value;
    const known = decrypted.get(entry);
    if (known === undefined && performance.now() - (triedAt.get(entry) ?? -Infinity) >= retryMs) void unlock(entry);
    return known ?? null;
  }

  async function unlock(entry: KeychainEntry): Promise<void> {
    triedAt.set(entry, performance.now());
    const value = await decrypt(entry, ciphers);
    // It may have been replaced while the key ring asked.
    if (value !== null && document.get().secrets.includes(entry)) decrypted.set(entry, value);
  }

  async function replace(id: string, entry: Entry | null): Promise<void> {
    const others = document.get().secrets.filter((known) => known.id !== id);
    const replaced = find(id);
    if (replaced !== undefined) {
      decrypted.delete(replaced);
      triedAt.delete(replaced);
    }
    await document.set({ version: 1, secrets: entry === null ? others : [...others, entry] });
  }

  async function saveForSession(id: string, value: string): Promise<void> {
    sessionValues.set(id, value);
    const stored = find(id);
    // A locked secret stays: it may be the only copy, and this choice is for the session only.
    if (stored !== undefined && open(stored) !== null) await replace(id, null);
  }

  // None is touched where there is no key in it: on a Mac that may ask for the password of the login.
  const kept = document.get().secrets.filter((entry) => entry.storage === "keychain");
  if (kept.length > 0)
    await Promise.race([Promise.all(kept.map(unlock)), setTimeout(patienceMs, null, { ref: false })]);

  return {
    async save(id, given, storage) {
      const value = cleanSecret(given);
      if (storage === "session") return saveForSession(id, value);
      const entry: Entry = storage === "file" ? { id, storage, value } : await encrypt(id, value, ciphers);
      if (entry.storage === "keychain") decrypted.set(entry, value);
      await replace(id, entry);
      sessionValues.delete(id);
    },
    async remove(id) {
      sessionValues.delete(id);
      if (find(id) !== undefined) await replace(id, null);
    },
    view(id) {
      const sessionValue = sessionValues.get(id);
      if (sessionValue !== undefined) return { status: "stored", storage: "session", hint: secretHint(sessionValue) };
      const entry = find(id);
      if (entry === undefined) return { status: "missing" };
      const value = open(entry);
      if (value === null) return { status: "locked", storage: entry.storage };
      return { status: "stored", storage: entry.storage, hint: secretHint(value) };
    },
    resolve(id) {
      const sessionValue = sessionValues.get(id);
      if (sessionValue !== undefined) return sessionValue;
      const entry = find(id);
      if (entry === undefined) throw new AppFailure("credential_missing");
      const value = open(entry);
      if (value === null) throw locked(entry, ciphers);
      return value;
    },
    values() {
      const plain = document.get().secrets.flatMap((entry) => (entry.storage === "file" ? [entry.value] : []));
      return [...new Set([...sessionValues.values(), ...decrypted.values(), ...plain])];
    },
    ...(document.problem === undefined ? {} : { problem: document.problem }),
  };
}

/** Why an entry cannot be opened here, and what helps. */
function locked(entry: Entry, ciphers: readonly SecretCipher[]): AppFailure {
  const backend = entry.storage === "keychain" ? entry.backend : "";
  const lack = ciphers.find((cipher) => cipher.backend() === backend)?.lack();
  if (lack) {
    return new AppFailure("secret_locked", {
      message: `This key is in the system's key ring, which cannot be opened here: ${lack}.`,
      advice: withoutRing,
    });
  }
  // Of an app's own ring only the app knows more.
  if (backend === sharedBackend || ciphers.some((cipher) => cipher.backend() !== sharedBackend)) {
    return new AppFailure("secret_locked");
  }
  return new AppFailure("secret_locked", {
    message: "This key is in the key ring of the desktop app, which nothing but the app can read.",
    advice: `Enter it once more in the app's Settings where the key ring is one for all. Or: ${withoutRing}`,
  });
}

const withoutRing =
  "Set the provider's variable (OPENAI_API_KEY and the like), or keep the key in a file: Settings of the app.";

/** @throws AppFailure `storage_failed`: nothing falls back to plain text. */
async function encrypt(id: string, value: string, ciphers: readonly SecretCipher[]): Promise<Entry> {
  const usable = ciphers.filter((cipher) => cipher.lack() === null);
  for (const cipher of usable) {
    try {
      const ciphertext = Buffer.from(await cipher.encrypt(value)).toString("base64");
      return { id, storage: "keychain", ciphertext, backend: cipher.backend(), api: "async" };
    } catch {
      // The reason is left out: nobody can promise that a key ring's error does not quote what it was given.
    }
  }
  throw new AppFailure("storage_failed", {
    message:
      usable.length > 0
        ? "The system's key ring refused to keep the key."
        : "This system has no key ring that would protect the key.",
    advice: "Keep it for this session, or in a file only you can read.",
  });
}

async function decrypt(entry: KeychainEntry, ciphers: readonly SecretCipher[]): Promise<string | null> {
  const cipher = ciphers.find((one) => one.backend() === entry.backend);
  if (!cipher || cipher.lack() !== null) return null;
  try {
    return await cipher.decrypt(Buffer.from(entry.ciphertext, "base64"));
  } catch {
    return null; // Locked: the view says so, and the ciphertext stays.
  }
}
