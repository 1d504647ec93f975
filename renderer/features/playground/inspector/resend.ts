import { useRuns } from "../../../stores/run/runs.ts";
import { useView } from "../../../stores/view.ts";
import type { InspectedRun } from "./inspected-run.ts";

/** Runs a variant's last request again with a body typed by hand in place of the one that would be built. */
export function resend({ key, record }: InspectedRun, body: string): void {
  const { comparison: _, ...request } = record.request;
  useView.getState().chooseExchange(null);
  useView.getState().setVariantTab(key, "output");
  void useRuns.getState().start(key, { ...request, handEditedBody: body });
}
