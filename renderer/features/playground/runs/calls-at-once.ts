import { useDraft } from "../../../stores/draft/draft.ts";

/** Calls at once that are offered; without one each key is found out how many it takes. */
export const callsAtOnce = [1, 4, 8, 16] as const;

/** What was chosen last, for every start of several calls; undefined: left to what a key is found to take. */
export function callsAtOnceOf(layout: Record<string, number | boolean | string>): number | undefined {
  return callsAtOnce.find((choice) => choice === layout["callsAtOnce"]);
}

/** @param choice undefined: left to what a key is found to take. */
export function chooseCallsAtOnce(choice: number | undefined): void {
  useDraft.getState().setLayout("callsAtOnce", choice ?? 0);
}
