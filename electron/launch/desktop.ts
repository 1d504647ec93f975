import { findOrFetchElectron } from "./electron-binary.ts";

/** Whether the desktop app can be opened here, and if not, why, in words that finish "… because". */
export type DesktopChoice = { binary: string } | { reason: string };

/** What decides before there is a binary; tests give their own. */
interface Seat {
  platform: NodeJS.Platform;
  isRoot: boolean;
  variables: Record<string, string | undefined>;
}

const thisSeat = (): Seat => ({
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  variables: process.env,
});

export async function chooseDesktop(root: string, seat = thisSeat()): Promise<DesktopChoice> {
  const reason = whyNoWindow(seat);
  return reason === null ? findOrFetchElectron(root) : { reason };
}

/** Why nobody would see a window here; null: somebody would. */
function whyNoWindow({ platform, isRoot, variables }: Seat): string | null {
  if (platform !== "linux") return null;
  // Electron as root needs --no-sandbox, and a page that shows answers of models does not run without a sandbox.
  if (isRoot) return "Electron keeps its sandbox only when it is not run as root";
  return variables["DISPLAY"] || variables["WAYLAND_DISPLAY"] ? null : "there is no display";
}
