import type * as z from "zod";

/** `query` reads, `command` changes something, `stream` answers with frames until one terminal frame. */
export type RouteKind = "query" | "command" | "stream";

/** A route of the contract. `output` exists for the type alone and is never set. */
export interface Route<Kind extends RouteKind = RouteKind, Input extends z.ZodType = z.ZodType, Output = unknown> {
  kind: Kind;
  input: Input;
  readonly output?: Output;
}

/** Declares a route that reads. */
export function query<Output>() {
  return <Input extends z.ZodType>(input: Input): Route<"query", Input, Output> => ({ kind: "query", input });
}

/** Declares a route that changes something. */
export function command<Output>() {
  return <Input extends z.ZodType>(input: Input): Route<"command", Input, Output> => ({ kind: "command", input });
}

/** Declares a route that answers with a sequence of `Event`s. */
export function stream<Event>() {
  return <Input extends z.ZodType>(input: Input): Route<"stream", Input, Event> => ({ kind: "stream", input });
}

export type InputOf<R> = R extends Route<RouteKind, infer Input, unknown> ? z.input<Input> : never;
export type ParsedInputOf<R> = R extends Route<RouteKind, infer Input, unknown> ? z.output<Input> : never;
export type OutputOf<R> = R extends Route<RouteKind, z.ZodType, infer Output> ? Output : never;
