import type { ApiClient } from "../../../renderer/client/client.ts";
import {
  type CallName,
  type RouteInput,
  type RouteName,
  type RouteOutput,
  type RouteParsedInput,
  routes,
  type StreamName,
} from "../../../shared/contract/routes.ts";
import { AppFailure } from "../../../shared/domain/error/app-failure.ts";

/** What a route answers: a value, or a function of the parsed input. Throw an `AppFailure` to fail. */
export type FakeAnswers = {
  [N in CallName]?: RouteOutput<N> | ((input: RouteParsedInput<N>) => RouteOutput<N> | Promise<RouteOutput<N>>);
};

export type FakeStreams = {
  [N in StreamName]?: (input: RouteParsedInput<N>, signal: AbortSignal) => AsyncIterable<RouteOutput<N>>;
};

export interface FakeClient {
  client: ApiClient;
  /** Every call that came past the contract's parser, in order. */
  calls: { route: RouteName; input: unknown }[];
  /** The inputs a route was called with. */
  inputsOf<N extends RouteName>(route: N): RouteParsedInput<N>[];
  /** Files that were handed over, by the path that was named. */
  sent: { path: string; file: Blob }[];
  /** Changes what routes answer from now on. */
  answer(more: FakeAnswers): void;
}

/**
 * A client for stores and components as strict as the transports: inputs pass the contract's parser, outputs are copies,
 * a call that was aborted fails as `cancelled`. A route without an answer fails as `unknown_route`.
 */
export function createFakeClient(given: FakeAnswers = {}, streams: FakeStreams = {}): FakeClient {
  const answers = new Map<string, unknown>(Object.entries(given));
  const calls: FakeClient["calls"] = [];
  const sent: FakeClient["sent"] = [];

  function parse(route: RouteName, input: unknown): unknown {
    const parsed = routes[route].input.safeParse(input);
    if (!parsed.success) throw new AppFailure("invalid_input", { detail: `${route}: ${parsed.error.message}` });
    calls.push({ route, input: parsed.data });
    return parsed.data;
  }

  return {
    calls,
    sent,
    inputsOf: <N extends RouteName>(route: N) =>
      calls.filter((call) => call.route === route).map(({ input }) => input as RouteParsedInput<N>),
    answer(more) {
      for (const [route, value] of Object.entries(more)) answers.set(route, value);
    },
    client: {
      async call<N extends CallName>(route: N, input: RouteInput<N>, options?: { signal?: AbortSignal | undefined }) {
        const parsed = parse(route, input);
        await Promise.resolve();
        if (options?.signal?.aborted) throw new AppFailure("cancelled");
        if (!answers.has(route))
          throw new AppFailure("unknown_route", { detail: `The test has no answer for ${route}.` });
        const answer = answers.get(route);
        const output = typeof answer === "function" ? await (answer(parsed) as Promise<unknown>) : answer;
        if (options?.signal?.aborted) throw new AppFailure("cancelled");
        return structuredClone(output) as RouteOutput<N>;
      },
      async sendFile(path, file, options) {
        sent.push({ path, file });
        if (options?.signal?.aborted) throw new AppFailure("cancelled");
      },
      async *stream<N extends StreamName>(
        route: N,
        input: RouteInput<N>,
        options?: { signal?: AbortSignal | undefined },
      ) {
        const parsed = parse(route, input) as RouteParsedInput<N>;
        const events = streams[route];
        if (!events) throw new AppFailure("unknown_route", { detail: `The test has no events for ${route}.` });
        for await (const event of events(parsed, options?.signal ?? new AbortController().signal)) {
          yield structuredClone(event) as RouteOutput<N>;
        }
      },
    },
  };
}
