import type { Envelope, Frame } from "@shared/contract/envelope.ts";
import {
  type CallName,
  type RouteName,
  type RouteOutput,
  type RouteParsedInput,
  type Routes,
  routes,
  type StreamName,
} from "@shared/contract/routes.ts";
import { AppFailure, appError } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { mapStrings } from "@shared/domain/json/map-strings.ts";
import type * as z from "zod";

/** Aborts when the caller is gone. */
export interface CallContext {
  signal: AbortSignal;
}

/** An event with its place in the stream; `seq` rises. */
export interface SequencedEvent<Event> {
  seq: number;
  event: Event;
}

/** One handler per route, exhaustively: a route without one does not compile. */
export type HandlersFor<Table extends Routes = Routes> = {
  [N in keyof Table & CallName]: (input: RouteParsedInput<N>, context: CallContext) => Promise<RouteOutput<N>>;
} & {
  [N in keyof Table & StreamName]: (
    input: RouteParsedInput<N>,
    context: CallContext,
  ) => AsyncIterable<SequencedEvent<RouteOutput<N>>>;
};

/** The one door behind every transport. Neither method throws or rejects. */
export interface Dispatcher {
  call(name: string, input: unknown, context: CallContext): Promise<Envelope<unknown>>;
  /** Ends after exactly one terminal frame, also when `signal` aborts. */
  stream(name: string, input: unknown, context: CallContext): AsyncGenerator<Frame<unknown>, void, undefined>;
}

interface DispatcherOptions {
  handlers: HandlersFor;
  /** Replaces every known secret in a text: the second net under everything that leaves. */
  redact: (text: string) => string;
}

/** Known route → input parsed → handler → envelope or frames, with secrets scrubbed from every string. */
export function createDispatcher({ handlers, redact }: DispatcherOptions): Dispatcher {
  const scrub = <T>(value: T): T => mapStrings(value, redact);

  return {
    async call(name, input, context) {
      try {
        const route = findRoute(name, "call");
        // The table ties the handler to the route's name; the compiler cannot follow a name known only at run time.
        const handler = handlers[route] as (input: unknown, context: CallContext) => Promise<unknown>;
        const data = await handler(parseInput(route, input), context);
        return scrub({ ok: true, data });
      } catch (error) {
        return { ok: false, error: scrub(describeError(error, context.signal)) };
      }
    },

    async *stream(name, input, context) {
      let last = lastSeen(input);
      try {
        const route = findRoute(name, "stream");
        const handler = handlers[route] as (
          input: unknown,
          context: CallContext,
        ) => AsyncIterable<SequencedEvent<unknown>>;
        for await (const { seq, event } of untilAborted(handler(parseInput(route, input), context), context.signal)) {
          last = seq;
          yield scrub({ seq, type: "event", event });
        }
        yield { seq: last + 1, type: "done" };
      } catch (error) {
        yield { seq: last + 1, type: "error", error: scrub(describeError(error, context.signal)) };
      }
    },
  };
}

/** Tells a transport which form an answer will have. An unknown name is a call, whose envelope will say so. */
export function isStream(name: string): boolean {
  return isRouteName(name) && routes[name].kind === "stream";
}

function findRoute(name: string, form: "call"): CallName;
function findRoute(name: string, form: "stream"): StreamName;
function findRoute(name: string, form: "call" | "stream"): RouteName {
  if (!isRouteName(name) || isStream(name) !== (form === "stream")) throw new AppFailure("unknown_route");
  return name;
}

/** Own names only: `constructor` and `__proto__` are names of every object and of no route. */
function isRouteName(name: string): name is RouteName {
  return Object.hasOwn(routes, name);
}

function parseInput(name: RouteName, input: unknown): unknown {
  const schema: z.ZodType = routes[name].input;
  const result = safely(() => schema.safeParse(input));
  if (result === null) throw new AppFailure("invalid_input", { detail: "input: nested too deeply" });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join(".") || "input";
  throw new AppFailure("invalid_input", {
    message: `The request is not valid: ${field}.`,
    detail: `${field}: ${issue?.message ?? "not valid"}`,
  });
}

/** A validator that recurses runs out of stack on hostile input; that is bad input, not a fault of ours. */
function safely<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A re-attaching reader has seen frames up to `after`; the terminal frame has to come later than those. */
function lastSeen(input: unknown): number {
  if (typeof input !== "object" || input === null || !("after" in input)) return -1;
  return typeof input.after === "number" && Number.isSafeInteger(input.after) ? input.after : -1;
}

function describeError(error: unknown, signal: AbortSignal): AppError {
  if (error instanceof AppFailure) return error.error;
  if (signal.aborted) return appError("cancelled");
  return appError("internal", { detail: error instanceof Error ? error.message : String(error) });
}

/**
 * Passes events on until the signal aborts, even when the source does not listen to it. Every wait is a promise of its
 * own: one for the whole stream, raced again and again, would hold every event until the end.
 */
async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  let giveUp = () => {};
  const onAbort = () => giveUp();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    while (!signal.aborted) {
      const result = await new Promise<IteratorResult<T>>((resolve, reject) => {
        giveUp = () => reject(new AppFailure("cancelled"));
        iterator.next().then(resolve, reject);
      });
      if (result.done) return;
      yield result.value;
    }
    throw new AppFailure("cancelled");
  } finally {
    signal.removeEventListener("abort", onAbort);
    // Not awaited: a source stuck in a wait of its own would hold the terminal frame back for ever.
    iterator.return?.().catch(() => undefined);
  }
}
