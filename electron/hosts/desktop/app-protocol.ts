import type { RendererFile } from "@routes/renderer-files.ts";
import { appUrl } from "./own-page.ts";

/**
 * Answers requests to `app://promptscope/…` with files of the interface and to any other host with 404.
 * Works on the raw address, since parsing it would already have resolved `..`.
 */
export function createAppProtocol(readFile: (method: string, path: string) => Promise<RendererFile>) {
  return async function answer(request: { method: string; url: string }): Promise<Response> {
    const isOurs = request.url.startsWith(appUrl);
    const path = isOurs ? request.url.slice(appUrl.length - 1).split(/[?#]/, 1)[0] : undefined;
    const { status, headers, body } = await readFile(request.method, path ?? "//");
    return new Response(Buffer.from(body), { status, headers });
  };
}
