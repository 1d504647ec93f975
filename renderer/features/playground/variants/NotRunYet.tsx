import { contentOf } from "@shared/domain/edit/editor-document.ts";
import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { RunPreview } from "@shared/domain/run/run.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { type EditsState, useEdits } from "../../../stores/prompts/edits.ts";
import { formatCount, plural } from "../../../ui/figures.ts";
import { BeginWith } from "../prompt/BeginWith.tsx";
import styles from "./NotRunYet.module.css";

/** Where no answer is yet: what a run sends, and for a new prompt that says nothing what else one can begin with. */
export function NotRunYet({ variant }: { variant: VariantDraft }) {
  const preview = usePreview((state) => state.views[variant.id]?.preview);
  const isUnwritten = useEdits(saysNothing);
  const isFirst = useDraft((state) => state.draft.variants[0]?.id === variant.id);
  const sent = preview && whatGoes(preview);
  return (
    <div className={styles["none"]}>
      <p>Not run yet.</p>
      {sent && !isUnwritten && <p>{sent}</p>}
      {isUnwritten && isFirst && (
        <div className={styles["begin"]}>
          <BeginWith />
        </div>
      )}
    </div>
  );
}

/** A prompt that no library has and in which nobody has written. */
function saysNothing({ open }: EditsState): boolean {
  return (
    open !== null && open.base.version === undefined && open.editing.now.cards.every((card) => contentOf(card) === "")
  );
}

function whatGoes({ plan, tokenEstimate }: RunPreview): string | null {
  if (!plan) return null;
  const tokens = tokenEstimate ? `, about ${formatCount(tokenEstimate.tokens)} tokens,` : "";
  const goes = plan.messages.length === 1 ? "goes" : "go";
  return `${plural(plan.messages.length, "message")}${tokens} ${goes} to ${plan.route.model}.`;
}
