import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { Exchange, WireRequest } from "@shared/domain/wire/wire.ts";
import type { AnswerHead } from "./answer-head.ts";
import { secretMark } from "./find-secrets.ts";
import type { FetchContext } from "./http.ts";
import { type KnownSecrets, type Redactor, redactEach } from "./redact.ts";
import type { TextGuard } from "./text-guard.ts";

const keptBodyBytes = 8 * 1_048_576;
/** Of an answer whose body is kept whole all bytes of its frames are. */
const keptFrames = { items: 20_000, bytes: keptBodyBytes };

/** An SSE event on its way from the decoder into the record. */
export interface ReceivedFrame {
  event?: string | undefined;
  data: string;
}

/** What of an answer is known before its body. */
type ResponseHead = Pick<AnswerHead, "statusCode" | "statusMessage" | "httpVersion" | "rawHeaders">;

/** Fills one `Exchange`. Nothing of a response is written down before the redactor has seen it. */
export interface ExchangeRecorder {
  readonly exchange: Exchange;
  /** Milliseconds since the request was started. */
  elapsed(): number;
  /** The texts of errors go through here before they are thrown. */
  redact: Redactor;
  /** For a text of the answer that comes in pieces; the record loses the frames that had a secret between them. */
  guardText(): TextGuard;
  /** The frames there are so far; the next one gets this number. */
  frames(): number;
  started(): void;
  /** The socket is about to open: times count from here, not from when the request was written down. */
  sending(): void;
  responded(message: ResponseHead): void;
  received(chunk: Uint8Array): void;
  frame(frame: ReceivedFrame): void;
  /** Those that came together. */
  framesCame(frames: readonly ReceivedFrame[]): void;
  /** Closes the record; only the first call counts. `failure` says in words why no complete response came. */
  ended(failure?: string): void;
}

export function createRecorder(request: WireRequest, context: FetchContext, secrets: KnownSecrets): ExchangeRecorder {
  const { redact } = secrets;
  let startedAt = context.clock.monotonic();
  const elapsed = () => context.clock.monotonic() - startedAt;
  const chunks: Uint8Array[] = [];
  let kept = 0;
  let total = 0;
  let frameBytes = 0;
  let closed = false;
  /** Texts of frames that were taken out, or that a secret lay in pieces somewhere in the body. */
  const concealed: string[] = [];
  let bodyConcealed = false;
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

  /**
   * Takes out the frames from one to the newest: a secret lies in pieces in some of them. Which ones nobody can say, as
   * frames come many at a time, and each is written down before the first is read.
   */
  function conceal(first: number): void {
    if (first >= exchange.frames.length || exchange.framesTruncated) bodyConcealed = true;
    for (const frame of exchange.frames.slice(first)) {
      concealed.push(frame.data);
      frame.data = secretMark;
    }
    // The decoder may read the last frames after the last byte.
    if (!closed || !exchange.response) return;
    exchange.response.body = withoutConcealed(exchange.response.body);
    delete exchange.response.bodyBase64;
  }

  function withoutConcealed(body: string): string {
    if (bodyConcealed) return secretMark;
    let clean = body;
    for (const text of concealed) {
      const lines = text.split("\n");
      if (!lines.every((line) => clean.includes(line))) return secretMark;
      for (const line of lines) if (line !== "") clean = clean.replaceAll(line, secretMark);
    }
    return clean;
  }

  function keepFrames(frames: readonly ReceivedFrame[]): void {
    // A decoder may read the last frames after the last byte: they arrived no later than it.
    const at = exchange.timings.end ?? elapsed();
    const texts = redactEach(
      frames.map(({ data }) => data),
      redact,
    );
    frames.forEach(({ event, data }, index) => {
      const bytes = Buffer.byteLength(data);
      frameBytes += bytes;
      if (exchange.frames.length >= keptFrames.items || frameBytes > keptFrames.bytes) {
        exchange.framesTruncated = true;
        return;
      }
      const frame = { index: exchange.frames.length, at, bytes, data: texts[index] ?? "" };
      exchange.frames.push(event === undefined ? frame : { ...frame, event: redact(event) });
    });
  }

  return {
    exchange,
    elapsed,
    redact,
    guardText: () => secrets.guardText(conceal),
    frames: () => exchange.frames.length,
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
        headers: headerPairs(redactEach(message.rawHeaders, redact)),
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
    frame: (frame) => keepFrames([frame]),
    framesCame: keepFrames,
    ended(failure) {
      if (closed) return;
      closed = true;
      exchange.timings.end = elapsed();
      if (failure !== undefined) exchange.failure = redact(failure);
      if (exchange.response) {
        const bytes = joined(chunks);
        exchange.response.body = withoutConcealed(redact(bytes.toString("utf8")));
        // A body that is cut is not exact anyway.
        const isExact = total > kept || isUtf8(bytes);
        if (!isExact && !bodyConcealed && concealed.length === 0)
          exchange.response.bodyBase64 = withoutSecrets(bytes, redact).toString("base64");
        exchange.response.bodyBytes = total;
        exchange.response.bodyTruncated = total > kept;
      }
      chunks.length = 0;
      context.onExchange?.(exchange);
    },
  };
}

function joined(chunks: readonly Uint8Array[]): Buffer {
  const [only] = chunks;
  return chunks.length === 1 && only instanceof Buffer ? only : Buffer.concat(chunks);
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
