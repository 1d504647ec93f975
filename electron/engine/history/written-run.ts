import type { SQLInputValue } from "node:sqlite";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { recordVersion } from "../../../shared/domain/run/upgrade-record.ts";
import { hasPackedText } from "./blob-text.ts";
import { packFrames } from "./frame-text.ts";
import { columnValues } from "./run-row.ts";
import { type SearchText, searchTextOf } from "./search-text.ts";

/**
 * A run as the tables take it: texts, which are handed to another thread for a fraction of what a record costs with its
 * hundreds of objects, and need not be written as JSON there.
 */
export interface WrittenRun {
  id: string;
  /** 0: the next free one. */
  sequence: number;
  state: RunRecord["state"];
  /** Values of the columns in the order of `columnNames`. */
  columns: SQLInputValue[];
  /** JSON of the record, without its exchanges and its sequence. */
  document: string;
  exchanges: { head: string; frames: string }[];
  /** Null for a run that goes on. */
  search: SearchText | null;
}

/** Undefined for a run with a text that is kept apart: to find and hash it is the other thread's work. */
export function writtenRun(record: RunRecord): WrittenRun | undefined {
  const { exchanges, sequence, ...rest } = record;
  const heads = exchanges.map(({ frames: _frames, ...head }) => head);
  if (hasPackedText(rest) || hasPackedText(heads)) return undefined;
  return {
    id: record.id,
    sequence,
    state: record.state,
    columns: columnValues(record),
    document: JSON.stringify({ ...rest, documentVersion: recordVersion }),
    exchanges: heads.map((head, position) => {
      const exchange = exchanges[position];
      return { head: JSON.stringify(head), frames: exchange ? packFrames(exchange) : "[]" };
    }),
    // A running run is found when it has ended: indexing it twice would double the work.
    search: record.state === "running" ? null : searchTextOf(record),
  };
}

export function documentOf({ document }: WrittenRun, sequence: number): string {
  return `{"sequence":${sequence},${document.slice(1)}`;
}
