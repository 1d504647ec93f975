import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import type { SecretCipher } from "../ports.ts";

/** A place of the system for short texts by name, the same for every program of one user. */
export interface KeyRing {
  /** Null where there is none of that name. Rejects when the ring refuses, or has none to ask. */
  read(name: string): Promise<string | null>;
  write(name: string, value: string): Promise<void>;
}

interface KeyRingCipherOptions {
  ring: KeyRing;
  /** As in `SecretCipher`. */
  lack(): string | null;
}

/** What stands beside a secret that every host of one user can read (`README.md#one-key-ring-for-all`). */
export const sharedBackend = "shared-key-ring";

const formVersion = 1;
const nameBytes = 16;
const ivBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nameBytes + ivBytes + tagBytes;

/**
 * Encrypts secrets (AES-256-GCM) under a key that lies in the ring. One entry of the ring for a whole profile: a Mac asks
 * the person for each. The entry's name stands before the ciphertext, so that no two processes can replace each other's.
 */
export function createKeyRingCipher({ ring, lack }: KeyRingCipherOptions): SecretCipher {
  /** By name; read once in a process. */
  const keys = new Map<string, Promise<Buffer>>();
  /** The key that new secrets are put under. */
  let newest: Promise<{ name: string; key: Buffer }> | undefined;

  function keyNamed(name: string): Promise<Buffer> {
    const known = keys.get(name);
    if (known) return known;
    const asked = readKey(ring, name);
    keys.set(name, asked);
    asked.then(
      (key) => {
        newest ??= Promise.resolve({ name, key });
      },
      () => keys.delete(name),
    );
    return asked;
  }

  function keyForNew(): Promise<{ name: string; key: Buffer }> {
    const asked = newest ?? makeKey(ring);
    newest = asked;
    asked.catch(() => {
      newest = undefined;
    });
    return asked;
  }

  return {
    backend: () => sharedBackend,
    lack,
    async encrypt(text) {
      const { name, key } = await keyForNew();
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      const head = Buffer.from([formVersion]);
      return Buffer.concat([head, Buffer.from(name.replaceAll("-", ""), "hex"), iv, cipher.getAuthTag(), sealed]);
    },
    async decrypt(bytes) {
      const all = Buffer.from(bytes);
      if (all[0] !== formVersion || all.length < headBytes) throw new Error("Not a secret of this form.");
      const [iv, tag] = [1 + nameBytes, 1 + nameBytes + ivBytes];
      const key = await keyNamed(nameIn(all.subarray(1, iv)));
      const decipher = createDecipheriv("aes-256-gcm", key, all.subarray(iv, tag), { authTagLength: tagBytes });
      decipher.setAuthTag(all.subarray(tag, headBytes));
      return Buffer.concat([decipher.update(all.subarray(headBytes)), decipher.final()]).toString("utf8");
    },
  };
}

async function readKey(ring: KeyRing, name: string): Promise<Buffer> {
  const key = Buffer.from((await ring.read(name)) ?? "", "base64");
  if (key.length !== 32) throw new Error("The key ring has no key of that name.");
  return key;
}

/** Read again: a ring that takes it and keeps nothing would lose every secret with the process. */
async function makeKey(ring: KeyRing): Promise<{ name: string; key: Buffer }> {
  const name = randomUUID();
  const key = randomBytes(32);
  await ring.write(name, key.toString("base64"));
  if (!key.equals(await readKey(ring, name))) throw new Error("The key ring did not keep the key.");
  return { name, key };
}

/** The name as a UUID is written. */
function nameIn(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
