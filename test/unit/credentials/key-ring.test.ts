import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createKeyRingCipher, type KeyRing } from "@engine/credentials/key-ring-cipher.ts";
import { systemKeyRing } from "@engine/credentials/system-key-ring.ts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";

/** A ring that counts how often it is asked; `forgets` says yes and keeps nothing. */
function fakeRing(forgets = false): KeyRing & { entries: Map<string, string>; reads: number; writes: number } {
  return {
    entries: new Map(),
    reads: 0,
    writes: 0,
    async read(name) {
      this.reads += 1;
      return this.entries.get(name) ?? null;
    },
    async write(name, value) {
      this.writes += 1;
      if (!forgets) this.entries.set(name, value);
    },
  };
}
const cipherOf = (ring: KeyRing) => createKeyRingCipher({ ring, lack: () => null });

describe("a secret under a key of the system's key ring", () => {
  it("is opened by another program of the same user, which asks the ring once for all of them", async () => {
    const ring = fakeRing();
    const app = cipherOf(ring);
    const sealed = await Promise.all(["sk-1", "sk-2", "sk-ü-3"].map((text) => app.encrypt(text)));
    expect([ring.entries.size, Buffer.concat(sealed).includes("sk-1")]).toEqual([1, false]);
    ring.reads = 0;
    const commandLine = cipherOf(ring);
    expect(await Promise.all(sealed.map((bytes) => commandLine.decrypt(bytes)))).toEqual(["sk-1", "sk-2", "sk-ü-3"]);
    expect(ring.reads).toBe(1);
    // What it saves itself goes under the key it has read.
    await commandLine.encrypt("sk-4");
    expect(ring.entries.size).toBe(1);
  });

  // Two that each wrote "the" key at once would have left one of them with secrets nobody can open.
  it("survives another program that makes its key at the same time", async () => {
    const ring = fakeRing();
    const [one, other] = [cipherOf(ring), cipherOf(ring)];
    const sealed = await Promise.all([one.encrypt("a"), other.encrypt("b")]);
    const later = cipherOf(ring);
    expect(await Promise.all(sealed.map((bytes) => later.decrypt(bytes)))).toEqual(["a", "b"]);
  });

  it("is not taken where the ring keeps nothing", async () => {
    await expect(cipherOf(fakeRing(true)).encrypt("sk-1")).rejects.toThrow();
  });

  it("is tried anew after a ring that refused", async () => {
    const ring = fakeRing();
    const write = ring.write.bind(ring);
    ring.write = () => Promise.reject(new Error("locked"));
    const cipher = cipherOf(ring);
    await expect(cipher.encrypt("sk-1")).rejects.toThrow("locked");
    ring.write = write;
    expect(await cipher.decrypt(await cipher.encrypt("sk-1"))).toBe("sk-1");
  });

  it.each([
    ["changed", (bytes: Uint8Array) => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte))],
    ["cut", (bytes: Uint8Array) => bytes.slice(0, 20)],
    ["of another form", (bytes: Uint8Array) => bytes.map((byte, at) => (at === 0 ? 9 : byte))],
  ])("that was %s is refused", async (_what, damage) => {
    const cipher = cipherOf(fakeRing());
    await expect(cipher.decrypt(damage(await cipher.encrypt("sk-1")))).rejects.toThrow();
  });
});

describe("the system's key ring", () => {
  it.each([
    ["linux", {}, "there is no session of a desktop (no D-Bus)"],
    [
      "linux",
      { PROMPTSCOPE_KEY_RING: "off", DBUS_SESSION_BUS_ADDRESS: "unix:abstract=x" },
      "PROMPTSCOPE_KEY_RING is off",
    ],
    ["darwin", { PROMPTSCOPE_KEY_RING: "off" }, "PROMPTSCOPE_KEY_RING is off"],
    ["win32", { PROMPTSCOPE_KEY_RING: "off" }, "PROMPTSCOPE_KEY_RING is off"],
  ] as const)("is not had on %s with %j: %s", (platform, variables, expected) => {
    expect(systemKeyRing(variables, platform).lack()).toBe(expected);
  });

  // With a bus and no Secret Service the package would keep keys in the kernel, gone with the next start of the machine.
  it("on Linux is that of the session's Secret Service", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "bus"), "");
    const variables = { XDG_RUNTIME_DIR: folder, XDG_DATA_HOME: join(folder, "data") };
    await mkdir(join(folder, "data/dbus-1/services"), { recursive: true });
    await writeFile(join(folder, "data/dbus-1/services/org.freedesktop.secrets.service"), "");
    // Where npm left the optional package out, that is said.
    expect([null, "the optional package @napi-rs/keyring is not installed"]).toContain(
      systemKeyRing(variables, "linux").lack(),
    );
  });
});
