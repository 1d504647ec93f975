import { type AskedChange, askedChanges } from "@shared/domain/run/asked-changes.ts";
import { createContext, use, useMemo, useState } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { conversationKey } from "../../../stores/draft/values-key.ts";
import { editToRun, useEdits } from "../../../stores/prompts/edits.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { usePass } from "../../../stores/run/pass.ts";
import { buildRunRequest } from "../../../stores/run/run-request.ts";
import { isRunning, type RunView } from "../../../stores/run/runs.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { askedBy } from "./asked-by.ts";

const none: AskedChange[] = [];

/** What is out of date in the column around: worked out once, read by the answer and its figures. */
export const OutOfDate = createContext<readonly AskedChange[]>(none);

/** What a person has changed since the answer of the column around was asked for. */
export function useOutOfDate(): readonly AskedChange[] {
  return use(OutOfDate);
}

/** What a person has changed since a variant's answer was asked for; empty while it is the answer to what is shown. */
export function useChangesSince(variantId: string, run: RunView | undefined): readonly AskedChange[] {
  const draft = useDraft((state) => state.draft);
  const preferences = useSettings((state) => state.settings?.preferences);
  const aside = useEdits((state) => state.aside);
  const versions = usePrompt((state) => state.versions);
  const shown = usePrompt((state) => state.stored);
  const inPass = usePass(
    ({ pass }) => pass !== null && pass.shown !== null && pass.prompt === conversationKey(draft.openPrompt),
  );
  const request = run && !isRunning(run) ? run.request : undefined;
  const edited = useEdits((state) => (request ? state.open : null));
  const changes = useMemo(() => {
    const variant = draft.variants.find(({ id }) => id === variantId);
    if (!variant || !preferences || !request || request.handEditedBody !== undefined) return none;
    if (conversationKey(request.prompt) !== conversationKey(draft.openPrompt)) return none;
    const now = buildRunRequest(draft, variant, preferences, editToRun({ open: edited, aside }));
    // The runs of a pass have the values of their input, which are nobody's change.
    const { variables, placeholders } = inPass ? request : now;
    const before = askedBy(request, versions, shown);
    return askedChanges(before, { ...askedBy(now, versions, shown), variables, placeholders });
  }, [inPass, draft, preferences, edited, aside, versions, shown, request, variantId]);
  return useUnchanged(changes);
}

/** The list of before while the new one says the same: a column is not drawn again at every keystroke. */
function useUnchanged(changes: readonly AskedChange[]): readonly AskedChange[] {
  const [kept, keep] = useState(changes);
  if (kept === changes) return changes;
  const isSame =
    kept.length === changes.length &&
    kept.every(({ text, detail }, index) => text === changes[index]?.text && detail === changes[index]?.detail);
  if (isSame) return kept;
  keep(changes);
  return changes;
}
