import { diffJson } from "@shared/domain/diff/json-diff.ts";
import type { RunOutput } from "@shared/domain/stream-event.ts";
import { useMemo } from "react";
import { diffAgainst, foldSame, similarity } from "../../../diff/output-diff.ts";
import { useCompare } from "../../../stores/compare.ts";
import { useDraft } from "../../../stores/draft.ts";
import { isRunning, type RunView } from "../../../stores/runs.ts";
import { variantTitle } from "../../../stores/variant-list.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { plural } from "../../../ui/figures.ts";
import { PlainText } from "../text/PlainText.tsx";
import { useVariantRun } from "../use-variant-run.ts";
import { RunError } from "../variants/RunError.tsx";
import { DifferenceList } from "../wire/DifferenceList.tsx";
import { MarkedText } from "../wire/MarkedText.tsx";
import { answerJson, answerText } from "./answer-text.ts";
import styles from "./compare.module.css";
import { useBase } from "./use-base.ts";

/** An answer as its differences from the base's answer. */
export function OutputDiff({ variantId, run }: { variantId: string; run: RunView }) {
  const base = useBase();
  const form = useCompare((state) => state.form);
  const baseTitle = useDraft((state) => variantTitle(state.draft.variants, base));
  const baseRun = useVariantRun(base);
  if (base === variantId) {
    return (
      <>
        <p>
          <Chip>base of the comparison</Chip>
        </p>
        <PlainText text={answerText(run.output)} streaming={false} />
        <RunError variantId={variantId} run={run} />
      </>
    );
  }
  const text = answerText(run.output);
  const hasBase = baseRun !== undefined && !isRunning(baseRun) && answerText(baseRun.output) !== "";
  if (!hasBase || text === "") {
    return (
      <>
        {text === "" ? null : <PlainText text={text} streaming={false} />}
        {!hasBase && <p className={styles["quiet"]}>{baseTitle} has no answer to compare with.</p>}
        <RunError variantId={variantId} run={run} />
      </>
    );
  }
  if (form === "json") return <JsonDiff before={baseRun.output} after={run.output} baseTitle={baseTitle} />;
  return <TextDiff before={answerText(baseRun.output)} after={text} unit={form} baseTitle={baseTitle} />;
}

interface TextDiffProps {
  before: string;
  after: string;
  unit: "words" | "lines";
  baseTitle: string;
}

function TextDiff({ before, after, unit, baseTitle }: TextDiffProps) {
  const folded = useCompare((state) => state.folded);
  const parts = useMemo(() => diffAgainst(before, [after], unit)[0] ?? [], [before, after, unit]);
  if (before === after) return <IdenticalText text={after} baseTitle={baseTitle} />;
  const count = (kind: "added" | "removed") => parts.filter((part) => part.kind === kind).length;
  const percent = Math.floor(similarity(parts) * 100);
  return (
    <>
      <p className={styles["quiet"]}>
        {percent} % the same as {baseTitle} · +{count("added")} −{count("removed")}
      </p>
      <div className={styles["marked"]}>
        <MarkedText parts={folded ? foldSame(parts) : parts} />
      </div>
    </>
  );
}

function IdenticalText({ text, baseTitle }: { text: string; baseTitle: string }) {
  const folded = useCompare((state) => state.folded);
  return (
    <>
      <p>
        <Chip>identical to {baseTitle}</Chip>
      </p>
      {!folded && <PlainText text={text} streaming={false} />}
    </>
  );
}

function JsonDiff({ before, after, baseTitle }: { before: RunOutput; after: RunOutput; baseTitle: string }) {
  const differences = useMemo(() => {
    const [one, other] = [answerJson(before), answerJson(after)];
    return one === undefined || other === undefined ? undefined : diffJson(one, other);
  }, [before, after]);
  if (!differences) {
    const which = answerJson(after) === undefined ? "This answer" : baseTitle;
    return (
      <>
        <p className={styles["quiet"]}>{which} is not JSON; compare by words or lines.</p>
        <PlainText text={answerText(after)} streaming={false} />
      </>
    );
  }
  return (
    <>
      <p className={styles["quiet"]}>
        {plural(differences.length, "difference")} from {baseTitle}
      </p>
      <DifferenceList differences={differences} same={`The same JSON as ${baseTitle}.`} />
    </>
  );
}
