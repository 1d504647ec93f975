import type { Readable } from "node:stream";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { lazily } from "@shared/domain/late/lazily.ts";
import type { ExchangeRecorder } from "./exchange-recorder.ts";
import type { ResponseLimits } from "./http.ts";
import type { IncomingAnswer } from "./incoming-answer.ts";
import { withSleep } from "./wake.ts";

/** Loaded with the first answer that is compressed, not at every start. */
const zlib = lazily(() => process.getBuiltinModule("node:zlib"));

/** As much as is read ahead of a slow reader before the socket is paused. */
const readAheadBytes = 262_144;

export interface BodyIo {
  limits: ResponseLimits;
  recorder: ExchangeRecorder;
  /** Closes the socket and the record; called once, at whichever end the body comes to. */
  onEnd(failure?: AppFailure): void;
  /** Turns node's error into ours. */
  toFailure(error: unknown): AppFailure;
}

export type ReadResult = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]>>;

/**
 * The body of an answer, read piece by piece as a web stream's reader is, but without a web stream: one costs as much as
 * all else that is done with a short answer.
 */
export interface ResponseBody {
  /** What has come since the last time, in one piece. @throws AppFailure when the body breaks off, behind all that came. */
  read(): Promise<ReadResult>;
  /** Nobody reads on: closes the socket unless all has come. */
  cancel(reason?: unknown): Promise<void>;
  releaseLock(): void;
  /** Ends the body with an error, as an abort does. */
  fail(failure: AppFailure): void;
}

/**
 * The body as it comes, decompressed and recorded. It fails with an AppFailure (`connection_lost`, `idle_timeout`,
 * `limit_exceeded`, `protocol_error`, `cancelled`) and never just stops short.
 */
export function readBody(message: IncomingAnswer, io: BodyIo): ResponseBody {
  const source = decompressed(message);
  let total = 0;
  let over = false;
  let failure: AppFailure | undefined;
  let pieces: Buffer[] = [];
  let waitingBytes = 0;
  /** Who waits for the next piece or the end. */
  let wake: (() => void) | undefined;
  let waking: NodeJS.Immediate | undefined;

  const idle = setTimeout(() => {
    // A reader that takes its time is not the server's silence.
    if (source.isPaused()) idle.refresh();
    else fail(withSleep(new AppFailure("idle_timeout"), io.recorder.exchange.startedAt));
  }, io.limits.idleMs);
  const settle = (reason?: AppFailure): void => {
    if (over) return;
    over = true;
    failure = reason;
    clearTimeout(idle);
    io.onEnd(reason);
    wake?.();
  };
  const fail = (reason: AppFailure) => {
    // Whoever stopped it wants no more of it.
    if (!over && reason.error.code === "cancelled") pieces = [];
    settle(reason);
  };

  function take(): Buffer | undefined {
    const [only] = pieces;
    const piece = pieces.length > 1 ? Buffer.concat(pieces) : only;
    pieces = [];
    waitingBytes = 0;
    if (!over && source.isPaused()) {
      idle.refresh();
      source.resume();
    }
    return piece;
  }

  source.on("data", (chunk: Buffer) => {
    if (over) return;
    idle.refresh();
    total += chunk.byteLength;
    if (total > io.limits.total) {
      fail(new AppFailure("limit_exceeded", { message: `The response is larger than ${io.limits.total} bytes.` }));
      return;
    }
    io.recorder.received(chunk);
    pieces.push(chunk);
    waitingBytes += chunk.byteLength;
    // What comes in one turn of the loop is read in one go: a reader woken for each piece would cost more than reading.
    if (wake) waking ??= setImmediate(wake);
    if (waitingBytes >= readAheadBytes) source.pause();
  });
  source.on("end", () => settle());
  source.on("error", (error) => fail(io.toFailure(error)));
  message.on("error", (error) => fail(io.toFailure(error)));
  message.on("close", () => {
    if (!message.complete) fail(io.toFailure(undefined));
  });

  return {
    async read() {
      if (pieces.length === 0 && !over) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        clearImmediate(waking);
        wake = waking = undefined;
      }
      const value = take();
      if (value) return { done: false, value };
      if (failure) throw failure;
      return { done: true, value: undefined };
    },
    async cancel(reason) {
      pieces = [];
      settle(reason instanceof AppFailure ? reason : undefined);
    },
    releaseLock() {},
    fail,
  };
}

/** The same as a web stream, for whoever reads a `Response`. */
export function streamOf(body: ResponseBody): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await body.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => body.cancel(reason),
    },
    // What is read ahead waits in the body.
    { highWaterMark: 0 },
  );
}

/**
 * Undoes a compression nobody asked for.
 * @throws AppFailure `protocol_error` for one that is not known.
 */
export function decompressed(message: IncomingAnswer): Readable {
  const encoding = (message.headers["content-encoding"] ?? "").trim().toLowerCase();
  switch (encoding) {
    case "":
    case "identity":
      return message;
    case "gzip":
    case "x-gzip":
    case "deflate":
      return message.pipe(zlib().createUnzip());
    case "br":
      return message.pipe(zlib().createBrotliDecompress());
    default:
      throw new AppFailure("protocol_error", { message: "The answer is compressed in a way that is not known." });
  }
}
