import type { Readable } from "node:stream";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { lazily } from "@shared/domain/late/lazily.ts";
import type { ExchangeRecorder } from "./exchange-recorder.ts";
import type { ResponseLimits } from "./http.ts";
import type { IncomingAnswer } from "./incoming-answer.ts";

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

export interface ResponseBody {
  stream: ReadableStream<Uint8Array>;
  /** Ends the body with an error, as an abort does. */
  fail(failure: AppFailure): void;
}

/**
 * The body as it comes, decompressed and recorded. It errors with an AppFailure (`connection_lost`, `idle_timeout`,
 * `limit_exceeded`, `protocol_error`, `cancelled`) and never just stops short.
 */
export function readBody(message: IncomingAnswer, io: BodyIo): ResponseBody {
  const source = decompressed(message);
  let total = 0;
  let over = false;
  let controller: ReadableStreamDefaultController<Uint8Array>;

  const idle = setTimeout(() => {
    // A reader that takes its time is not the server's silence.
    if (source.isPaused()) idle.refresh();
    else fail(new AppFailure("idle_timeout"));
  }, io.limits.idleMs);
  const settle = (failure?: AppFailure): boolean => {
    if (over) return false;
    over = true;
    clearTimeout(idle);
    io.onEnd(failure);
    return true;
  };
  const fail = (failure: AppFailure) => {
    if (settle(failure)) controller.error(failure);
  };

  const stream = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
      },
      pull() {
        if (!source.isPaused() || over) return;
        idle.refresh();
        source.resume();
      },
      cancel(reason) {
        settle(reason instanceof AppFailure ? reason : undefined);
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: readAheadBytes }),
  );

  source.on("data", (chunk: Buffer) => {
    if (over) return;
    idle.refresh();
    total += chunk.byteLength;
    if (total > io.limits.total) {
      fail(new AppFailure("limit_exceeded", { message: `The response is larger than ${io.limits.total} bytes.` }));
      return;
    }
    io.recorder.received(chunk);
    controller.enqueue(chunk);
    if ((controller.desiredSize ?? 1) <= 0) source.pause();
  });
  source.on("end", () => {
    if (settle()) controller.close();
  });
  source.on("error", (error) => fail(io.toFailure(error)));
  message.on("error", (error) => fail(io.toFailure(error)));
  message.on("close", () => {
    if (!message.complete) fail(io.toFailure(undefined));
  });
  return { stream, fail };
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
