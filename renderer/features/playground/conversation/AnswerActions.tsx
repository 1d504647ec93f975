import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { Reply } from "lucide-react";
import { isRunning, type RunView } from "../../../stores/run/runs.ts";
import { Button } from "../../../ui/Button.tsx";
import { OutputTools } from "../answer/OutputTools.tsx";
import { useIsBlind } from "../compare/blind-vote.ts";
import { ChooseBlind } from "../compare/ChooseBlind.tsx";
import styles from "./Conversation.module.css";
import { openComposer } from "./composer.ts";
import { Rating } from "./Rating.tsx";
import { answerMessage, waitsForResults } from "./turns.ts";

/** What can be done with an answer: read it another way, copy it, go on from it, rate it, or vote for it. */
export function AnswerActions({ variant, run }: { variant: VariantDraft; run: RunView }) {
  const blind = useIsBlind();
  const answer = isRunning(run) ? undefined : answerMessage(run);
  return (
    <div className={styles["actions"]}>
      {answer && blind && <ChooseBlind variantId={variant.id} run={run} />}
      {answer && !blind && (
        <>
          {!waitsForResults(run) && (
            <Button
              size="small"
              variant="ghost"
              icon={<Reply aria-hidden="true" />}
              onClick={() => openComposer(variant.id)}
            >
              Reply
            </Button>
          )}
          <Rating run={run} />
        </>
      )}
      <OutputTools run={run} blind={blind} />
    </div>
  );
}
