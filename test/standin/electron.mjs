// The module that `import … from "electron"` gives an app under the stand-in.
import { app } from "./app.mjs";
import { BrowserWindow } from "./browser-window.mjs";
import {
  autoUpdater,
  clipboard,
  dialog,
  nativeTheme,
  powerMonitor,
  safeStorage,
  screen,
  shell,
} from "./desktop-services.mjs";
import { endSession } from "./ends.mjs";
import { ipcMain } from "./ipc-main.mjs";
import { pressKey } from "./keys.mjs";
import { Menu, MenuItem } from "./menu.mjs";
import { runtime, strict } from "./runtime.mjs";
import { protocol, session } from "./session.mjs";

const allContents = () => BrowserWindow.getAllWindows().map((window) => window.webContents);

const webContents = strict("webContents", {
  getAllWebContents: allContents,
  fromId: (id) => runtime.windows.get(id)?.webContents,
  // Playwright finds the window of a page with it.
  fromDevToolsTargetId: (id) => BrowserWindow.getAllWindows().find((window) => window.targetId === id)?.webContents,
});

/** What tests read of the stand-in itself (`runtime.log`), and what a person or the system does to it. */
const standIn = { log: runtime.log, pressKey, endSession };

export {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  standIn,
  webContents,
};
export default {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  standIn,
  webContents,
};
