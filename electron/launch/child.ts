import { type SpawnOptions, spawn } from "node:child_process";
import { constants } from "node:os";
import { passSignalsTo } from "./pass-signals.ts";

/** How a program ended. */
export interface Ended {
  /** To give back: its own, or 128 + the signal's number after a signal, as shells do. */
  code: number;
  signal: NodeJS.Signals | null;
  /** Somebody asked this process to stop while it ran. */
  wasStopped: boolean;
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

function exitCodeOf(signal: NodeJS.Signals | null): number {
  return signal === null ? 1 : 128 + constants.signals[signal];
}
