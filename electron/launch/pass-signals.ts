const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** As far as a child is needed here; tests give their own. */
interface Stoppable {
  kill(signal: NodeJS.Signals): boolean;
}

/**
 * Ctrl-C reaches every process of the terminal by itself; `kill` on the launcher alone has to be passed on. Only to a child
 * that goes on, though: one that is just ending would take it for a second Ctrl-C. On Windows nothing is passed on: Node
 * ends a process there at once in place of a signal, and what was to be closed stays open.
 */
export function passSignalsTo(child: Stoppable, platform: NodeJS.Platform = process.platform) {
  let stopped = false;
  const handlers = signals.map((signal) => {
    const handler = () => {
      stopped = true;
      if (platform !== "win32") setTimeout(() => child.kill(signal), 500).unref();
    };
    return [signal, handler] as const;
  });
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return {
    wasStopped: () => stopped,
    stop() {
      for (const [signal, handler] of handlers) process.off(signal, handler);
    },
  };
}
