import type { IncomingMessage, ServerResponse } from "node:http";
import { drained } from "@engine/http/drained.ts";
import { pathOf, type Refusal } from "@engine/loopback/request-checks.ts";
import type { Dispatcher } from "@routes/dispatch.ts";
import { type RendererFile, securityHeaders } from "@routes/renderer-files.ts";
import type { Envelope } from "@shared/contract/envelope.ts";
import { AppFailure, appError } from "@shared/domain/error/app-failure.ts";
import { errorTexts } from "@shared/domain/error/error-texts.ts";
import * as z from "zod";
import type { BrowserFiles } from "./browser-files.ts";
import { downloadPath } from "./downloads.ts";
import type { Guard } from "./guard.ts";
import type { createGuessLimit } from "./guess-limit.ts";
import { readJsonBody } from "./request-body.ts";
import type { Sessions } from "./session.ts";
import { uploadPath } from "./uploads.ts";

interface TransportOptions {
  dispatcher: Dispatcher;
  guard: Guard;
  sessions: Sessions;
  files: Pick<BrowserFiles, "downloads" | "uploads">;
  guesses: ReturnType<typeof createGuessLimit>;
  readFile: (method: string, path: string) => Promise<RendererFile>;
  /** Told after a page has got its session. */
  onSession?: () => void;
}

const sessionInput = z.strictObject({ code: z.string().max(200) });

/**
 * The HTTP form of the contract: `POST /api/<route>` with the input as JSON. A query or command answers with its
 * envelope, a stream route with one frame per line (NDJSON) until its terminal frame; hanging up aborts it.
 * `POST /api/session` exchanges the launch code for the session token. Files that the browser keeps or hands over have
 * addresses of their own. Everything else is a file of the interface.
 */
export function createHttpTransport(options: TransportOptions) {
  const { dispatcher, guard, sessions, files, guesses, readFile, onSession } = options;

  function exchangeCode(body: unknown): Envelope<{ token: string }> {
    const input = sessionInput.safeParse(body);
    const token = input.success ? sessions.exchange(input.data.code) : null;
    if (token === null) {
      // A right code is always taken: others must not be able to lock the owner out.
      const given = guesses.isExceeded() ? { message: "Too many wrong codes.", status: 429 } : {};
      return { ok: false, error: appError("not_authorized", given) };
    }
    onSession?.();
    return { ok: true, data: { token } };
  }

  async function answerApi(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    const body = await readJsonBody(request, name);
    if (name === "session") return sendEnvelope(response, exchangeCode(body));
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const { isStream } = await import("@routes/dispatch.ts");
    if (isStream(name)) return sendFrames(response, dispatcher.stream(name, body, { signal: gone.signal }));
    sendEnvelope(response, await dispatcher.call(name, body, { signal: gone.signal }));
  }

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const refusal = guard(request);
      if (refusal !== null) return sendRefusal(response, refusal);
      const path = pathOf(request);
      if (path.startsWith("/api/")) return await answerApi(request, response, path.slice("/api/".length));
      if (path.startsWith(downloadPath)) return await files.downloads.send(path.slice(downloadPath.length), response);
      if (path.startsWith(uploadPath))
        return await files.uploads.take(path.slice(uploadPath.length), request, response);
      const file = await readFile(request.method ?? "", path);
      response.writeHead(file.status, file.headers).end(file.body);
    } catch (error) {
      const known = error instanceof AppFailure ? error.error : appError("internal");
      if (response.headersSent) {
        response.destroy();
        return;
      }
      response.setHeader("connection", "close"); // What is left of the body is not read.
      sendEnvelope(response, { ok: false, error: known });
    }
  };
}

function sendEnvelope(response: ServerResponse, envelope: Envelope<unknown>): void {
  response.writeHead(statusOf(envelope), { ...securityHeaders, ...apiHeaders }).end(JSON.stringify(envelope));
}

/** A provider's 401 is not this server's 401: only failures of the request itself become an HTTP status. */
function statusOf(envelope: Envelope<unknown>): number {
  if (envelope.ok || envelope.error.stage !== "request") return 200;
  return envelope.error.status ?? errorTexts[envelope.error.code].status;
}

const apiHeaders = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };

/** A refused request may carry any body; the connection is closed instead of reading it. */
function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  const error = appError(refusal.status === 401 || refusal.status === 429 ? "not_authorized" : "invalid_input", {
    message: refusal.reason,
    status: refusal.status,
  });
  response
    .writeHead(refusal.status, { ...securityHeaders, ...apiHeaders, connection: "close" })
    .end(JSON.stringify({ ok: false, error }));
}

async function sendFrames(response: ServerResponse, frames: AsyncIterable<unknown>): Promise<void> {
  response.writeHead(200, { ...securityHeaders, "content-type": "application/x-ndjson", "cache-control": "no-store" });
  response.flushHeaders();
  for await (const frame of frames) {
    if (response.destroyed) return;
    response.write(`${JSON.stringify(frame)}\n`);
    await drained(response);
  }
  response.end();
}
