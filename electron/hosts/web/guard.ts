import type { IncomingMessage } from "node:http";
import {
  checkHost,
  checkPeer,
  checkTarget,
  headerValues,
  isPlainJson,
  loopbackNames,
  pathOf,
  type Refusal,
} from "@engine/loopback/request-checks.ts";
import type { BrowserFiles } from "./browser-files.ts";
import { downloadPath } from "./downloads.ts";
import { createGuessLimit } from "./guess-limit.ts";
import type { Sessions } from "./session.ts";
import { uploadPath } from "./uploads.ts";

export interface GuardOptions {
  port: number;
  sessions: Sessions;
  files: Pick<BrowserFiles, "downloads" | "uploads">;
  monotonic: () => number;
  /** Origin of the development server in front of this host; absent in everything a user runs. */
  devOrigin?: string;
}

export type Guard = (request: IncomingMessage) => Refusal | null;

const failedTokensPerSecond = 5;
const sessionPath = "/api/session";

/**
 * Makes the ONE check in front of every route, static file, 404 and upgrade (`README.md#the-guard`): loopback is no
 * trust boundary, since any web page and any local process can send a request here. The order matters: who is asked
 * (Host), who asks (Origin), what form (content type), and only then the token.
 */
export function createGuard({ port, sessions, files, monotonic, devOrigin }: GuardOptions): Guard {
  const hosts = loopbackNames(port);
  const guesses = createGuessLimit(monotonic, failedTokensPerSecond);

  function checkToken(request: IncomingMessage): Refusal | null {
    const header = headerValues(request, "authorization");
    if (header.length === 0) return { status: 401, reason: "No session token." };
    const token = header.length === 1 ? /^Bearer ([\w-]+)$/.exec(header[0] ?? "")?.[1] : undefined;
    if (token !== undefined && sessions.accepts(token)) return null;
    return countFailure();
  }

  /** The browser itself fetches a file and sends no token along: the code of its address stands for it, once. */
  function checkCode(request: IncomingMessage): Refusal | null {
    const path = pathOf(request);
    if (isDownload(request)) return files.downloads.knows(path.slice(downloadPath.length)) ? null : countFailure();
    if (isUpload(request)) return files.uploads.knows(path.slice(uploadPath.length)) ? null : countFailure();
    return null;
  }

  /** A right token is always let in: 256 bits cannot be guessed, and others must not be able to lock the user out. */
  function countFailure(): Refusal {
    if (guesses.isExceeded()) return { status: 429, reason: "Too many wrong tokens." };
    return { status: 401, reason: "The session token is not valid." };
  }

  return function guard(request) {
    return (
      checkPeer(request) ??
      checkHost(request, hosts) ??
      checkTarget(request) ??
      checkOrigin(request, devOrigin) ??
      checkForm(request) ??
      (needsToken(request) ? checkToken(request) : null) ??
      checkCode(request)
    );
  };
}

function checkOrigin(request: IncomingMessage, devOrigin: string | undefined): Refusal | null {
  const refusal: Refusal = { status: 403, reason: "Requests from other sites are refused." };
  const own = `http://${request.headers.host?.toLowerCase()}`;
  const origins = headerValues(request, "origin");
  if (origins.some((origin) => origin !== own && (devOrigin === undefined || origin !== devOrigin))) return refusal;
  const sites = headerValues(request, "sec-fetch-site");
  const isNavigation = request.method === "GET" && pathOf(request) === "/";
  if (sites.some((site) => site !== "same-origin" && !(site === "none" && isNavigation))) return refusal;
  return null;
}

/** No call has a body but JSON: a form or `text/plain` can be posted by any page without the browser asking first. */
function checkForm(request: IncomingMessage): Refusal | null {
  if (isDownload(request)) {
    if (request.method === "GET") return null;
    return { status: 405, reason: "A file is fetched once, whole." };
  }
  if (isUpload(request)) {
    if (request.method !== "POST") return { status: 405, reason: "Files are handed over by POST." };
    // No form of another page can have this type.
    const [type, ...more] = headerValues(request, "content-type");
    const isPlain = type === "application/octet-stream" && more.length === 0;
    if (isPlain && request.headers["content-encoding"] === undefined) return null;
    return { status: 415, reason: "The body must be plain application/octet-stream." };
  }
  if (!isApi(request)) {
    if (request.method === "GET" || request.method === "HEAD") return null;
    return { status: 405, reason: "Files can only be read." };
  }
  if (request.method !== "POST") return { status: 405, reason: "Calls are POST requests." };
  if (isPlainJson(request)) return null;
  return { status: 415, reason: "The body must be plain application/json." };
}

/** The page itself holds no secret; everything else but the one exchange does. */
function needsToken(request: IncomingMessage): boolean {
  return isUpload(request) || (isApi(request) && pathOf(request) !== sessionPath);
}

function isDownload(request: IncomingMessage): boolean {
  return pathOf(request).startsWith(downloadPath);
}

function isUpload(request: IncomingMessage): boolean {
  return pathOf(request).startsWith(uploadPath);
}

function isApi(request: IncomingMessage): boolean {
  const path = pathOf(request);
  return path === "/api" || path.startsWith("/api/");
}
