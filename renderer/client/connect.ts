import { type Bridge, bridgeKey } from "@shared/contract/bridge.ts";
import type { ApiClient } from "./client.ts";
import { createHttpClient } from "./http-transport.ts";
import { createIpcClient } from "./ipc-transport.ts";
import { sessionToken } from "./session.ts";

declare global {
  interface Window {
    [bridgeKey]?: Bridge;
  }
}

/**
 * The client for where this page runs: the desktop app when its bridge is there, else the web host.
 * @param onBroken hears that a connection to the web host broke.
 */
export function connect(onBroken: () => void): ApiClient {
  const bridge = window[bridgeKey];
  if (bridge !== undefined) return createIpcClient(bridge);

  let token: Promise<string> | undefined;
  return createHttpClient({
    onBroken,
    fetch: (input, init) => fetch(input, init),
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal?.addEventListener("abort", () => {
          clearTimeout(timer);
          resolve();
        });
      }),
    token() {
      token ??= sessionToken({
        hash: location.hash,
        clearHash: () => history.replaceState(null, "", location.pathname + location.search),
        storage: sessionStorage,
        fetch: (input, init) => fetch(input, init),
      }).catch((error: unknown) => {
        token = undefined;
        throw error;
      });
      return token;
    },
  });
}
