import { useDraft } from "../../../stores/draft/draft.ts";
import { letterAt } from "../../../stores/draft/variant-list.ts";
import { answerNumber, type BlindVote, useCompare } from "../../../stores/run/compare.ts";
import { useRuns } from "../../../stores/run/runs.ts";
import { Button } from "../../../ui/Button.tsx";
import styles from "./compare.module.css";

/** What to do in a blind vote, and who won when it is over. */
export function BlindBar() {
  const { blind, set } = useCompare();
  if (!blind) return null;
  const reveal = () => set({ blind: { ...blind, chosen: blind.chosen ?? "" } });
  return (
    <div className={styles["line"]} role="status">
      {blind.chosen === null ? (
        <>
          <span>Blind vote: read the answers and choose the best. The order is shuffled.</span>
          <Button size="small" variant="ghost" onClick={reveal}>
            Reveal without a choice
          </Button>
        </>
      ) : (
        <>
          {blind.chosen === "" ? <span>No answer was chosen.</span> : <Winner blind={blind} id={blind.chosen} />}
          <Button size="small" variant="ghost" onClick={() => set({ blind: null })}>
            Done
          </Button>
        </>
      )}
    </div>
  );
}

/** The winner as it was called in the vote and as it is called everywhere else. */
function Winner({ blind, id }: { blind: BlindVote; id: string }) {
  const variants = useDraft((state) => state.draft.variants);
  const model = useRuns((state) => state.runs[id]?.record?.plan?.route.model);
  const index = variants.findIndex((variant) => variant.id === id);
  const name = variants[index]?.name;
  const said =
    index < 0 ? "its variant was removed" : `variant ${[letterAt(index), name, model].filter(Boolean).join(" · ")}`;
  return (
    <span>
      You chose answer {answerNumber(blind, id)}: {said}.
    </span>
  );
}
