import { findOrFetchElectron } from "./electron-binary.ts";

/** Whether the desktop app can be opened here, and if not, why, in words that finish "… because". */
export type DesktopChoice = { binary: string } | { reason: string };

export async function chooseDesktop(root: string): Promise<DesktopChoice> {
  if (process.platform === "linux") {
    // Electron as root needs --no-sandbox, and a page that shows answers of models does not run without a sandbox.
    if (process.getuid?.() === 0) return { reason: "Electron keeps its sandbox only when it is not run as root" };
    if (!process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"]) return { reason: "there is no display" };
  }
  return findOrFetchElectron(root);
}
