import type { Engine } from "@engine/engine.ts";

type Queries = Engine["history"]["queries"];

/** `history.<name>` for each query of the history. */
export type HistoryQueryHandlers = { [Name in keyof Queries as `history.${Name}`]: Queries[Name] };

/** The routes that read one thing from the history, straight from its table of queries. */
export function historyQueryHandlers(queries: Queries): HistoryQueryHandlers {
  const handlers = Object.entries(queries).map(([name, run]) => {
    // Only the input goes on to the database's thread: a signal cannot.
    return [`history.${name}`, (input: never) => (run as (input: never) => Promise<unknown>)(input)];
  });
  return Object.fromEntries(handlers) as HistoryQueryHandlers;
}
