import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { constants } from "node:os";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a program in the foreground until it ends, passing signals on. Resolves with the exit code to give back:
 * 128 + the signal's number after a signal, as shells do.
 */
export function runInForeground(command: string, args: string[], options: SpawnOptions = {}): Promise<number> {
  const child = spawn(command, args, { stdio: "inherit", ...options });
  const passOn = passSignalsTo(child);
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      passOn.stop();
      reject(error);
    });
    child.once("exit", (code, signal) => {
      passOn.stop();
      resolve(code ?? exitCodeOf(signal));
    });
  });
}

/**
 * Ctrl-C reaches every process of the terminal by itself; `kill` on the launcher alone has to be passed on. Only to a child
 * that goes on, though: one that is just ending would take it for a second Ctrl-C.
 */
function passSignalsTo(child: ChildProcess): { stop(): void } {
  const handlers = signals.map((signal) => [signal, () => setTimeout(() => child.kill(signal), 500).unref()] as const);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return {
    stop() {
      for (const [signal, handler] of handlers) process.off(signal, handler);
    },
  };
}

function exitCodeOf(signal: NodeJS.Signals | null): number {
  return signal === null ? 1 : 128 + constants.signals[signal];
}
