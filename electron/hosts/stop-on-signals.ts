/** Exit code of a command that a signal ended, as shells have it for Ctrl-C. */
const interrupted = 130;
const sameCtrlCMs = 300;

/**
 * The first signal stops what runs, and a later one ends the process. From a terminal Ctrl-C may come twice at once: to
 * everybody there, and again from the process that started this one.
 */
export function stopOnSignals(): AbortController {
  const stop = new AbortController();
  let firstAt: number | undefined;
  const onSignal = () => {
    firstAt ??= performance.now();
    if (stop.signal.aborted && performance.now() - firstAt > sameCtrlCMs) process.exit(interrupted);
    stop.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  return stop;
}
