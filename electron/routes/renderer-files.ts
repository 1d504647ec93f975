import { readFile, realpath } from "node:fs/promises";
import { extname, join, resolve, sep } from "node:path";

/** One answer for a file of the built interface, ready for either host to send. */
export interface RendererFile {
  status: 200 | 404 | 405;
  headers: Record<string, string>;
  body: Uint8Array;
}

/**
 * No inline script or style, no eval, no address but our own: even injected markup has nowhere to send data.
 * Every call to a provider or to Langfuse is made by the main process.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  // Sound of an answer.
  "media-src data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** Headers of everything a host sends to the window, errors too. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** Files of any other kind are not part of a build and are not served. */
const contentTypes = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".json", "application/json; charset=utf-8"],
  [".txt", "text/plain; charset=utf-8"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
  [".ico", "image/x-icon"],
  [".woff2", "font/woff2"],
]);

/**
 * Serves the files under `root` and nothing else. `path` is the raw path of the request, percent-encoded as it came.
 * Never rejects: what cannot be read is a 404.
 */
export function createRendererFiles(root: string): (method: string, path: string) => Promise<RendererFile> {
  return async (method, path) => {
    if (method !== "GET" && method !== "HEAD") return textFile(405, "Only GET and HEAD.");
    const file = await readContained(resolve(root), path === "/" ? "/index.html" : path);
    if (file === null) return textFile(404, "There is no such file.");
    // Files in assets/ carry a hash of their content in their name.
    const cacheControl = path.startsWith("/assets/") ? "private, max-age=31536000, immutable" : "no-store";
    const headers = { ...securityHeaders, "content-type": file.type, "cache-control": cacheControl };
    return { status: 200, headers, body: method === "HEAD" ? new Uint8Array() : file.body };
  };
}

async function readContained(root: string, path: string): Promise<{ type: string; body: Uint8Array } | null> {
  const relative = decodePath(path);
  const type = contentTypes.get(extname(path));
  if (relative === null || type === undefined) return null;
  try {
    const file = await realpath(join(root, relative));
    // After links are followed, so that one inside the folder cannot lead out of it.
    if (!file.startsWith((await realpath(root)) + sep)) return null;
    return { type, body: await readFile(file) };
  } catch {
    return null;
  }
}

/** Decodes once and refuses what could mean another folder to somebody: separators in disguise, dots, NUL. */
function decodePath(path: string): string | null {
  if (!path.startsWith("/") || path.startsWith("//") || /%2f|%5c|%00|%25|\\|\0/i.test(path)) return null;
  try {
    const decoded = decodeURIComponent(path);
    return decoded.split("/").some((part) => part === ".." || part === ".") ? null : decoded;
  } catch {
    return null;
  }
}

function textFile(status: 404 | 405, text: string): RendererFile {
  const headers = { ...securityHeaders, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return { status, headers, body: new TextEncoder().encode(text) };
}
