import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { systemKeyRing } from "@engine/credentials/system-key-ring.ts";
import { createEngine, type Engine } from "@engine/engine.ts";
import { askForProxies } from "@engine/http/proxies.ts";
import { noteWake } from "@engine/http/wake.ts";
import { openJsonDocument } from "@engine/store/json-document.ts";
import { resolveProfileDirectory } from "@engine/store/profile-directory.ts";
import { createDispatcher } from "@routes/dispatch.ts";
import { createHandlers } from "@routes/handlers.ts";
import type { HostServices } from "@routes/host-services.ts";
import { createRendererFiles } from "@routes/renderer-files.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import {
  app,
  type BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
} from "electron";
import { printError } from "../print-error.ts";
import { stopOnMessage } from "../stop-on-message.ts";
import { createAppProtocol } from "./app-protocol.ts";
import { appUpdates } from "./app-updates.ts";
import { contextMenuTemplate } from "./context-menu.ts";
import { createFileDialogs } from "./file-dialogs.ts";
import { createHostCommands } from "./host-commands.ts";
import { type IpcMainLike, registerIpcTransport } from "./ipc-transport.ts";
import { createLinkOpener } from "./links.ts";
import { menuTemplate } from "./menu.ts";
import { confineNavigation } from "./navigation.ts";
import { appScheme, appUrl, createOwnUrlCheck } from "./own-page.ts";
import { type Ask, mendPage } from "./page-trouble.ts";
import { denyPermissions, type PermissionSession } from "./permissions.ts";
import { closeInTime, createQuitting } from "./quitting.ts";
import { createSecretCipher } from "./secret-cipher.ts";
import { shellVariables } from "./shell-variables.ts";
import { systemProxies } from "./system-proxies.ts";
import { applyTheme } from "./theme.ts";
import { focusWindow, openMainWindow } from "./window.ts";
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
    choosesFiles: true,
  }),
  openLink,
  commands: commands.listen,
  files: createFileDialogs(dialog, () => app.getPath("documents")),
};

// Everything up to `ready` has to be set before it, and waiting for `ready` here would hang: Electron finishes
// loading this module first.
protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
app.enableSandbox();
keepBrowserDataInProfile();
app.on("web-contents-created", (_event, contents) => {
  confineNavigation(contents, isOwnUrl);
  contents.on("context-menu", (_clicked, params) => {
    const items = contextMenuTemplate(params, {
      copyText: (text) => clipboard.writeText(text),
      openLink: (url) => void openLink(url).catch(printError),
    });
    if (items.length > 0) Menu.buildFromTemplate(items).popup();
  });
});
// The shortcut that the installer makes has this id: with another a pinned icon would be a second one.
if (process.platform === "win32") app.setAppUserModelId("dev.promptscope.app");

if (app.requestSingleInstanceLock()) {
  app.on("second-instance", focusWindow);
  app.on("window-all-closed", () => app.quit());
  void app.whenReady().then(start).catch(failToStart);
} else {
  // To whoever started it from a terminal: nothing else would happen there.
  printError("Promptscope is open already: its window was brought to the front.");
  app.quit();
}

async function start(): Promise<void> {
  // Before anything reads the environment; network and keys do.
  const { platform, env } = process;
  Object.assign(env, await shellVariables({ platform, isPackaged: app.isPackaged, variables: env }));
  denyPermissions(session.defaultSession as PermissionSession, isOwnUrl);
  askForProxies(systemProxies(session.defaultSession, process.env));
  protocol.handle(appScheme, createAppProtocol(createRendererFiles(join(import.meta.dirname, "../renderer"))));
  const engine = await createEngine({
    profileDirectory,
    environment: readEnvironment(),
    ciphers: [systemKeyRing(process.env), createSecretCipher(safeStorage, process.platform)],
    version: app.getVersion(),
  });
  const state = await openJsonDocument(join(profileDirectory, "window.json"), windowStateSchema, initialWindowState);
  const ask: Ask = (question) => dialog.showMessageBox(question);
  const quitting = createQuitting(
    () => ({ runs: engine.runs.underWay(), gateway: engine.gateway.status().state === "running" }),
    ask,
    () => app.quit(),
  );
  app.on("before-quit", quitting.check);
  stopOnMessage(() => {
    quitting.agree();
    app.quit();
  });
  powerMonitor.on("resume", () => noteWake());
  let closing: Promise<unknown> | undefined;
  const close = () => (closing ??= Promise.allSettled([engine.close(), state.set(state.get())]));
  closeBeforeQuitting(close);
  registerIpcTransport({
    ipcMain: ipcMain as IpcMainLike,
    dispatcher: createDispatcher({
      handlers: createHandlers(followTheme(engine), hostServices),
      redact: (text) => engine.redact(text),
    }),
    isOwnUrl,
  });
  const checkForUpdates = appUpdates({ ask, quitting, close });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, commands.send, checkForUpdates)));
  app.setAboutPanelOptions({ applicationName: "Promptscope", applicationVersion: app.getVersion() });
  await openMainWindow({
    url: devUrl ?? appUrl,
    state,
    backgroundColor: applyTheme(nativeTheme, engine.settings.view().preferences.theme),
    onMade(window) {
      mendPage(window, ask, () => app.quit());
      window.on("close", quitting.check);
      followSystemEnd(window, quitting.agree);
    },
    onShown: tellLauncher,
  });
}

/** The window's own parts follow a change of the theme at once. */
function followTheme(engine: Engine): Engine {
  const save: Engine["settings"]["save"] = async (change) => {
    const view = await engine.settings.save(change);
    applyTheme(nativeTheme, view.preferences.theme);
    return view;
  };
  return { ...engine, settings: { ...engine.settings, save } };
}

/** Log-off and shutdown ask nobody; Windows sends none of the events of quitting then, so the end begins here. */
function followSystemEnd(window: BrowserWindow, agree: () => void): void {
  const end = () => {
    agree();
    app.quit();
  };
  window.on("query-session-end", agree);
  window.on("session-end", end);
  powerMonitor.on("shutdown", end);
}

/** `npm start` waits for a window, or for a word: without either it goes to the browser. */
function tellLauncher(): void {
  const path = process.env["PROMPTSCOPE_SHOWN_FILE"];
  if (path && !app.isPackaged) writeFileSync(path, "");
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

/** Gives running requests and files their end before the process has its own. */
function closeBeforeQuitting(close: () => Promise<unknown>): void {
  app.on("will-quit", (event) => {
    event.preventDefault();
    void closeInTime(close).finally(() => app.exit(0));
  });
}

function failToStart(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const advice = error instanceof AppFailure ? error.error.advice : undefined;
  printError(message);
  tellLauncher();
  dialog.showErrorBox("Promptscope cannot start", advice ? `${message}\n\n${advice}` : message);
  app.exit(1);
}
