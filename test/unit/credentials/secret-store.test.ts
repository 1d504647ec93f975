import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openSecretStore } from "@engine/credentials/secret-store.ts";
import { cleanSecret, secretHint } from "@engine/credentials/secret-value.ts";
import type { SecretCipher } from "@engine/ports.ts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";

const key = "sk-canary-0123456789-4fQ2";

interface FakeCipher extends SecretCipher {
  name: string;
  usable: boolean;
  broken: boolean;
  /** How often it was asked to decrypt. */
  asked: number;
}

/** A key ring that can change its mechanism, vanish and fail, as those of Linux desktops do. */
function fakeCipher(name = "gnome_libsecret"): FakeCipher {
  return {
    name,
    usable: true,
    broken: false,
    asked: 0,
    backend() {
      return this.name;
    },
    lack() {
      return this.usable ? null : "it has gone";
    },
    encrypt: async (text) => Buffer.from(text).map((byte) => byte ^ 0x5a),
    async decrypt(bytes) {
      this.asked += 1;
      if (this.broken) throw new Error("Error while decrypting the ciphertext");
      return Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString();
    },
  };
}

async function secretsPath(): Promise<string> {
  return join(await temporaryFolder(), "secrets.json");
}

describe("openSecretStore", () => {
  it("keeps a secret encrypted across a restart", async () => {
    const path = await secretsPath();
    const cipher = fakeCipher();
    await (await openSecretStore({ path, ciphers: [cipher] })).save("provider:openai", key, "keychain");
    expect(await readFile(path, "utf8")).not.toContain("canary");
    const store = await openSecretStore({ path, ciphers: [cipher] });
    expect(store.view("provider:openai")).toEqual({ status: "stored", storage: "keychain", hint: "sk-…4fQ2" });
    expect(store.resolve("provider:openai")).toBe(key);
  });

  // Electron's basic_text encrypts with a fixed password: that is plain text with extra steps.
  it.each([["no key ring", null] as const, ["a key ring that protects nothing", "basic_text"] as const])(
    "with %s refuses the key ring and writes no plain text by itself",
    async (_, backend) => {
      const path = await secretsPath();
      const ciphers = backend === null ? [] : [Object.assign(fakeCipher(backend), { usable: false })];
      const store = await openSecretStore({ path, ciphers });
      await expect(store.save("a", key, "keychain")).rejects.toMatchObject({ error: { code: "storage_failed" } });
      await expect(readFile(path)).rejects.toThrow("ENOENT");
      expect(store.view("a")).toEqual({ status: "missing" });
    },
  );

  it("writes plain text only on request, for this user only", async () => {
    const path = await secretsPath();
    await (await openSecretStore({ path, ciphers: [] })).save("a", key, "file");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const store = await openSecretStore({ path, ciphers: [] });
    expect(store.resolve("a")).toBe(key);
    expect(store.view("a")).toMatchObject({ status: "stored", storage: "file" });
  });

  it("forgets a session secret with the process and never writes it", async () => {
    const path = await secretsPath();
    const store = await openSecretStore({ path, ciphers: [] });
    await store.save("a", key, "session");
    expect(store.resolve("a")).toBe(key);
    expect((await openSecretStore({ path, ciphers: [] })).view("a")).toEqual({ status: "missing" });
  });

  // Signal's users lost their data when the desktop changed from GNOME to KDE and back.
  it.each<[string, (cipher: FakeCipher) => void]>([
    ["another mechanism", (cipher) => Object.assign(cipher, { name: "kwallet6" })],
    ["the key ring gone", (cipher) => Object.assign(cipher, { usable: false })],
    ["a decryption that fails", (cipher) => Object.assign(cipher, { broken: true })],
  ])("locks a secret on %s, keeps its ciphertext, and opens it again later", async (_, damage) => {
    const path = await secretsPath();
    await (await openSecretStore({ path, ciphers: [fakeCipher()] })).save("a", key, "keychain");
    const stored = await readFile(path, "utf8");

    const cipher = fakeCipher();
    damage(cipher);
    const store = await openSecretStore({ path, ciphers: [cipher], retryMs: 0 });
    expect(store.view("a")).toEqual({ status: "locked", storage: "keychain" });
    expect(() => store.resolve("a")).toThrow(
      expect.objectContaining({ error: expect.objectContaining({ code: "secret_locked" }) }),
    );
    await store.save("b", "another-key-of-length", "file");
    expect(await readFile(path, "utf8")).toContain(JSON.parse(stored).secrets[0].ciphertext);

    Object.assign(cipher, fakeCipher());
    await expect.poll(() => store.view("a")).toMatchObject({ status: "stored" });
    expect(store.resolve("a")).toBe(key);
  });

  // On a Mac each try may ask the person for the login's password, also one who has no key at all.
  it("asks the key ring for what is in it, once, and for nothing else", async () => {
    const path = await secretsPath();
    const cipher = fakeCipher();
    const store = await openSecretStore({ path, ciphers: [cipher] });
    await store.save("plain", key, "file");
    for (const id of ["plain", "missing"]) store.view(id);
    expect(cipher.asked).toBe(0);
    await store.save("a", key, "keychain");

    const later = Object.assign(fakeCipher(), { broken: true });
    const reopened = await openSecretStore({ path, ciphers: [later] });
    for (let look = 0; look < 5; look += 1) reopened.view("a");
    expect(later.asked).toBe(1);
  });

  // The window did not come as long as the system asked for a password.
  it("opens while the key ring still asks the person, and has the key when it has answered", async () => {
    const path = await secretsPath();
    await (await openSecretStore({ path, ciphers: [fakeCipher()] })).save("a", key, "keychain");
    const answer = Promise.withResolvers<string>();
    const store = await openSecretStore({ path, ciphers: [{ ...fakeCipher(), decrypt: () => answer.promise }] });
    expect(store.view("a")).toEqual({ status: "locked", storage: "keychain" });
    answer.resolve(key);
    await expect.poll(() => store.view("a")).toMatchObject({ status: "stored" });
  });

  // A key saved in the app was "locked" for the command line, which was told to unlock a key ring that it never asks.
  it("says where a key is that only the app can read", async () => {
    const path = await secretsPath();
    await (await openSecretStore({ path, ciphers: [fakeCipher()] })).save("a", key, "keychain");
    const store = await openSecretStore({ path, ciphers: [], access: "read" });
    expect(() => store.resolve("a")).toThrow("in the key ring of the desktop app");
  });

  // Over SSH "unlock the key ring" was said of one that is not there.
  it("says why the key ring cannot be opened here", async () => {
    const path = await secretsPath();
    await (await openSecretStore({ path, ciphers: [fakeCipher()] })).save("a", key, "keychain");
    const ciphers = [Object.assign(fakeCipher(), { usable: false })];
    const store = await openSecretStore({ path, ciphers, access: "read" });
    expect(() => store.resolve("a")).toThrow("which cannot be opened here: it has gone.");
  });

  it("keeps a key in the second key ring where the first refuses, and opens each with its own", async () => {
    const path = await secretsPath();
    const first = Object.assign(fakeCipher("shared"), { encrypt: () => Promise.reject(new Error("locked")) });
    const store = await openSecretStore({ path, ciphers: [first, fakeCipher("kwallet6")] });
    await store.save("a", key, "keychain");
    await (await openSecretStore({ path, ciphers: [fakeCipher("shared")] })).save("b", "another-key-0123", "keychain");
    const both = await openSecretStore({ path, ciphers: [fakeCipher("shared"), fakeCipher("kwallet6")] });
    expect([both.resolve("a"), both.resolve("b")]).toEqual([key, "another-key-0123"]);
    expect((await openSecretStore({ path, ciphers: [fakeCipher("shared")] })).view("a").status).toBe("locked");
  });

  it("keeps a locked secret when the person uses another key for this session only", async () => {
    const path = await secretsPath();
    await (await openSecretStore({ path, ciphers: [fakeCipher()] })).save("a", key, "keychain");
    const stored = await readFile(path, "utf8");
    const store = await openSecretStore({ path, ciphers: [] });
    await store.save("a", "session-key-0123456789", "session");
    expect(store.resolve("a")).toBe("session-key-0123456789");
    expect(await readFile(path, "utf8")).toBe(stored);
  });

  it("takes a readable secret off the disk when it is moved to the session", async () => {
    const path = await secretsPath();
    const store = await openSecretStore({ path, ciphers: [] });
    await store.save("a", key, "file");
    await store.save("a", key, "session");
    expect(await readFile(path, "utf8")).not.toContain("canary");
  });

  it("uses what was saved last, wherever it is kept (an old key of the session goes on being sent)", async () => {
    const store = await openSecretStore({ path: await secretsPath(), ciphers: [fakeCipher()] });
    for (const storage of ["session", "file", "session", "keychain"] as const) {
      await store.save("a", `${key}-${storage}`, storage);
      expect(store.resolve("a")).toBe(`${key}-${storage}`);
      expect(store.view("a")).toMatchObject({ storage });
    }
    expect(store.values()).toEqual([`${key}-keychain`]);
  });

  it("forgets on request", async () => {
    const path = await secretsPath();
    const store = await openSecretStore({ path, ciphers: [] });
    await store.save("a", key, "file");
    await store.remove("a");
    await store.remove("never-there");
    expect(store.view("a")).toEqual({ status: "missing" });
    expect(store.values()).toEqual([]);
    expect(() => store.resolve("a")).toThrow("no API key");
    expect(await readFile(path, "utf8")).not.toContain("canary");
  });

  it("lists every value in memory for the scan of what leaves", async () => {
    const cipher = fakeCipher();
    const store = await openSecretStore({ path: await secretsPath(), ciphers: [cipher] });
    await store.save("a", "value-in-the-file", "file");
    await store.save("b", "value-in-the-session", "session");
    await store.save("c", "value-in-the-key-ring", "keychain");
    store.resolve("c");
    expect(store.values().sort()).toEqual(["value-in-the-file", "value-in-the-key-ring", "value-in-the-session"]);
  });

  it.each(["__proto__", "constructor", "toString"])("has no secret called %s that nobody saved", async (id) => {
    const store = await openSecretStore({ path: await secretsPath(), ciphers: [] });
    expect(store.view(id)).toEqual({ status: "missing" });
    await store.save(id, key, "file");
    expect(store.resolve(id)).toBe(key);
  });

  it("puts a damaged file aside and starts empty", async () => {
    const path = await secretsPath();
    await writeFile(path, '{"version":1');
    const store = await openSecretStore({ path, ciphers: [] });
    expect(store.problem).toContain("secrets.json.corrupt-");
    expect(store.view("a")).toEqual({ status: "missing" });
  });
});

describe("cleanSecret", () => {
  it("trims what pasting adds", () => {
    expect(cleanSecret(`  ${key}\r\n`)).toBe(key);
  });

  // Node quotes an invalid header value in its error, so such a key must stop here, unquoted.
  it.each([
    "sk-canary\nsecond",
    "sk-canary\u0000",
    "sk-canary-\u200b",
    "sk-canary-é",
    '"sk-canary"',
    "'sk-canary'",
    "  ",
  ])("refuses %j without quoting it", (value) => {
    expect(() => cleanSecret(value)).toThrow(
      expect.objectContaining({ error: expect.objectContaining({ code: "secret_invalid" }) }),
    );
    try {
      cleanSecret(value);
    } catch (error) {
      expect(JSON.stringify(error) + String(error)).not.toContain("canary");
    }
  });
});

describe("secretHint", () => {
  it.each([
    ["", "…"],
    ["hunter2", "…"],
    ["twelve-chars", "…hars"],
    [key, "sk-…4fQ2"],
  ])("of %j is %s", (value, hint) => {
    expect(secretHint(value)).toBe(hint);
  });
});
