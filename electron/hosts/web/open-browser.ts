import { spawn } from "node:child_process";
import { printError } from "../print-error.ts";

/** Opens an address of ours in the default browser. A machine without one is no error: the address is printed too. */
export function openBrowser(url: string): void {
  const [command, ...args] = browserCommand(url);
  if (command === undefined) return;
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.on("error", () => printError("No browser could be opened; open the address below yourself."));
  child.unref();
}

function browserCommand(url: string): string[] {
  if (process.platform === "darwin") return ["open", url];
  if (process.platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", url];
  const hasDisplay = process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"];
  return hasDisplay ? ["xdg-open", url] : [];
}
