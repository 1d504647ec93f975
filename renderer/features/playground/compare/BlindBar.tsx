import { useCompare } from "../../../stores/compare.ts";
import { useDraft } from "../../../stores/draft.ts";
import { variantTitle } from "../../../stores/variant-list.ts";
import { Button } from "../../../ui/Button.tsx";
import styles from "./compare.module.css";

/** What to do in a blind vote, and who won when it is over. */
export function BlindBar() {
  const { blind, set } = useCompare();
  const variants = useDraft((state) => state.draft.variants);
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
          <span>
            {blind.chosen === ""
              ? "No answer was chosen."
              : `You chose variant ${variantTitle(variants, blind.chosen)}.`}
          </span>
          <Button size="small" variant="ghost" onClick={() => set({ blind: null })}>
            Done
          </Button>
        </>
      )}
    </div>
  );
}
