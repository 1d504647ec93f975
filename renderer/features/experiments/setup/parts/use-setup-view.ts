import { useMemo } from "react";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { useSetupPrompts } from "../../../../stores/experiments/setup/setup-prompts.ts";
import { type SetupView, viewOfSetup } from "../../../../stores/experiments/setup/setup-view.ts";

/** What follows from the draft, its rows and its prompts; found anew only when one of them changed. */
export function useSetupView(): SetupView {
  const variants = useSetup((state) => state.draft.variants);
  const chosen = useSetup((state) => state.draft.chosen);
  const table = useSetup((state) => state.table);
  const views = useSetupPrompts((state) => state.views);
  return useMemo(() => viewOfSetup({ variants, chosen }, table, views), [variants, chosen, table, views]);
}
