import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Exchange, WireRequest } from "@shared/domain/wire/wire.ts";
import type { FetchContext } from "./http.ts";
import type { Redactor } from "./redact.ts";

const keptBodyBytes = 8 * 1_048_576;
/** Of an answer whose body is kept whole all bytes of its frames are. */
const keptFrames = { items: 20_000, bytes: keptBodyBytes };

/** An SSE event on its way from the decoder into the record. */
export interface ReceivedFrame {
  event?: string | undefined;
  data: string;
}

/** What of an answer is known before its body. */
type ResponseHead = Pick<IncomingMessage, "statusCode" | "statusMessage" | "httpVersion" | "rawHeaders">;

/** Fills one `Exchange`. Nothing of a response is written down before the redactor has seen it. */
export interface ExchangeRecorder {
  readonly exchange: Exchange;
  /** Milliseconds since the request was started. */
  elapsed(): number;
  /** The texts of errors go through here before they are thrown. */
  redact: Redactor;
  started(): void;
  /** The socket is about to open: times count from here, not from when the request was written down. */
  sending(): void;
  responded(message: ResponseHead): void;
  received(chunk: Uint8Array): void;
  frame(frame: ReceivedFrame): void;
  /** Closes the record; only the first call counts. `failure` says in words why no complete response came. */
  ended(failure?: string): void;
}

export function createRecorder(request: WireRequest, context: FetchContext, redact: Redactor): ExchangeRecorder {
  let startedAt = context.clock.monotonic();
  const elapsed = () => context.clock.monotonic() - startedAt;
  const chunks: Uint8Array[] = [];
  let kept = 0;
  let total = 0;
  let frameBytes = 0;
  let closed = false;
  const exchange: Exchange = {
    id: randomUUID(),
    kind: context.kind,
    attempt: context.attempt,
    startedAt: context.clock.now(),
    request,
    frames: [],
    framesTruncated: false,
    timings: { reusedConnection: false },
  };
  return {
    exchange,
    elapsed,
    redact,
    started: () => context.onExchange?.(exchange),
    sending() {
      startedAt = context.clock.monotonic();
      exchange.startedAt = context.clock.now();
    },
    responded(message) {
      exchange.timings.firstByte = elapsed();
      exchange.response = {
        status: message.statusCode ?? 0,
        statusText: redact(message.statusMessage ?? ""),
        httpVersion: message.httpVersion,
        headers: headerPairs(message.rawHeaders).map(([name, value]) => [redact(name), redact(value)]),
        body: "",
        bodyBytes: 0,
        bodyTruncated: false,
      };
    },
    received(chunk) {
      total += chunk.byteLength;
      if (kept >= keptBodyBytes) return;
      const part = chunk.subarray(0, keptBodyBytes - kept);
      chunks.push(part);
      kept += part.byteLength;
    },
    frame({ event, data }) {
      const bytes = Buffer.byteLength(data);
      frameBytes += bytes;
      if (exchange.frames.length >= keptFrames.items || frameBytes > keptFrames.bytes) {
        exchange.framesTruncated = true;
        return;
      }
      exchange.frames.push({
        index: exchange.frames.length,
        // A decoder may read the last frames after the last byte: they arrived no later than it.
        at: exchange.timings.end ?? elapsed(),
        bytes,
        ...(event === undefined ? {} : { event }),
        data: redact(data),
      });
    },
    ended(failure) {
      if (closed) return;
      closed = true;
      exchange.timings.end = elapsed();
      if (failure !== undefined) exchange.failure = redact(failure);
      if (exchange.response) {
        const bytes = Buffer.concat(chunks);
        exchange.response.body = redact(bytes.toString("utf8"));
        // A body that is cut is not exact anyway.
        const isExact = total > kept || isUtf8(bytes);
        if (!isExact) exchange.response.bodyBase64 = withoutSecrets(bytes, redact).toString("base64");
        exchange.response.bodyBytes = total;
        exchange.response.bodyTruncated = total > kept;
      }
      chunks.length = 0;
      context.onExchange?.(exchange);
    },
  };
}

/** Latin-1 has a character for every byte, and secrets are ASCII. */
function withoutSecrets(bytes: Buffer, redact: Redactor): Buffer {
  return Buffer.from(redact(bytes.toString("latin1")), "latin1");
}

/** Node gives names and values in turn. */
export function headerPairs(rawHeaders: readonly string[]): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  }
  return pairs;
}
