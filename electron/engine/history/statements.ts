import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { Row } from "./run-row.ts";

export type Parameters = Record<string, SQLInputValue>;

/** Prepared statements of one connection, each prepared once. No text of a person ever becomes SQL. */
export interface Statements {
  run(sql: string, ...values: SQLInputValue[]): void;
  runNamed(sql: string, values: Parameters): void;
  get(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all(sql: string, ...values: SQLInputValue[]): Row[];
  /** Rows one at a time, for reading as far as a damaged file lets. */
  each(sql: string): Iterable<Row>;
  /** Everything in it is kept, or nothing. */
  transaction<T>(work: () => T): T;
}

export function createStatements(database: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>();

  function statement(sql: string): StatementSync {
    const known = prepared.get(sql);
    if (known) return known;
    const made = database.prepare(sql);
    prepared.set(sql, made);
    return made;
  }

  return {
    run: (sql, ...values) => void statement(sql).run(...values),
    runNamed: (sql, values) => void statement(sql).run(values),
    get: (sql, ...values) => statement(sql).get(...values),
    all: (sql, ...values) => statement(sql).all(...values),
    each: (sql) => statement(sql).iterate(),
    transaction(work) {
      database.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        // A full disk makes SQLite roll back by itself.
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    },
  };
}
