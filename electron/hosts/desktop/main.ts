import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createEngine } from "@engine/engine.ts";
import { openJsonDocument } from "@engine/store/json-document.ts";
import { resolveProfileDirectory } from "@engine/store/profile-directory.ts";
import { createDispatcher } from "@routes/dispatch.ts";
import { createHandlers } from "@routes/handlers.ts";
import type { HostServices } from "@routes/host-services.ts";
import { createRendererFiles } from "@routes/renderer-files.ts";
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, safeStorage, session, shell } from "electron";
import { printError } from "../print-error.ts";
import { createAppProtocol } from "./app-protocol.ts";
import { createHostCommands } from "./host-commands.ts";
import { type IpcMainLike, registerIpcTransport } from "./ipc-transport.ts";
import { createLinkOpener } from "./links.ts";
import { menuTemplate } from "./menu.ts";
import { confineNavigation } from "./navigation.ts";
import { appScheme, appUrl, createOwnUrlCheck } from "./own-page.ts";
import { denyPermissions, type PermissionSession } from "./permissions.ts";
import { createSecretCipher } from "./secret-cipher.ts";
import { openMainWindow } from "./window.ts";
import { initialWindowState, windowStateSchema } from "./window-state.ts";

const profileDirectory = resolveProfileDirectory(process.env);
const devUrl = app.isPackaged ? undefined : process.env["PROMPTSCOPE_DEV_URL"];
const isOwnUrl = createOwnUrlCheck(devUrl);
const commands = createHostCommands();
const openLink = createLinkOpener(shell);

const hostServices: HostServices = {
  info: () => ({
    name: "Promptscope",
    version: app.getVersion(),
    host: "desktop",
    platform: process.platform,
    opensLinks: true,
  }),
  openLink,
  commands: commands.listen,
};

// Everything up to `ready` has to be set before it, and waiting for `ready` here would hang: Electron finishes
// loading this module first.
protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
app.enableSandbox();
keepBrowserDataInProfile();
app.on("web-contents-created", (_event, contents) => confineNavigation(contents, isOwnUrl));

if (app.requestSingleInstanceLock()) {
  app.on("second-instance", focusWindow);
  app.on("window-all-closed", () => app.quit());
  void app.whenReady().then(start).catch(failToStart);
} else {
  app.quit();
}

async function start(): Promise<void> {
  denyPermissions(session.defaultSession as PermissionSession, isOwnUrl);
  protocol.handle(appScheme, createAppProtocol(createRendererFiles(join(import.meta.dirname, "../renderer"))));
  const engine = await createEngine({
    profileDirectory,
    environment: readEnvironment(),
    cipher: createSecretCipher(safeStorage, process.platform),
    version: app.getVersion(),
  });
  const state = await openJsonDocument(join(profileDirectory, "window.json"), windowStateSchema, initialWindowState);
  closeBeforeQuitting(() => Promise.allSettled([engine.close(), state.set(state.get())]));
  registerIpcTransport({
    ipcMain: ipcMain as IpcMainLike,
    dispatcher: createDispatcher({
      handlers: createHandlers(engine, hostServices),
      redact: (text) => engine.redact(text),
    }),
    isOwnUrl,
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, commands.send)));
  await openMainWindow({ url: devUrl ?? appUrl, state });
}

/** Beside the profile's own files, so that one profile is one folder and Electron's instance lock is the profile's. */
function keepBrowserDataInProfile(): void {
  if (app.commandLine.hasSwitch("user-data-dir")) return;
  const directory = join(profileDirectory, "chromium");
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    app.setPath("userData", directory);
  } catch {
    // A profile that cannot be written is shown all the same.
    app.setPath("userData", mkdtempSync(join(tmpdir(), "promptscope-window-")));
  }
}

function focusWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.focus();
}

/** Gives running requests and files their end before the process has its own. */
function closeBeforeQuitting(close: () => Promise<unknown>): void {
  app.on("will-quit", (event) => {
    event.preventDefault();
    void close().finally(() => app.exit(0));
  });
}

function failToStart(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  printError(message);
  dialog.showErrorBox("Promptscope cannot start", message);
  app.exit(1);
}
