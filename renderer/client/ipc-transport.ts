import type { Bridge } from "@shared/contract/bridge.ts";
import type { Envelope, Frame } from "@shared/contract/envelope.ts";
import type { CallName, RouteInput, RouteOutput, StreamName } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ApiClient, CallOptions } from "./client.ts";

/** The client over the desktop preload's bridge. */
export function createIpcClient(bridge: Bridge): ApiClient {
  return {
    async call<N extends CallName>(name: N, input: RouteInput<N>, { signal }: CallOptions = {}) {
      const envelope = (await abortable(bridge.call(name, input), signal)) as Envelope<RouteOutput<N>>;
      if (envelope.ok) return envelope.data;
      throw new AppFailure(envelope.error.code, envelope.error);
    },

    async sendFile() {
      throw new AppFailure("invalid_input", { message: "The app chooses files itself." });
    },

    async *stream<N extends StreamName>(name: N, input: RouteInput<N>, { signal }: CallOptions = {}) {
      const waiting: Frame<RouteOutput<N>>[] = [];
      let wake = () => {};
      const close = bridge.openStream(name, input, (frames) => {
        waiting.push(...(frames as Frame<RouteOutput<N>>[]));
        wake();
      });
      const onAbort = () => wake();
      signal?.addEventListener("abort", onAbort);
      try {
        for (;;) {
          if (signal?.aborted) throw new AppFailure("cancelled");
          const frame = waiting.shift();
          if (frame === undefined) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          } else if (frame.type === "done") return;
          else if (frame.type === "error") throw new AppFailure(frame.error.code, frame.error);
          else yield frame.event;
        }
      } finally {
        signal?.removeEventListener("abort", onAbort);
        close();
      }
    },
  };
}

/** Stops waiting when the signal is aborted. The call itself runs to its end in the main process. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new AppFailure("cancelled"));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
