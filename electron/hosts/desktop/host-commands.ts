import type { HostCommand } from "@shared/contract/routes.ts";

/** Carries the native menu's commands to every page that listens. */
export interface HostCommands {
  send(command: string): void;
  /** Everything sent from now on, until `signal` aborts. */
  listen(signal: AbortSignal): AsyncIterable<HostCommand>;
}

export function createHostCommands(): HostCommands {
  const listeners = new Set<(command: string) => void>();
  return {
    send(command) {
      for (const listener of listeners) listener(command);
    },
    async *listen(signal) {
      const waiting: string[] = [];
      let wake = () => {};
      const listener = (command: string) => {
        waiting.push(command);
        wake();
      };
      const onAbort = () => wake();
      listeners.add(listener);
      signal.addEventListener("abort", onAbort);
      try {
        while (!signal.aborted) {
          const command = waiting.shift();
          if (command !== undefined) yield { command };
          else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        listeners.delete(listener);
        signal.removeEventListener("abort", onAbort);
      }
    },
  };
}
