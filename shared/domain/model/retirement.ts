import type { PromptRef } from "../prompt/prompt.ts";

/** A place that names a model. `label` is its name for a person, `detail` where in it. */
export type RetiringUse = { label: string; detail?: string } & (
  | { kind: "prompt" | "edit" | "draft"; prompt: PromptRef }
  | { kind: "experiment"; jobId: string }
  | { kind: "set-up"; setupId: string }
  | { kind: "deployment" }
  /** Runs of the last 30 days. */
  | { kind: "runs"; runs: number; model: string; provider: string }
);

/** A model that ends soon or is gone, and everything here that names it. */
export interface RetiringModel {
  provider: string;
  providerLabel: string;
  /** As the provider has it. */
  model: string;
  /** The string that calls it. */
  id: string;
  /** ISO date of its last day. */
  ends: string;
  /** Days until then; below zero when it is gone. */
  days: number;
  /** The string that calls its replacement, as its provider says; absent where none is named. */
  replacedBy?: string;
  /** The list that says so. */
  source: string;
  page?: string;
  uses: RetiringUse[];
}

export interface RetirementDesk {
  /** ISO date of the reading. */
  asOf: string;
  /** Days ahead that were looked at. */
  within: number;
  /** Those that end first come first. */
  models: RetiringModel[];
  /** How many of each kind of place were looked through. */
  looked: Record<RetiringUse["kind"], number>;
  /** Names that no list has a row for: whether they end is not known. */
  unknown: string[];
  /** What could not be read, in words for a person. */
  unread: string[];
}
