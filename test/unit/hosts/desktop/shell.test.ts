import { describe, expect, it } from "vitest";
import { createHostCommands } from "../../../../electron/hosts/desktop/host-commands.ts";
import { menuCommands, menuTemplate } from "../../../../electron/hosts/desktop/menu.ts";
import { createSecretCipher, type SafeStorageLike } from "../../../../electron/hosts/desktop/secret-cipher.ts";
import { initialWindowState, placeWindow } from "../../../../electron/hosts/desktop/window-state.ts";
import { type CommandInfo, commandTable } from "../../../../renderer/stores/commands.ts";

describe("the menu", () => {
  const known = new Map<string, CommandInfo>(Object.entries(commandTable));

  it.each(menuCommands)("runs a command the interface has, and shows its key: $label", ({ command, accelerator }) => {
    expect([...known.keys()]).toContain(command);
    expect(accelerator?.toLowerCase().replace("cmdorctrl", "mod")).toBe(known.get(command)?.shortcut);
  });

  it.each(["linux", "win32", "darwin"] as const)("on %s reaches settings, run and quit", (platform) => {
    const ran: string[] = [];
    const flat = JSON.stringify(menuTemplate(platform, (command) => ran.push(command)));
    for (const part of ["settings.open", "run.start", "palette.open", "quit"]) expect(flat).toContain(part);
    // A registered key would act a second time, after the page has acted on it.
    expect(flat).not.toContain('"registerAccelerator":true');
  });
});

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
  const safeStorage = (backend: string, available = true): SafeStorageLike => ({
    isEncryptionAvailable: () => available,
    getSelectedStorageBackend: () => backend,
    encryptString: (text) => Buffer.from(text).reverse(),
    decryptString: (bytes) => Buffer.from(bytes).reverse().toString(),
  });

  // Under basic_text Electron says that encryption is available, with a password everybody knows.
  it.each([
    ["linux", "gnome_libsecret", true],
    ["linux", "kwallet6", true],
    ["linux", "basic_text", false],
    ["linux", "unknown", false],
    ["darwin", "basic_text", true],
    ["win32", "basic_text", true],
  ] as const)("on %s with %s is there: %s", (platform, backend, there) => {
    expect(createSecretCipher(safeStorage(backend), platform).available()).toBe(there);
  });

  it("is not there when the system says so", () => {
    expect(createSecretCipher(safeStorage("gnome_libsecret", false), "linux").available()).toBe(false);
  });

  it("gives back what it took", () => {
    const cipher = createSecretCipher(safeStorage("kwallet6"), "linux");
    expect(cipher.decrypt(cipher.encrypt("sk-1234"))).toBe("sk-1234");
    expect(cipher.backend()).toBe("kwallet6");
  });
});

describe("placing the window", () => {
  const display = { x: 0, y: 25, width: 1920, height: 1055 };
  const at = (x: number, y: number) => ({ bounds: { x, y, width: 1200, height: 800 }, maximized: false });

  it("puts it where it was", () => expect(placeWindow(at(100, 100), [display])).toEqual(at(100, 100).bounds));

  it.each([
    ["on a display that was unplugged", at(2500, 100)],
    ["with its title bar above the screen", at(100, -300)],
    ["with nothing to grasp", at(1900, 100)],
    ["the first time", initialWindowState],
  ])("starts anew %s", (_, state) => {
    expect(placeWindow(state, [display])).not.toHaveProperty("x");
  });
});
