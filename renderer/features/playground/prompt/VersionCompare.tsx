import { ArrowLeftRight } from "lucide-react";
import { useMemo } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useView } from "../../../stores/view.ts";
import { MergeText } from "../../../ui/code/MergeText.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Select } from "../../../ui/Select.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { PreviewError } from "../errors/PreviewError.tsx";
import { type ComparedPart, partsOf } from "./compared-parts.ts";
import { DiffLayoutSwitch } from "./DiffLayoutSwitch.tsx";
import { useCompareSide, useSideOptions } from "./use-compare-sides.ts";
import styles from "./VersionCompare.module.css";
import { diffCounts, diffTexts } from "./version-diff.ts";

/** Two texts of the open prompt in the whole window: stored versions, labels, the edit; messages, config and tools apart. */
export function VersionCompare({ from, to }: { from: string; to: string }) {
  const { compareVersions, endCompare } = useView.getState();
  const name = usePrompt((state) => state.ref?.name ?? "");
  const isInline = useDraft((state) => state.draft.layout["diffInline"] === true);
  const setLayout = useDraft((state) => state.setLayout);
  const options = useSideOptions();
  const before = useCompareSide(from);
  const after = useCompareSide(to);
  const labelOf = (side: string) => options.find(({ value }) => value === side)?.label ?? side;
  const parts = useMemo(
    () => (before?.text && after?.text ? partsOf(before.text, after.text) : null),
    [before?.text, after?.text],
  );
  const error = before?.error ?? after?.error;
  return (
    <Dialog open onClose={endCompare} title={`Compare ${name}`} size="full">
      <div className={styles["choose"]}>
        <Select
          aria-label="Compare from"
          value={from}
          options={options}
          onChange={(side) => compareVersions(side, to)}
        />
        <IconButton
          size="small"
          label="Swap the sides"
          icon={<ArrowLeftRight aria-hidden="true" />}
          onClick={() => compareVersions(to, from)}
        />
        <Select aria-label="Compare to" value={to} options={options} onChange={(side) => compareVersions(from, side)} />
        <span className={styles["room"]} />
        <DiffLayoutSwitch isInline={isInline} onChange={(inline) => setLayout("diffInline", inline)} />
      </div>
      {error && <PreviewError error={error} />}
      {!error && !parts && <Spinner label="Loading both texts" />}
      {parts?.map((part) => (
        <Part key={part.title} part={part} before={labelOf(from)} after={labelOf(to)} isInline={isInline} />
      ))}
    </Dialog>
  );
}

interface PartProps {
  part: ComparedPart;
  before: string;
  after: string;
  isInline: boolean;
}

function Part({ part, before, after, isInline }: PartProps) {
  const { added, removed } = useMemo(() => diffCounts(diffTexts(part.before, part.after)), [part]);
  const isSame = added + removed === 0;
  return (
    <section className={styles["part"]} aria-label={part.title}>
      <h3 className={styles["title"]}>
        {part.title}
        <span className={styles["counts"]}>
          {isSame ? (
            "the same"
          ) : (
            <>
              <span className={styles["plus"]}>+{added}</span> <span className={styles["minus"]}>−{removed}</span> lines
            </>
          )}
        </span>
      </h3>
      {!isSame && (
        <div className={styles["texts"]}>
          {!isInline && (
            <div className={styles["sides"]} aria-hidden="true">
              <span>{before}</span>
              <span>{after}</span>
            </div>
          )}
          <MergeText
            before={{ label: `${part.title} of ${before}`, text: part.before }}
            after={{ label: `${part.title} of ${after}`, text: part.after }}
            language={part.language}
            isInline={isInline}
          />
        </div>
      )}
    </section>
  );
}
