import { join } from "node:path";
import type { JsonDocument } from "@engine/store/json-document.ts";
import { BrowserWindow, screen } from "electron";
import { printError } from "../print-error.ts";
import { placeWindow, type WindowState } from "./window-state.ts";

interface WindowOptions {
  url: string;
  state: JsonDocument<WindowState>;
  /** What is seen before the page's first frame. */
  backgroundColor: string;
  /** Told before the page is loaded. */
  onMade(window: BrowserWindow): void;
  /** The window is to be seen. */
  onShown(): void;
}

/** A window that has given no sign by then is shown as it is. */
const patienceMs = 4_000;

/** Opens the window where it was last time, and remembers where it is when it closes. */
export async function openMainWindow(options: WindowOptions): Promise<BrowserWindow> {
  const { url, state, backgroundColor, onMade, onShown } = options;
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const { bounds, smallest } = placeWindow(
    state.get(),
    [primary, ...others].map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: "Promptscope",
    backgroundColor,
    show: false,
    webPreferences: {
      preload: join(import.meta.dirname, "../preload/preload.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      // Its dictionaries would be fetched from the network, and what is typed here is nobody's business.
      spellcheck: false,
    },
  });
  showOnFirstSign(window, onShown);
  onMade(window);
  if (state.get().maximized) window.maximize();
  window.on("close", () => {
    const value = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    state.set(value).catch((error: unknown) => printError(`The window's place was not saved: ${error}`));
  });
  await window.loadURL(url);
  return window;
}

/**
 * On Wayland `ready-to-show` may never come for a window that was made hidden (electron 48859): the process ran, no window
 * appeared, and each further start brought that one to the front.
 */
function showOnFirstSign(window: BrowserWindow, onShown: () => void): void {
  let isShown = false;
  const show = () => {
    clearTimeout(timer);
    if (isShown || window.isDestroyed()) return;
    isShown = true;
    window.show();
    onShown();
  };
  const timer = setTimeout(show, patienceMs);
  window.once("ready-to-show", show);
  window.webContents.once("did-finish-load", show);
}

/** Brings the window to the front, from whatever state it is in. */
export function focusWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
