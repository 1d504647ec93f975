import { type LookupAddress, lookup } from "node:dns";
import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from "node:http";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { lazily } from "@shared/domain/late/lazily.ts";
import { remember } from "@shared/domain/remember.ts";
import type { WireTimings } from "@shared/domain/wire/wire.ts";

/** Idle sockets go before common servers close theirs, so that few requests meet a dead one. */
const idleSocketMs = 15_000;
// Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment cannot weaken it.
const verified = { rejectUnauthorized: true };
// As many as the gateway has clients: with fewer, a busy gateway would connect anew for most of its calls.
const pooled = { keepAlive: true, maxFreeSockets: 64, timeout: idleSocketMs };
const httpAgent = new HttpAgent(pooled);
/** TLS is loaded with the first call that needs it, not at every start. */
const https = lazily(() => {
  const { Agent, request } = process.getBuiltinModule("node:https");
  return { agent: new Agent({ ...pooled, ...verified }), request };
});

/** Cloud metadata services hand credentials to whoever asks from inside (`README.md#addresses`). */
const forbiddenAddresses = new BlockList();
forbiddenAddresses.addSubnet("169.254.0.0", 16, "ipv4");
forbiddenAddresses.addAddress("fd00:ec2::254", "ipv6");

/**
 * Opens the request. Headers are `[name, value, …]` in the order they leave; node adds none to such a list as long as
 * host, content-length and connection are in it.
 * @throws AppFailure `base_url_invalid` for a metadata address.
 */
export function openRequest(
  url: URL,
  method: string,
  headers: readonly string[],
  options: { fresh: boolean },
): ClientRequest {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host)) assertAllowedAddress(host, isIP(host));
  const secure = url.protocol === "https:";
  const { agent, request } = secure ? https() : { agent: httpAgent, request: httpRequest };
  return request({
    protocol: url.protocol,
    host,
    port: url.port === "" ? (secure ? 443 : 80) : Number(url.port),
    path: url.pathname + url.search,
    method,
    headers,
    agent: options.fresh ? false : agent,
    lookup: guardedLookup,
    ...verified,
  });
}

/** Notes when each step of a connection was done and calls `onReady` when bytes can flow. */
export function watchConnection(
  request: ClientRequest,
  timings: WireTimings,
  elapsed: () => number,
  secure: boolean,
  onReady: () => void,
): void {
  request.once("socket", (socket) => {
    timings.reusedConnection = request.reusedSocket;
    if (request.reusedSocket) {
      onReady();
      return;
    }
    socket.once("lookup", () => {
      timings.dns = elapsed();
    });
    socket.once("connect", () => {
      timings.connect = elapsed();
      if (!secure) onReady();
    });
    socket.once("secureConnect", () => {
      timings.tls = elapsed();
      onReady();
    });
  });
}

const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, []);
      return;
    }
    try {
      for (const { address, family } of addresses) assertAllowedAddress(address, family);
    } catch (refused) {
      callback(refused as NodeJS.ErrnoException, []);
      return;
    }
    if (options.all) {
      callback(null, addresses);
      return;
    }
    const first: LookupAddress | undefined = addresses[0];
    callback(null, first?.address ?? "", first?.family);
  });
};

function assertAllowedAddress(address: string, family: number): void {
  if (judgeAddress(`${family} ${address}`) === "allowed") return;
  throw new AppFailure("base_url_invalid", {
    message: "The address belongs to a cloud metadata service, which is never called.",
  });
}

/** The list is searched once for each address: a gateway calls the same one again and again. */
const judgeAddress = remember(64, (key) => {
  const [family, address = ""] = key.split(" ");
  return forbiddenAddresses.check(address, family === "6" ? "ipv6" : "ipv4") ? "forbidden" : "allowed";
});
