import type { HostCommand } from "@shared/contract/routes.ts";

/** Carries the native menu's commands to every page that listens. */
export interface HostCommands {
  /** Where no page listens yet, it waits for the first that does: the menu is there before the page is. */
  send(command: string): void;
  /** Everything sent from now on, and what waits, until `signal` aborts. */
  listen(signal: AbortSignal): AsyncIterable<HostCommand>;
}

/** A page that never comes must not gather clicks for ever. */
const mostUnheard = 16;

export function createHostCommands(): HostCommands {
  const listeners = new Set<(command: string) => void>();
  let unheard: string[] = [];
  return {
    send(command) {
      if (listeners.size === 0) unheard = [...unheard, command].slice(-mostUnheard);
      for (const listener of listeners) listener(command);
    },
    async *listen(signal) {
      const waiting = unheard;
      unheard = [];
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
