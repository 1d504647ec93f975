// Published as `index.d.ts` beside `types.d.ts`; `index.ts` is what it declares.
import type { Completion, CompletionFailure, Embedding } from "./types.js";

export type * from "./types.js";

export declare const completion: Completion;
export declare const embedding: Embedding;

/** The only error `completion` and `embedding` fail with. */
export declare class PromptscopeError extends Error implements CompletionFailure {
  readonly name: "PromptscopeError";
  readonly status: number;
  readonly code: string;
  readonly stage: CompletionFailure["stage"];
  readonly provider: string | undefined;
  readonly requestId: string | undefined;
  readonly detail: string | undefined;
  readonly advice: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  private constructor();
}
