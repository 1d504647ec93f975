import { readFileSync } from "node:fs";

/**
 * When a process started, as the kernel counts it (clock ticks since boot), so that a recycled pid is not taken for the
 * old process. Null where the platform does not say, and when there is no such process.
 */
export function processStart(pid: number): number | null {
  if (process.platform !== "linux") return null;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, the name, may hold spaces and brackets; `starttime` is field 22 (proc_pid_stat(5)).
    const ticks = Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[19]);
    return Number.isSafeInteger(ticks) ? ticks : null;
  } catch {
    return null; // The process has just ended, or /proc is hidden.
  }
}

/** Whether a process that was seen before is still there: its pid is, and started when it did. */
export function isSameProcess(pid: number, started: number | null): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs and is another user's.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return started === null || processStart(pid) === started;
}
