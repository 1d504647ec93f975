import { refTo2 } from "../prompt/upgrade-ref.ts";
import type { RunRecord } from "./run.ts";

/*
 * Runs as earlier versions wrote them, brought up to date when they are read: in the history, in exported files and in
 * cassettes. Nothing is rewritten where it lies. Each step is a pure function from one version to the next and leaves
 * alone what has not the form it knows; what a foreign file holds is checked afterwards.
 */

type Stored = Record<string, unknown>;

/** What this version writes. 1: Promptscope of before prompt libraries; its documents carry no version. */
export const recordVersion = 2;

const steps: readonly ((record: Stored) => Stored)[] = [
  // 1 → 2: a prompt lies in a `library`, its version is a text, and a run has a kind.
  (record) => ({ kind: "generate", ...changed(changed(record, "request", requestTo2), "resolved", resolvedTo2) }),
];

/** A run of any version as this one has it. @param version the version it was written in. */
export function upgradeRecord(stored: unknown, version: number): unknown {
  return isObject(stored) ? steps.slice(version - 1).reduce((record, step) => step(record), stored) : stored;
}

/** The request of a run of any version, where it stands alone. */
export function upgradeRequest(request: unknown, version: number): unknown {
  const record = upgradeRecord({ request }, version);
  return isObject(record) ? record["request"] : request;
}

/** A run out of the history, whose document says its version itself. */
export function readStoredRecord(document: unknown): Omit<RunRecord, "exchanges"> {
  const { documentVersion = 1, ...record } = document as Stored & { documentVersion?: number };
  return upgradeRecord(record, documentVersion) as Omit<RunRecord, "exchanges">;
}

function requestTo2(request: unknown): unknown {
  return isObject(request) ? changed(request, "prompt", refTo2) : request;
}

function resolvedTo2(resolved: unknown): unknown {
  return isObject(resolved) ? changed(changed(resolved, "ref", refTo2), "prompt", refTo2) : resolved;
}

function changed(object: Stored, key: string, change: (value: unknown) => unknown): Stored {
  return object[key] === undefined ? object : { ...object, [key]: change(object[key]) };
}

function isObject(value: unknown): value is Stored {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
