import { environmentProxies, type FindProxy, namesProxy, proxyOfPac } from "@engine/http/proxies.ts";

/** Electron's `Session`, as far as it is needed here; tests give their own. */
export interface ProxySession {
  resolveProxy(url: string): Promise<string>;
}

/** The environment's proxy, else the system's: Chromium reads its settings and runs its auto-config. */
export function systemProxies(session: ProxySession, variables: Record<string, string | undefined>): FindProxy {
  if (namesProxy(variables)) return environmentProxies(variables);
  return (url) => session.resolveProxy(url.href).then(proxyOfPac);
}
