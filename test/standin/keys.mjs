import { BrowserWindow } from "./browser-window.mjs";
import { Menu } from "./menu.mjs";

/** Of the roles whose keys tests press; the others act on the page alone. */
const keysOfRoles = { close: "CmdOrCtrl+W", quit: "CmdOrCtrl+Q" };
const modifiers = { Alt: 1, Ctrl: 2, Cmd: 4, Shift: 8 };

/**
 * A key as a person presses it (`Cmd+Enter`), on the way that Electron takes. On a Mac one without ⌘ goes to the menu
 * before the page, whatever `registerAccelerator` says; one with ⌘, and every key elsewhere, goes to the page, and to the
 * menu when the page has not prevented it.
 */
export async function pressKey(text) {
  const isMac = process.platform === "darwin";
  const window = BrowserWindow.getFocusedWindow();
  const item = itemWith(Menu.getApplicationMenu(), text);
  if (isMac && item && !text.includes("Cmd+")) {
    item.click({}, window);
    return;
  }
  const names = text.split("+");
  const sum = names.slice(0, -1).reduce((bits, name) => bits | modifiers[name], 0);
  const isTaken = await window.webContents.pressKey(names.at(-1), sum);
  if (!isTaken && item && (isMac || item.registerAccelerator !== false)) item.click({}, window);
}

function itemWith(menu, text) {
  for (const item of menu?.items ?? []) {
    const accelerator = item.accelerator ?? keysOfRoles[item.role] ?? "";
    if (accelerator.replace("CmdOrCtrl", process.platform === "darwin" ? "Cmd" : "Ctrl") === text) return item;
    const found = itemWith(item.submenu, text);
    if (found) return found;
  }
  return null;
}
