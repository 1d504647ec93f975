import type { MenuItemConstructorOptions } from "electron";
import { describe, expect, it } from "vitest";
import { type Clicked, contextMenuTemplate } from "../../../../electron/hosts/desktop/context-menu.ts";
import { menuCommands, menuTemplate } from "../../../../electron/hosts/desktop/menu.ts";
import { type CommandInfo, commandTable } from "../../../../renderer/stores/commands.ts";

type Item = MenuItemConstructorOptions;
const nothing = () => undefined;
const flat = (items: readonly Item[]): Item[] =>
  items.flatMap((item) => [item, ...flat(Array.isArray(item.submenu) ? item.submenu : [])]);
const nameOf = ({ role, label, type }: Item) => (type === "separator" ? "-" : (role ?? label));
const submenu = (items: readonly Item[], name: string) => {
  const found = items.find((item) => nameOf(item) === name)?.submenu;
  return Array.isArray(found) ? found.map(nameOf) : found;
};

describe("the native menu", () => {
  const known = new Map<string, CommandInfo>(Object.entries(commandTable));

  it.each(menuCommands)("runs a command the interface has, and shows its key: $label", ({ command, accelerator }) => {
    expect([...known.keys()]).toContain(command);
    expect(accelerator?.toLowerCase().replace("cmdorctrl", "mod")).toBe(known.get(command)?.shortcut);
  });

  it("on a Mac has what a Mac's menu has", () => {
    const menu = menuTemplate("darwin", nothing);
    expect(menu.map(nameOf)).toEqual(["Promptscope", "File", "editMenu", "Prompt", "Go", "View", "windowMenu", "help"]);
    const app = ["about", "-", "Settings…", "-", "services", "-", "hide", "hideOthers", "unhide", "-", "quit"];
    expect(submenu(menu, "Promptscope")).toEqual(app);
    // ⌘W: the window menu of a Mac has no close.
    expect(submenu(menu, "File")).toEqual(["New Prompt", "-", "close"]);
    const labels = flat(menu).flatMap(({ label }) => label ?? []);
    expect(labels).toEqual(expect.arrayContaining(["About Promptscope", "Hide Promptscope", "Quit Promptscope"]));
  });

  it.each([
    ["win32", "Exit"],
    ["linux", "Quit"],
  ] as const)("on %s has File, Edit, View, Window and Help", (platform, quit) => {
    const menu = menuTemplate(platform, nothing);
    expect(menu.map(nameOf)).toEqual(["File", "editMenu", "Prompt", "Go", "View", "windowMenu", "Help"]);
    expect(submenu(menu, "File")).toEqual(["New Prompt", "-", "Settings…", "-", "quit"]);
    expect(flat(menu).find(({ role }) => role === "quit")?.label).toBe(quit);
    expect(submenu(menu, "Help")).toEqual(["about"]);
  });

  it.each([
    ["darwin", "Promptscope", ["about", "Check for Updates…", "-"]],
    ["win32", "Help", ["Check for Updates…", "about"]],
    ["linux", "Help", ["Check for Updates…", "about"]],
  ] as const)("on %s offers updates where this copy can have them, and nowhere else", (platform, place, expected) => {
    let clicked = 0;
    const menu = menuTemplate(platform, nothing, () => {
      clicked += 1;
    });
    expect([submenu(menu, place)].flat().slice(0, expected.length)).toEqual(expected);
    const entry = flat(menu).find(({ id }) => id === "updates.check");
    const click = entry?.click as (() => void) | undefined;
    click?.();
    expect(clicked).toBe(1);
    expect(flat(menuTemplate(platform, nothing)).filter(({ id }) => id === "updates.check")).toEqual([]);
  });

  // `registerAccelerator` does nothing on a Mac, and a key without ⌘ goes to the menu before the page: Escape closed no
  // dialog and stopped the run instead.
  it("on a Mac takes no key without ⌘ and counts on no key being shown only", () => {
    const items = flat(menuTemplate("darwin", nothing));
    const keys = items.flatMap(({ accelerator }) => accelerator ?? []);
    expect(keys).toContain("Cmd+.");
    expect(keys.filter((key) => !/^(Cmd|CmdOrCtrl)\+/.test(key))).toEqual([]);
    expect(items.filter((item) => "registerAccelerator" in item)).toEqual([]);
  });

  // A registered key would act a second time, after the page has acted on it.
  it.each(["win32", "linux"] as const)("on %s only shows the keys of commands", (platform) => {
    const commands = flat(menuTemplate(platform, nothing)).filter(({ id, accelerator }) => id && accelerator);
    expect(commands.length).toBeGreaterThan(8);
    expect(commands.filter(({ registerAccelerator }) => registerAccelerator !== false)).toEqual([]);
  });

  // The roles' own keys are Ctrl with Plus, - and 0: Ctrl+= did nothing, nor did the numeric pad, and AZERTY has - on its 6.
  it.each([
    ["darwin", [["zoomIn", "CmdOrCtrl+="]]],
    ...(["win32", "linux"] as const).map(
      (platform) =>
        [
          platform,
          [
            ["zoomIn", "CmdOrCtrl+="],
            ["resetZoom", "Ctrl+num0"],
            ["zoomIn", "Ctrl+numadd"],
            ["zoomOut", "Ctrl+numsub"],
          ],
        ] as const,
    ),
  ] as const)("on %s zooms by the keys that people press, too", (platform, expected) => {
    const items = flat(menuTemplate(platform, nothing));
    const more = items.filter(({ visible }) => visible === false);
    expect(more.map(({ role, accelerator }) => [role, accelerator])).toEqual(expected);
    expect(more.filter((item) => item.acceleratorWorksWhenHidden !== true)).toEqual([]);
    // Seen in the menu with the keys of the roles.
    const seen = items.filter(({ role, visible }) => /zoom/i.test(role ?? "") && visible !== false);
    expect(seen).toEqual([{ role: "resetZoom" }, { role: "zoomIn" }, { role: "zoomOut" }]);
  });

  it("runs its command", () => {
    const ran: string[] = [];
    const items = flat(menuTemplate("linux", (command) => ran.push(command)));
    items.find(({ id }) => id === "run.start")?.click?.(...([] as unknown as Parameters<NonNullable<Item["click"]>>));
    expect(ran).toEqual(["run.start"]);
  });
});

// Electron has no menu of its own: an answer could not be copied, nor a key pasted, with the mouse.
describe("the menu of a right click", () => {
  const editFlags = { canUndo: true, canRedo: false, canCut: true, canCopy: true, canPaste: true };
  const clicked = (what: Partial<Clicked>): Clicked => ({
    isEditable: false,
    selectionText: "",
    linkURL: "",
    editFlags,
    ...what,
  });
  const did: string[] = [];
  const actions = { copyText: (text: string) => did.push(`copy ${text}`), openLink: (url: string) => did.push(url) };
  const menu = (what: Partial<Clicked>) => contextMenuTemplate(clicked(what), actions);

  it.each([
    ["plain ground", {}, []],
    ["a selection", { selectionText: "an answer" }, ["copy"]],
    ["a field", { isEditable: true }, ["undo", "redo", "-", "cut", "copy", "paste", "selectAll"]],
    ["a link", { linkURL: "https://example.com/" }, ["Open Link", "Copy Link"]],
    [
      "a selected link",
      { linkURL: "https://example.com/", selectionText: "x" },
      ["Open Link", "Copy Link", "-", "copy"],
    ],
    ["an address that starts programs", { linkURL: "smb://host/share" }, []],
  ])("on %s", (_what, given, expected) => {
    expect(menu(given).map(nameOf)).toEqual(expected);
  });

  it("offers what is possible only, and opens links through the one opener", () => {
    expect(menu({ isEditable: true }).find(({ role }) => role === "redo")?.enabled).toBe(false);
    const [open] = menu({ linkURL: "https://example.com/" });
    open?.click?.(...([] as unknown as Parameters<NonNullable<Item["click"]>>));
    expect(did).toEqual(["https://example.com/"]);
  });
});
