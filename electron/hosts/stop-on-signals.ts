import { closeSync, openSync } from "node:fs";

/** Exit code of a command that a signal ended, as shells have it for Ctrl-C. */
const interrupted = 130;
const sameCtrlCMs = 300;

/**
 * The first signal stops what runs, and a later one ends the process. From a terminal Ctrl-C may come twice at once: to
 * everybody there, and again from the process that started this one.
 * @param onHangup called instead for a hang-up where no terminal can hang up, as daemons are asked to read their config
 * again.
 */
export function stopOnSignals(onHangup?: () => void): AbortController {
  const stop = new AbortController();
  let firstAt: number | undefined;
  const onSignal = () => {
    firstAt ??= performance.now();
    if (stop.signal.aborted && performance.now() - firstAt > sameCtrlCMs) process.exit(interrupted);
    stop.abort();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, onSignal);
  process.on("SIGHUP", onHangup && !hasTerminal() ? onHangup : onSignal);
  return stop;
}

/** Asked at the start: a terminal that has just hung up can no longer be opened. Windows' closed console is one, too. */
function hasTerminal(): boolean {
  if (process.platform === "win32") return true;
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
