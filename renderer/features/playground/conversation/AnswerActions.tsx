import type { VariantDraft } from "@shared/domain/draft.ts";
import { Reply } from "lucide-react";
import { useCompare } from "../../../stores/compare.ts";
import type { RunView } from "../../../stores/runs.ts";
import { Button } from "../../../ui/Button.tsx";
import { useIsBlind } from "../compare/blind-vote.ts";
import { ChooseBlind } from "../compare/ChooseBlind.tsx";
import styles from "./Conversation.module.css";
import { Rating } from "./Rating.tsx";
import { answerMessage } from "./turns.ts";

/** What can be done with an answer: go on from it, rate it, or choose it in a blind vote. */
export function AnswerActions({ variant, run }: { variant: VariantDraft; run: RunView }) {
  const blind = useIsBlind();
  const answer = answerMessage(run);
  if (!answer) return null;
  if (blind) return <ChooseBlind variantId={variant.id} run={run} />;
  const reply = () => {
    const { composing, set } = useCompare.getState();
    set({ composing: { ...composing, [variant.id]: true } });
  };
  return (
    <div className={styles["actions"]}>
      {!answer.tool_calls && (
        <Button size="small" variant="ghost" icon={<Reply aria-hidden="true" />} onClick={reply}>
          Reply
        </Button>
      )}
      <Rating run={run} />
    </div>
  );
}
