import { describe, expect, it } from "vitest";
import { createHostCommands } from "../../../../electron/hosts/desktop/host-commands.ts";
import { createSecretCipher, type SafeStorageLike } from "../../../../electron/hosts/desktop/secret-cipher.ts";
import { initialWindowState, placeWindow } from "../../../../electron/hosts/desktop/window-state.ts";

describe("the menu's commands", () => {
  it("reach every page that listens, in order, until it leaves", async () => {
    const commands = createHostCommands();
    const leave = new AbortController();
    const heard: string[] = [];
    const listening = (async () => {
      for await (const { command } of commands.listen(leave.signal)) heard.push(command);
    })();
    for (const command of ["a", "b", "c"]) commands.send(command);
    await new Promise(setImmediate);
    leave.abort();
    await listening;
    commands.send("late");
    expect(heard).toEqual(["a", "b", "c"]);
  });
});

describe("the key ring", () => {
  const safeStorage = (backend: string, available = true): SafeStorageLike & { calls: number } => ({
    calls: 0,
    async isAsyncEncryptionAvailable() {
      this.calls += 1;
      return available;
    },
    getSelectedStorageBackend: () => backend,
    async encryptStringAsync(text) {
      this.calls += 1;
      return Buffer.from(text).reverse();
    },
    decryptStringAsync: async (bytes) => ({ result: Buffer.from(bytes).reverse().toString() }),
  });

  // Under basic_text Electron says that encryption is available, with a password everybody knows.
  it.each([
    ["linux", "gnome_libsecret", true],
    ["linux", "kwallet6", true],
    ["linux", "basic_text", false],
    ["linux", "unknown", false],
    ["darwin", "basic_text", true],
    ["win32", "basic_text", true],
  ] as const)("on %s with %s is offered: %s; nobody has asked the ring itself", (platform, backend, there) => {
    const storage = safeStorage(backend);
    expect(createSecretCipher(storage, platform).lack() === null).toBe(there);
    expect(storage.calls).toBe(0);
  });

  it("refuses when the system says so", async () => {
    await expect(createSecretCipher(safeStorage("keychain", false), "darwin").encrypt("sk")).rejects.toThrow();
  });

  it("gives back what it took", async () => {
    const cipher = createSecretCipher(safeStorage("kwallet6"), "linux");
    expect(await cipher.decrypt(await cipher.encrypt("sk-1234"))).toBe("sk-1234");
    expect(cipher.backend()).toBe("kwallet6");
  });
});

describe("placing the window", () => {
  const display = { x: 0, y: 25, width: 1920, height: 1055 };
  const laptop = { x: 1920, y: 0, width: 1366, height: 728 };
  const at = (x: number, y: number, width = 1200, height = 800) => ({
    bounds: { x, y, width, height },
    maximized: false,
  });

  it("puts it where it was", () => expect(placeWindow(at(100, 100), [display]).bounds).toEqual(at(100, 100).bounds));

  it.each([
    ["on a display that was unplugged", at(2500, 100)],
    ["with its title bar above the screen", at(100, -300)],
    ["with nothing to grasp", at(1900, 100)],
    ["the first time", initialWindowState],
  ])("starts anew %s", (_, state) => {
    expect(placeWindow(state, [display]).bounds).toEqual({ width: 1440, height: 900 });
  });

  // 2600 × 1500 of a large screen came back on a laptop, and the first window was larger than that.
  it.each([
    ["the first time", initialWindowState, [laptop], { width: 1366, height: 728 }],
    ["larger than its display", at(0, 25, 2600, 1500), [display], { x: 0, y: 25, width: 1920, height: 1055 }],
    ["over the edge", at(1000, 500), [display], { x: 720, y: 280, width: 1200, height: 800 }],
    ["on the second display", at(2000, 10, 2000, 700), [display, laptop], { x: 1920, y: 10, width: 1366, height: 700 }],
  ])("fits it to its display: %s", (_what, state, areas, expected) => {
    expect(placeWindow(state, areas).bounds).toEqual(expected);
  });

  it("lets it be no larger than a small display at its smallest", () => {
    const small = { x: 0, y: 0, width: 800, height: 560 };
    expect(placeWindow(initialWindowState, [small]).smallest).toEqual({ width: 800, height: 560 });
  });
});
