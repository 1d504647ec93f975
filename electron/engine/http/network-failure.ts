import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ErrorCode } from "@shared/domain/error/error.ts";

const codesByName: Record<string, ErrorCode> = {
  ECONNREFUSED: "connection_refused",
  ENOTFOUND: "dns_failed",
  EAI_AGAIN: "dns_failed",
  EAI_FAIL: "dns_failed",
  EAI_NODATA: "dns_failed",
  EAI_NONAME: "dns_failed",
  ETIMEDOUT: "connect_timeout",
  EHOSTUNREACH: "connection_refused",
  ENETUNREACH: "connection_refused",
  EPROTO: "tls_failed",
};

/** Node's and OpenSSL's names for everything that is wrong with a certificate or a handshake. */
const tlsNames =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|ERR_OSSL_)/;

/**
 * Turns node's error into ours. Node's own words are kept as `detail` only where they name a code, since they may
 * quote what was sent.
 */
export function networkFailure(error: unknown, url: URL): AppFailure {
  if (error instanceof AppFailure) return error;
  const name = errorName(error);
  const code = codeOf(name);
  const place = url.port === "" ? url.hostname : url.host;
  const detail = name === "" ? {} : { detail: name };
  switch (code) {
    case "connection_refused":
      if (unreachableNames.includes(name)) return notReachable(url, name);
      return new AppFailure(code, { message: `Nothing is listening on ${placeWithPort(url)}.`, ...detail });
    case "dns_failed":
      return new AppFailure(code, { message: `The host ${url.hostname} cannot be found.`, ...detail });
    case "tls_failed":
      return new AppFailure(code, { message: `The certificate of ${place} is not trusted.`, ...detail });
    case "connect_timeout":
      return new AppFailure(code, { message: `No connection to ${place} was made in time.`, ...detail });
    case "protocol_error":
      return new AppFailure(code, { message: `${place} does not speak HTTP as it should.`, ...detail });
    default:
      return new AppFailure("connection_lost", { message: `The connection to ${place} broke.`, ...detail });
  }
}

/** No way leads there, or the system does not let this program go it. */
const unreachableNames = ["EHOSTUNREACH", "ENETUNREACH"];

function notReachable(url: URL, detail: string): AppFailure {
  return new AppFailure("connection_refused", {
    message: `${placeWithPort(url)} cannot be reached from here.`,
    advice:
      process.platform === "darwin"
        ? "Check the network. For a server in your own network macOS asks first: System Settings, Privacy & Security, Local Network."
        : "Check the base URL, the network and the firewall.",
    detail,
  });
}

function codeOf(name: string): ErrorCode {
  if (tlsNames.test(name)) return "tls_failed";
  // The HTTP parser's complaints (no HTTP at all, headers beyond 16 KB) and those of the decompressor.
  if (name.startsWith("HPE_") || name.startsWith("Z_")) return "protocol_error";
  return codesByName[name] ?? "connection_lost";
}

/** `code` of a node error; of the first one where several addresses were tried. */
function errorName(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError) return errorName(error.errors[0]);
  return "";
}

function placeWithPort(url: URL): string {
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  return `${url.hostname}:${port}`;
}
