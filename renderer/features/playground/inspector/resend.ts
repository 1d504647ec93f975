import { useRuns } from "../../../stores/run/runs.ts";
import { useView } from "../../../stores/view.ts";
import type { InspectedSet } from "./inspected-exchanges.ts";

/** Runs a variant's last request again with a body typed by hand in place of the one that would be built. */
export function resend({ key, record }: InspectedSet, body: string): void {
  if (!record) return;
  const { comparison: _, ...request } = record.request;
  useView.getState().chooseExchange(null);
  useView.getState().setVariantTab(key, "output");
  void useRuns.getState().start(key, { ...request, handEditedBody: body });
}
