import { useDraft } from "../../../stores/draft/draft.ts";
import { useCompare } from "../../../stores/run/compare.ts";

/** The items in another order, each order equally likely. `random` gives numbers from 0 to 1, 1 left out. */
export function shuffled<T>(items: readonly T[], random: () => number = Math.random): T[] {
  const rest = [...items];
  return items.flatMap(() => rest.splice(Math.floor(random() * rest.length), 1));
}

/** Hides names, models and figures and shuffles the columns; asked again it shows everything. */
export function toggleBlindVote(): void {
  const { blind, set } = useCompare.getState();
  if (blind) {
    set({ blind: null });
    return;
  }
  const { variants, layout } = useDraft.getState().draft;
  if (layout["maximised"]) useDraft.getState().setLayout("maximised", false);
  const order = shuffled(variants.map(({ id }) => id));
  set({ blind: { order, chosen: null }, diffing: false, requestsOpen: false });
}

/** True while names must not be seen. */
export function useIsBlind(): boolean {
  return useCompare(({ blind }) => blind !== null && blind.chosen === null);
}
