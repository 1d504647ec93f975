import { weighJson } from "@shared/domain/json/json-weight.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { RunsByVariant, RunView } from "./runs.ts";

/**
 * Records of runs, with every exchange and frame, that the window keeps at hand for its columns. Beyond, those of
 * repetitions that no column shows are asked for anew when one does.
 */
const mostHeldBytes = 256 * 1_048_576;

const weights = new WeakMap<RunRecord, number>();

/** The runs whose records go, the oldest first, so that those left are within the bound. What is shown stays. */
export function recordsToLetGo(
  repetitions: RunsByVariant,
  shown: Readonly<Record<string, number>>,
  most: number = mostHeldBytes,
): ReadonlySet<RunView> {
  const held = Object.entries(repetitions).flatMap(([id, views]) =>
    views.flatMap((view, index) =>
      view.record ? [{ view, record: view.record, isShown: index === (shown[id] ?? 0) }] : [],
    ),
  );
  let bytes = held.reduce((sum, { record }) => sum + weigh(record), 0);
  const gone = new Set<RunView>();
  for (const { view, record, isShown } of held.sort((a, b) => a.view.startedAt - b.view.startedAt)) {
    if (bytes <= most) break;
    if (isShown || view.state !== "finished") continue;
    gone.add(view);
    bytes -= weigh(record);
  }
  return gone;
}

function weigh(record: RunRecord): number {
  const known = weights.get(record) ?? weighJson(record);
  weights.set(record, known);
  return known;
}

export function withoutRecord({ record: _, ...view }: RunView): RunView {
  return view;
}
