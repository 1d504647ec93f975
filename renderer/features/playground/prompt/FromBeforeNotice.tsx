import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { useEffect } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { hasFromBefore } from "../../../stores/draft/kept-from-before.ts";
import { valuesKey } from "../../../stores/draft/values-key.ts";
import { useInputs } from "../../../stores/inputs/inputs.ts";
import { Button } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";

/** Offers what was kept for a prompt of this name before projects were told apart. */
export function FromBeforeNotice() {
  const open = useDraft((state) => state.draft.openPrompt);
  return open?.connection === undefined ? null : <Offer key={valuesKey(open)} prompt={open} />;
}

function Offer({ prompt }: { prompt: PromptRef }) {
  const layoutKey = `fromBefore.left ${valuesKey(prompt)}`;
  const left = useDraft((state) => state.draft.layout[layoutKey] === true);
  const inDraft = useDraft((state) => hasFromBefore(state.draft, prompt));
  const inputs = useInputs((state) => state.fromBefore.length);
  const findFromBefore = useInputs((state) => state.findFromBefore);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of a prompt has the same inputs
  useEffect(() => void findFromBefore(prompt), [layoutKey, findFromBefore]);
  if (left || (!inDraft && inputs === 0)) return null;
  const use = () => {
    useDraft.getState().takeFromBefore(prompt);
    void useInputs.getState().takeFromBefore(prompt);
  };
  return (
    <Notice
      tone="accent"
      actions={
        <>
          <Button size="small" onClick={use}>
            Use
          </Button>
          <Button size="small" onClick={() => useDraft.getState().setLayout(layoutKey, true)}>
            Leave
          </Button>
        </>
      }
    >
      There are {inDraft ? "values" : "saved inputs"} from before for a prompt called “{prompt.name}”. Use them only if
      they were for this project.
    </Notice>
  );
}
