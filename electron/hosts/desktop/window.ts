import { join } from "node:path";
import type { JsonDocument } from "@engine/store/json-document.ts";
import { BrowserWindow, screen } from "electron";
import { printError } from "../print-error.ts";
import { placeWindow, smallestWindow, type WindowState } from "./window-state.ts";

interface WindowOptions {
  url: string;
  state: JsonDocument<WindowState>;
}

/** Opens the window where it was last time, and remembers where it is when it closes. */
export async function openMainWindow({ url, state }: WindowOptions): Promise<BrowserWindow> {
  const workAreas = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...placeWindow(state.get(), workAreas),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: "Promptscope",
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
  if (state.get().maximized) window.maximize();
  window.once("ready-to-show", () => window.show());
  window.on("close", () => {
    const value = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    state.set(value).catch((error: unknown) => printError(`The window's place was not saved: ${error}`));
  });
  await window.loadURL(url);
  return window;
}
