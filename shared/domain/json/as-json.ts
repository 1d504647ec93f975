import type { JsonObject } from "./json.ts";

/** What has no form in JSON, or a form that loses what is in it. */
type NotJson =
  | ((...given: never[]) => unknown)
  | Date
  | Uint8Array
  | Promise<unknown>
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>;

/**
 * A value of a type that is JSON, as JSON. TypeScript takes an interface for no `JsonObject`, since more members could
 * be declared for it, nor what a parser took with members it does not name (`unknown`), though they came from JSON. The
 * one place where that is said over the checker's head; for what did not come from JSON or a schema, read it with one.
 */
export function asJson<T extends object>(value: T extends NotJson ? never : T): AsJson<T> {
  return value as unknown as AsJson<T>;
}

type AsJson<T> = T extends readonly unknown[] ? JsonObject[] : JsonObject;
