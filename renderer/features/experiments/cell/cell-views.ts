import type { JsonValue } from "@shared/domain/json/json.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { ComponentType } from "react";

/** An answer as it is compared. */
export interface ComparedText {
  /** How it is called within a sentence. */
  title: string;
  text: string;
  /** Undefined where it is no JSON. */
  json: JsonValue | undefined;
}

/** What the playground shows runs with, handed over by the window: areas of the interface do not know each other. */
export interface CellViews {
  /** A run to read, with everything sent and received. */
  Report: ComponentType<{ record: RunRecord }>;
  /** An answer as its differences from another. */
  Diff: ComponentType<{ before: ComparedText; after: ComparedText; form: "words"; folded: boolean }>;
}
