import type { RouteInput, RouteNameOf, RouteOutput } from "@shared/contract/routes.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "./client.ts";

type QueryName = RouteNameOf<"query">;

/** The last answer to one query of the contract. */
export interface QueryState<Name extends QueryName> {
  /** Null until the first answer; an older one stays until the next has come. */
  answer: RouteOutput<Name> | null;
  error: AppError | null;
  /** Asks. An answer that comes after the signal was aborted is not taken. */
  ask(input: RouteInput<Name>, signal: AbortSignal): Promise<void>;
}

/** A store for what only reads: made once beside the component that shows it, with the name of the route. */
export function createQuery<Name extends QueryName>(name: Name) {
  return create<QueryState<Name>>()((set) => ({
    answer: null,
    error: null,
    async ask(input, signal) {
      try {
        const answer = await engineClient().call(name, input, { signal });
        if (!signal.aborted) set({ answer, error: null });
      } catch (thrown) {
        if (!signal.aborted) set({ error: asAppError(thrown) });
      }
    },
  }));
}
