import type { CallName, RouteInput, RouteOutput, StreamName } from "@shared/contract/routes.ts";

export interface CallOptions {
  signal?: AbortSignal | undefined;
}

/** The renderer's only way to the engine. Two transports stand behind it; nothing above knows which. */
export interface ApiClient {
  /**
   * Calls a query or a command.
   * @throws AppFailure the engine's error, or `connection_lost` / `not_authorized` of the transport itself,
   *   or `cancelled` when the signal was aborted.
   */
  call<N extends CallName>(name: N, input: RouteInput<N>, options?: CallOptions): Promise<RouteOutput<N>>;

  /**
   * Opens a stream of events that ends after its terminal frame. Leaving the loop closes the stream.
   * @throws AppFailure like `call`, from the iteration.
   */
  stream<N extends StreamName>(name: N, input: RouteInput<N>, options?: CallOptions): AsyncIterable<RouteOutput<N>>;

  /**
   * Hands a file over at a path that a stream has named, past the page's memory. Only a host that leaves files to the page names one.
   * @throws AppFailure like `call`.
   */
  sendFile(path: string, file: Blob, options?: CallOptions): Promise<void>;
}
