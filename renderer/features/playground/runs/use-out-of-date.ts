import { type AskedChange, askedChanges } from "@shared/domain/run/asked-changes.ts";
import { useMemo } from "react";
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

/** What a person has changed since a variant's answer was asked for; empty while it is the answer to what is shown. */
export function useOutOfDate(variantId: string, run: RunView | undefined): AskedChange[] {
  const draft = useDraft((state) => state.draft);
  const preferences = useSettings((state) => state.settings?.preferences);
  const aside = useEdits((state) => state.aside);
  const versions = usePrompt((state) => state.versions);
  const inPass = usePass(
    ({ pass }) => pass !== null && pass.shown !== null && pass.prompt === conversationKey(draft.openPrompt),
  );
  const request = run && !isRunning(run) ? run.request : undefined;
  const edited = useEdits((state) => (request ? state.open : null));
  return useMemo(() => {
    const variant = draft.variants.find(({ id }) => id === variantId);
    if (!variant || !preferences || !request || request.handEditedBody !== undefined) return none;
    if (conversationKey(request.prompt) !== conversationKey(draft.openPrompt)) return none;
    const now = buildRunRequest(draft, variant, preferences, editToRun({ open: edited, aside }));
    // The runs of a pass have the values of their input, which are nobody's change.
    const { variables, placeholders } = inPass ? request : now;
    return askedChanges(askedBy(request, versions), { ...askedBy(now, versions), variables, placeholders });
  }, [inPass, draft, preferences, edited, aside, versions, request, variantId]);
}
