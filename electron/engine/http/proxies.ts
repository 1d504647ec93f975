import { BlockList, isIP } from "node:net";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ProxySetting } from "@shared/domain/proxy.ts";
import { networkVariables } from "./network-variables.ts";

/** A server that takes requests on to others. */
export interface HttpProxy {
  secure: boolean;
  host: string;
  port: number;
  /** What the interface shows: never with a password. */
  shown: string;
  /** Value of `Proxy-Authorization`. */
  authorization?: string;
}

/**
 * Which proxy a request takes; null: none. A promise where the system has to be asked.
 * @throws AppFailure `proxy_failed` for one that cannot be used.
 */
export type FindProxy = (url: URL) => HttpProxy | null | Promise<HttpProxy | null>;

type Variables = Record<string, string | undefined>;

let current: FindProxy | undefined;
let chosen: ProxySetting = "system";

/** Sets who is asked, in place of the environment: the desktop app knows the system's proxy too. */
export function askForProxies(find: FindProxy): void {
  current = find;
}

/** What the person chose in the settings; `PROMPTSCOPE_PROXY` goes before it. */
export function chooseProxy(setting: ProxySetting): void {
  chosen = setting;
}

/** The proxy for an address, as the host decides; what runs on this machine is never reached through one. */
export const findProxy: FindProxy = (url) => {
  if (isLoopback(url.hostname)) return null;
  if (chosen !== "system" && !networkVariables()["PROMPTSCOPE_PROXY"]) {
    return chosen === "direct" ? null : parseProxy(chosen, "Settings → Network");
  }
  current ??= environmentProxies(networkVariables());
  return current(url);
};

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

function isLoopback(hostname: string): boolean {
  const host = plainHost(hostname);
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  const family = isIP(host);
  return family !== 0 && loopback.check(host, family === 6 ? "ipv6" : "ipv4");
}

function plainHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "").toLowerCase();
}

/**
 * Those of the environment, as curl and Python's clients read it: `HTTPS_PROXY` or `HTTP_PROXY` by the scheme asked for, else
 * `ALL_PROXY`, small letters first; `NO_PROXY` has hosts, their subdomains, ports, addresses and ranges. `PROMPTSCOPE_PROXY`
 * goes before all of them: an address, or `direct` for none.
 */
export function environmentProxies(variables: Variables): (url: URL) => HttpProxy | null {
  const own = variables["PROMPTSCOPE_PROXY"];
  if (own) return () => (own === "direct" ? null : parseProxy(own, "PROMPTSCOPE_PROXY"));
  const read = (name: string) => variables[name.toLowerCase()] || variables[name];
  const exceptions = (read("NO_PROXY") ?? "").split(/[\s,]+/).filter((entry) => entry !== "");
  return (url) => {
    const names = [url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY", "ALL_PROXY"];
    const name = names.find((candidate) => read(candidate));
    if (name === undefined || exceptions.some((entry) => isException(entry, url))) return null;
    return parseProxy(read(name) ?? "", name);
  };
}

/** Whether the environment decides at all. */
export function namesProxy(variables: Variables): boolean {
  const names = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
  return ["PROMPTSCOPE_PROXY", ...names].some((name) => variables[name]);
}

function isException(entry: string, url: URL): boolean {
  if (entry === "*") return true;
  const host = plainHost(url.hostname);
  if (entry.includes("/")) return isInRange(entry, host);
  if (isIP(entry) === 6) return host === entry.toLowerCase();
  const [, name = "", port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  const wanted = plainHost(name).replace(/^\*?\./, "");
  if (port !== undefined && port !== portOf(url)) return false;
  return host === wanted || host.endsWith(`.${wanted}`);
}

function isInRange(entry: string, host: string): boolean {
  const [address = "", bits = ""] = entry.split("/");
  const family = isIP(host);
  if (family === 0 || family !== isIP(address)) return false;
  const list = new BlockList();
  try {
    list.addSubnet(address, Number(bits), family === 6 ? "ipv6" : "ipv4");
  } catch {
    return false; // No range: nothing is excepted by it.
  }
  return list.check(host, family === 6 ? "ipv6" : "ipv4");
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

/** @param name where it is set, for the person. */
function parseProxy(text: string, name: string): HttpProxy {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol.startsWith("socks")) throw noSocks(`${url.protocol}//${url.host} (${name})`);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === "") {
    throw new AppFailure("proxy_failed", { message: `${name} is no address of a proxy.` });
  }
  const secure = url.protocol === "https:";
  const proxy = proxyAt(secure, plainHost(url.hostname), url.port === "" ? (secure ? 443 : 80) : Number(url.port));
  if (url.username === "" && url.password === "") return proxy;
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { ...proxy, authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

function proxyAt(secure: boolean, host: string, port: number): HttpProxy {
  const name = isIP(host) === 6 ? `[${host}]` : host;
  return { secure, host, port, shown: `${secure ? "https" : "http"}://${name}:${port}` };
}

function noSocks(which: string): AppFailure {
  return new AppFailure("proxy_failed", {
    message: `The proxy ${which} speaks SOCKS, which Promptscope does not.`,
    advice: "Set PROMPTSCOPE_PROXY to an HTTP proxy, or to direct.",
  });
}

/**
 * What Chromium says of an address, in the words of proxy auto-config (`PROXY a:8080; DIRECT`): the first that can be used.
 * @throws AppFailure `proxy_failed` where only SOCKS is offered.
 */
export function proxyOfPac(answer: string): HttpProxy | null {
  let socks: string | undefined;
  for (const entry of answer.split(";")) {
    const [kind = "", place = ""] = entry.trim().split(/\s+/);
    if (/^direct$/i.test(kind)) return null;
    if (/^(proxy|http|https)$/i.test(kind)) {
      const secure = /^https$/i.test(kind);
      const url = URL.canParse(`http://${place}`) ? new URL(`http://${place}`) : null;
      if (url)
        return proxyAt(secure, plainHost(url.hostname), Number(/:(\d+)$/.exec(place)?.[1] ?? (secure ? 443 : 80)));
    }
    if (/^socks/i.test(kind)) socks ??= `${place} of this system`;
  }
  if (socks !== undefined) throw noSocks(socks);
  return null;
}
