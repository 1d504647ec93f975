import { BrowserWindow } from "./browser-window.mjs";
import { powerMonitor } from "./desktop-services.mjs";
import { preventable } from "./runtime.mjs";

/** Milliseconds after which a system that goes down ends whatever is still there. */
const patienceMs = 20_000;

/**
 * Log-off and shutdown. Windows tells the windows and sends none of the events of quitting; the others tell `powerMonitor`.
 * What has not ended by itself in time is killed.
 */
export function endSession() {
  setTimeout(() => process.kill(process.pid, "SIGKILL"), patienceMs);
  if (process.platform !== "win32") {
    powerMonitor.emit("shutdown", preventable());
    return;
  }
  const windows = BrowserWindow.getAllWindows();
  for (const window of windows) window.emit("query-session-end", { ...preventable(), reasons: ["logoff"] });
  for (const window of windows) window.emit("session-end", { reasons: ["logoff"] });
}
