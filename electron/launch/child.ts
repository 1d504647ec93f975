import { type SpawnOptions, spawn } from "node:child_process";
import { constants } from "node:os";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How a program ended. */
export interface Ended {
  /** To give back: its own, or 128 + the signal's number after a signal, as shells do. */
  code: number;
  signal: NodeJS.Signals | null;
  /** Somebody asked this process to stop while it ran. */
  wasStopped: boolean;
}

/** As far as a child is needed here; tests give their own. */
interface Stoppable {
  kill(signal: NodeJS.Signals): boolean;
}

/** Runs a program in the foreground until it ends, passing signals on. Rejects when it cannot be started. */
export function runInForeground(command: string, args: string[], options: SpawnOptions = {}): Promise<Ended> {
  const child = spawn(command, args, { stdio: "inherit", ...options });
  const passOn = passSignalsTo(child);
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      passOn.stop();
      reject(error);
    });
    child.once("exit", (code, signal) => {
      passOn.stop();
      resolve({ code: code ?? exitCodeOf(signal), signal, wasStopped: passOn.wasStopped() });
    });
  });
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

function exitCodeOf(signal: NodeJS.Signals | null): number {
  return signal === null ? 1 : 128 + constants.signals[signal];
}
