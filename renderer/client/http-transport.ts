import type { Envelope, Frame } from "@shared/contract/envelope.ts";
import type { CallName, RouteInput, RouteOutput, StreamName } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ApiClient, CallOptions } from "./client.ts";
import { readNdjson } from "./ndjson.ts";

export interface HttpTransportOptions {
  /** The token of this session, or a function that gets one. */
  token(): Promise<string>;
  fetch: typeof fetch;
  /** Waits before an attempt to re-attach; resolves early when aborted. */
  wait(ms: number, signal: AbortSignal | undefined): Promise<void>;
  /** Nothing answered, or an answer broke off: Promptscope itself may have ended. */
  onBroken?(): void;
}

/** Bytes of a file sent at once: a request may take a minute, also on a slow disk. */
const partBytes = 16 * 1_048_576;
const reattachDelaysMs = [250, 500, 1000, 2000, 4000];

/** The client over HTTP: `POST /api/<route>` with a bearer token, an envelope back; streams as NDJSON frames. */
export function createHttpClient({ token, fetch, wait, onBroken }: HttpTransportOptions): ApiClient {
  const send = async (path: string, type: string, body: string | Blob, signal?: AbortSignal): Promise<Response> => {
    try {
      const bearer = await token();
      return await fetch(path, {
        method: "POST",
        headers: { "content-type": type, authorization: `Bearer ${bearer}` },
        body,
        signal: signal ?? null,
      });
    } catch (error) {
      const failure = transportFailure(error, signal);
      if (failure.error.code === "connection_lost") onBroken?.();
      throw failure;
    }
  };
  const post = (name: string, input: unknown, { signal }: CallOptions) =>
    send(`/api/${name}`, "application/json", bodyOf(input), signal);

  return {
    async call<N extends CallName>(name: N, input: RouteInput<N>, options: CallOptions = {}): Promise<RouteOutput<N>> {
      const response = await post(name, input, options);
      return unwrap<RouteOutput<N>>(response, options.signal);
    },

    async sendFile(path, file, { signal } = {}) {
      for (let at = 0; at === 0 || at < file.size; at += partBytes) {
        // The browser reads a part from the disk while it sends it.
        const part = file.slice(at, at + partBytes);
        const address = `${path}?at=${at}&of=${file.size}`;
        await unwrap(await send(address, "application/octet-stream", part, signal), signal);
      }
    },

    async *stream<N extends StreamName>(name: N, input: RouteInput<N>, options: CallOptions = {}) {
      const { signal } = options;
      let after: number | undefined;
      let failures = 0;
      for (;;) {
        let isOpen = false;
        try {
          const response = await post(name, after === undefined ? input : { ...input, after }, options);
          isOpen = true;
          if (!response.ok || response.body === null) {
            await unwrap(response, signal);
            throw new AppFailure("connection_lost");
          }
          for await (const line of readNdjson(response.body)) {
            const frame = line as Frame<RouteOutput<N>>;
            failures = 0;
            after = frame.seq;
            if (frame.type === "done") return;
            if (frame.type === "error") throw new AppFailure(frame.error.code, frame.error);
            yield frame.event;
          }
          throw new AppFailure("connection_lost");
        } catch (error) {
          const failure = transportFailure(error, signal);
          if (isOpen && failure.error.code === "connection_lost") onBroken?.();
          const delay = reattachDelaysMs[failures];
          // Only a run can be re-attached to: its frames are kept and numbered by the engine.
          if (failure.error.code !== "connection_lost" || name !== "run.events" || delay === undefined) throw failure;
          failures += 1;
          await wait(delay, signal);
        }
      }
    },
  };
}

/** Reads an envelope; @throws AppFailure with its error, or `connection_lost` when the body is no envelope. */
async function unwrap<T>(response: Response, signal: AbortSignal | undefined): Promise<T> {
  let envelope: Envelope<T>;
  try {
    envelope = (await response.json()) as Envelope<T>;
  } catch (error) {
    throw transportFailure(error, signal);
  }
  if (envelope.ok) return envelope.data;
  throw new AppFailure(envelope.error.code, envelope.error);
}

function transportFailure(error: unknown, signal: AbortSignal | undefined): AppFailure {
  if (signal?.aborted) return new AppFailure("cancelled");
  if (error instanceof AppFailure) return error;
  return new AppFailure("connection_lost", {
    message: "Promptscope does not answer.",
    advice:
      "If it has ended, start it again and open the address it prints. If its terminal says that it runs, press Enter there for a new address. Runs that were sent are kept.",
    stage: "request",
    actions: ["retry"],
    ...(error instanceof Error ? { detail: error.message } : {}),
  });
}

/** Characters from which a body goes as a blob. */
const largeBody = 32_768;

/**
 * The body of a request. A long text as it stands is copied from place to place before the next key is drawn: an edit of
 * 200 KB and its preview took 60 ms of a pause in typing, as blobs 25 (both with developer tools attached).
 */
function bodyOf(input: unknown): string | Blob {
  const text = JSON.stringify(input);
  return text.length < largeBody ? text : new Blob([text]);
}
