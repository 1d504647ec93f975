import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { bodyOf, errorBody, errorEvent, type FakeAnswer, type FakeApi, requestIdHeader, streamOf } from "./answers.ts";

/** How the fake behaves for one request. `after` counts the events that are still sent. */
export type Script =
  | { kind: "answer"; answer: FakeAnswer; chunks?: "events" | "bytes" }
  /** Status, headers and body as given. */
  | { kind: "raw"; status?: number; headers?: Record<string, string>; body?: string | Buffer }
  | { kind: "status"; status: number; headers?: Record<string, string>; message?: string }
  | { kind: "redirect"; status: number; location: string }
  /** The socket is reset. */
  | { kind: "cut"; after: number }
  /** The response ends in good order, too early: without finish reason and closing mark. */
  | { kind: "end_early"; after: number }
  | { kind: "no_closing_mark" }
  | { kind: "hang_before_headers" }
  | { kind: "hang"; after: number }
  /** Stops after some events and goes on when the test lets it. */
  | { kind: "hold"; after: number; until: Promise<void> }
  | { kind: "error_in_stream"; after: number; message: string }
  | { kind: "html" }
  | { kind: "bad_json"; after: number }
  | { kind: "gzip_bomb"; bytes: number }
  | { kind: "huge_line"; bytes: number }
  /** One event every few milliseconds, as a model that thinks between its words. */
  | { kind: "trickle"; answer: FakeAnswer; everyMs: number }
  /** A comment every few milliseconds, `count` times, before the answer. */
  | { kind: "pings"; count: number; everyMs: number };

export const defaultAnswer: FakeAnswer = { text: "Hello from the fake provider." };

export interface Asked {
  api: FakeApi;
  stream: boolean;
  usage: boolean;
}

/** Plays a script to one request. */
export async function play(script: Script, asked: Asked, request: IncomingMessage, response: ServerResponse) {
  const events = streamOf(asked.api, "answer" in script ? script.answer : defaultAnswer, asked);
  switch (script.kind) {
    case "answer":
      if (asked.stream) return stream(response, events, script.chunks);
      return whole(response, 200, {}, bodyOf(asked.api, script.answer));
    case "raw":
      return whole(response, script.status ?? 200, script.headers ?? {}, script.body ?? "");
    case "status":
      return whole(
        response,
        script.status,
        { ...requestIdHeader(asked.api), ...script.headers },
        JSON.stringify(errorBody(asked.api, script.message ?? `fake ${script.status}`, script.status)),
      );
    case "redirect":
      return whole(response, script.status, { location: script.location }, "");
    case "html":
      return whole(response, 200, { "content-type": "text/html" }, "<!doctype html><title>Sign in</title>");
    case "cut":
      await send(response, events.slice(0, script.after));
      request.socket.resetAndDestroy();
      return;
    case "end_early":
      return stream(response, events.slice(0, script.after));
    case "no_closing_mark":
      return stream(response, events.slice(0, -1));
    case "hang_before_headers":
      return;
    case "hang":
      return send(response, events.slice(0, script.after));
    case "hold":
      await send(response, events.slice(0, script.after));
      await script.until;
      return stream(response, events.slice(script.after));
    case "error_in_stream":
      return stream(response, [...events.slice(0, script.after), errorEvent(asked.api, script.message)]);
    case "bad_json":
      return stream(response, [...events.slice(0, script.after), 'data: {"choices": [nonsense\n\n', ...events]);
    case "gzip_bomb":
      return whole(response, 200, { "content-encoding": "gzip" }, gzipSync(Buffer.alloc(script.bytes, " ")));
    case "huge_line":
      return stream(response, [`data: ${"x".repeat(script.bytes)}`]);
    case "trickle":
      return trickle(response, script.everyMs, events);
    case "pings":
      return ping(response, script, events);
  }
}

function open(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
}

async function send(response: ServerResponse, events: readonly string[]): Promise<void> {
  open(response);
  response.flushHeaders();
  for (const event of events) {
    if (response.destroyed) return;
    // Each event is on its way before the next step, so that a reset cannot overtake it.
    await new Promise<void>((resolve) => response.write(event, () => resolve()));
  }
}

async function stream(response: ServerResponse, events: readonly string[], chunks?: "events" | "bytes"): Promise<void> {
  const bytes = chunks === "bytes" ? [...Buffer.from(events.join(""))].map((byte) => Buffer.of(byte)) : undefined;
  open(response);
  for (const piece of bytes ?? events) {
    if (response.destroyed) return;
    if (!response.write(piece)) await Promise.race([once(response, "drain"), once(response, "close")]);
  }
  response.end();
}

async function trickle(response: ServerResponse, everyMs: number, events: readonly string[]): Promise<void> {
  open(response);
  for (const event of events) {
    if (response.destroyed) return;
    response.write(event);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  response.end();
}

function whole(response: ServerResponse, status: number, headers: Record<string, string>, body: string | Buffer): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
}

async function ping(
  response: ServerResponse,
  { count, everyMs }: Extract<Script, { kind: "pings" }>,
  events: readonly string[],
): Promise<void> {
  open(response);
  for (let sent = 0; sent < count; sent += 1) {
    response.write(": ping\n\n");
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  await stream(response, events);
}
