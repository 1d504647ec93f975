import {
  type ExperimentSpec,
  experimentKind,
  experimentSpecSchema,
} from "@shared/domain/experiment/experiment-spec.ts";
import { type CellsSpec, cellsSpecSchema } from "@shared/domain/job/cells-spec.ts";
import { nameCell, placeOfCell } from "@shared/domain/job/expand-cells.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import { isEdit } from "@shared/domain/prompt/run-prompt.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";

/** A job whose cells the grid can show: an experiment, or a pass over inputs, which is one without checks. */
export interface ShownJob {
  spec: ExperimentSpec;
  /** It judges nothing, and nothing can be added to it. */
  isPass: boolean;
  /** How the grid calls a cell of the job; its own name where it has no other. */
  nameHere(cell: string): string;
}

/** @returns null for a job that has no rows to show, undefined where its spec cannot be read. */
export function readShownJob(kind: string, spec: unknown): ShownJob | null | undefined {
  if (kind === experimentKind) {
    const parsed = experimentSpecSchema().safeParse(spec);
    return parsed.success ? { spec: parsed.data, isPass: false, nameHere: (cell) => cell } : undefined;
  }
  if (kind !== "cells") return null;
  const parsed = cellsSpecSchema().safeParse(spec);
  if (!parsed.success) return undefined;
  return parsed.data.rows.length === 0 ? null : ofPass(parsed.data);
}

function ofPass({ title, rows, variants, repetitions }: CellsSpec): ShownJob {
  const letters = new Map(variants.map(({ id }, index) => [id, String.fromCharCode(65 + index)]));
  return {
    isPass: true,
    spec: {
      title,
      repetitions,
      seed: 1,
      verdict: { score: "pass", delta: 0.05, alpha: 0.05 },
      limits: {},
      gates: [],
      checks: [],
      variants: variants.map(({ id, request }) => ({ name: letters.get(id) ?? id, model: modelOf(request), request })),
      rows: rows.map(({ id, name, variables, placeholders }) => ({ id, description: name, variables, placeholders })),
    },
    nameHere(cell) {
      const place = placeOfCell(cell);
      return place ? nameCell({ ...place, variant: letters.get(place.variant) ?? place.variant }) : cell;
    },
  };
}

/** As far as the request says it; the config of a stored prompt may name another. */
function modelOf({ modelOverride, prompt }: RunRequest): string {
  if (modelOverride !== null) return modelOverride;
  const config = prompt && isEdit(prompt) ? prompt.config : undefined;
  const model = isJsonObject(config) ? config["model"] : undefined;
  return typeof model === "string" ? model : "";
}
