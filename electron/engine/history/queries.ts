import { countRuns, listFacets, listRuns } from "./list-runs.ts";
import { groupFigures, modelFigures } from "./model-figures.ts";
import { sentNames } from "./sent-names.ts";
import type { Statements } from "./statements.ts";

/**
 * What can be read from the database by a name alone: name → how it is read. A query that stands here can be called on
 * the history, and answers the route `history.<name>` when the contract has one. Input and result are plain data.
 */
const queries = {
  list: listRuns,
  count: countRuns,
  facets: listFacets,
  figures: modelFigures,
  groups: groupFigures,
  sentNames,
} as const;

type Queries = typeof queries;
type Input<Query> = Query extends (sql: Statements, ...input: infer Given) => unknown ? Given : never;

/** The queries as they are called: without the database, which is on another thread. */
export type HistoryQueries = {
  [Name in keyof Queries]: (...input: Input<Queries[Name]>) => Promise<ReturnType<Queries[Name]>>;
};

/** The same as one side of the table of calls between the threads. */
export type QueryCalls = {
  [Name in keyof Queries]: (...input: Input<Queries[Name]>) => ReturnType<Queries[Name]>;
};

/** A call by name with the input of that query. */
type Call = <Name extends keyof Queries>(name: Name, ...input: Parameters<QueryCalls[Name]>) => Promise<unknown>;

/** Each query, called through `call`, which is given its name and its input. */
export function queriesThrough(call: Call): HistoryQueries {
  const names = Object.keys(queries) as (keyof Queries)[];
  const calls = names.map((name) => [name, (...input: Parameters<QueryCalls[typeof name]>) => call(name, ...input)]);
  // The table ties name, input and result together; the compiler cannot follow a loop over it.
  return Object.fromEntries(calls) as HistoryQueries;
}

/** Each query on the statements that `read` gives it. */
export function queriesOn(read: <T>(work: (sql: Statements) => T) => Promise<T>): HistoryQueries {
  return queriesThrough((name, ...input) => {
    const run = queries[name] as (sql: Statements, ...input: unknown[]) => unknown;
    return read((sql) => run(sql, ...input));
  });
}
