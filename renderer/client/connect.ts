import { type Bridge, bridgeKey } from "@shared/contract/bridge.ts";
import type { ApiClient } from "./client.ts";
import { createHttpClient } from "./http-transport.ts";
import { createIpcClient } from "./ipc-transport.ts";
import { launchCode, sessionToken } from "./session.ts";

declare global {
  interface Window {
    [bridgeKey]?: Bridge;
  }
}

/**
 * The client for where this page runs: the desktop app when its bridge is there, else the web host.
 * @param onBroken hears that a connection to the web host broke.
 * @param onAdmitted hears that another address of the web host was opened in this tab, and that it works.
 */
export function connect(onBroken: () => void, onAdmitted: () => void): ApiClient {
  const bridge = window[bridgeKey];
  if (bridge !== undefined) return createIpcClient(bridge);

  let kept: Promise<string> | undefined;
  const token = (): Promise<string> => {
    kept ??= sessionToken({
      hash: location.hash,
      clearHash: () => history.replaceState(null, "", location.pathname + location.search),
      storage: sessionStorage,
      fetch: (input, init) => fetch(input, init),
    }).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
  // Only what is behind the # differs from the address before: the browser loads nothing by itself.
  window.addEventListener("hashchange", () => {
    if (launchCode(location.hash) === null) return;
    kept = undefined;
    void token().then(onAdmitted, () => undefined); // A code that was used: the token of before may still be good.
  });
  return createHttpClient({
    onBroken,
    token,
    fetch: (input, init) => fetch(input, init),
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal?.addEventListener("abort", () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  });
}
