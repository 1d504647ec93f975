import { recordVersion, upgradeRequest } from "../run/upgrade-record.ts";

/*
 * Specs of jobs as earlier versions wrote them, brought up to date when they are read. What a spec holds are requests of
 * runs, so its version is that of runs.
 */

type Stored = Record<string, unknown>;

/** What this version writes. A spec that tells none is of version 1. */
export const cellsSpecVersion = recordVersion;

/** A spec of any version as this one has it; what has not the form of one is left alone and refused where it is parsed. */
export function upgradeCellsSpec(stored: unknown, version: number): unknown {
  if (!isObject(stored) || !Array.isArray(stored["variants"])) return stored;
  return { ...stored, variants: stored["variants"].map((variant: unknown) => variantTo(variant, version)) };
}

function variantTo(variant: unknown, version: number): unknown {
  if (!isObject(variant)) return variant;
  return { ...variant, request: upgradeRequest(variant["request"], version) };
}

function isObject(value: unknown): value is Stored {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
