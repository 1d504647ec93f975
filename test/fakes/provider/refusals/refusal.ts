import type { JsonObject } from "../../../../shared/domain/json/json.ts";

/** Why a real service would not take a request; `param` and `code` are in OpenAI's answers alone. */
export interface Refusal {
  status: number;
  type: string;
  message: string;
  param?: string;
  code?: string;
}

/** The head and body of a request, as far as a service looks at them before it answers. */
export interface Submitted {
  header(name: string): string | undefined;
  body: JsonObject;
}

/** One thing a service checks; undefined when it finds nothing. */
export type Check = (request: Submitted) => Refusal | undefined;

/** The usual refusal: status 400, `invalid_request_error`. */
export function invalid(message: string, more: { param?: string; code?: string } = {}): Refusal {
  return { status: 400, type: "invalid_request_error", message, ...more };
}

/** The first refusal that a check of a list gives. */
export function firstOf<T>(items: readonly T[], check: (item: T, index: number) => Refusal | undefined) {
  for (const [index, item] of items.entries()) {
    const refusal = check(item, index);
    if (refusal) return refusal;
  }
  return undefined;
}
