import { diffJson } from "@shared/domain/diff/json-diff.ts";
import { type DiffUnit, diffTexts, similarity } from "@shared/domain/diff/text-diff.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { useMemo } from "react";
import type { DiffForm } from "../../../stores/run/compare.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { plural } from "../../../ui/figures.ts";
import { foldAt, foldable, type Stretch } from "../diff/folding.ts";
import { PlainText } from "../text/PlainText.tsx";
import { DifferenceList } from "../wire/DifferenceList.tsx";
import { MarkedText } from "../wire/MarkedText.tsx";
import styles from "./compare.module.css";

/** An answer as it is compared. */
export interface ComparedAnswer {
  /** How it is called within a sentence. */
  title: string;
  text: string;
  /** Undefined when it is no JSON. */
  json: JsonValue | undefined;
}

interface AnswerDiffProps {
  before: ComparedAnswer;
  after: ComparedAnswer;
  form: DiffForm;
  folded: boolean;
  /** What of the base is put away when folded; without it, what this diff alone leaves unchanged. */
  folds?: readonly Stretch[] | undefined;
}

/** An answer as its differences from another: by words, by lines or by JSON paths. */
export function AnswerDiff(props: AnswerDiffProps) {
  return props.form === "json" ? <JsonDiff {...props} /> : <TextDiff {...props} unit={props.form} />;
}

function TextDiff({ before, after, folded, folds, unit }: AnswerDiffProps & { unit: DiffUnit }) {
  const parts = useMemo(() => diffTexts(before.text, after.text, unit), [before.text, after.text, unit]);
  const shown = useMemo(() => (folded ? foldAt(parts, folds ?? foldable(parts)) : parts), [parts, folded, folds]);
  return (
    <>
      <p className={styles["quiet"]}>
        {before.text === after.text ? <Chip>identical to {before.title}</Chip> : summaryOf(parts, before.title)}
      </p>
      <MarkedText parts={shown} />
    </>
  );
}

function summaryOf(parts: ReturnType<typeof diffTexts>, title: string): string {
  const share = similarity(parts);
  if (share === 1) return `The same as ${title} but for white space`;
  const count = (kind: "added" | "removed") => parts.filter((part) => part.kind === kind).length;
  return `${Math.floor(share * 100)} % the same as ${title} · +${count("added")} −${count("removed")}`;
}

function JsonDiff({ before, after }: AnswerDiffProps) {
  const differences = useMemo(
    () => (before.json === undefined || after.json === undefined ? undefined : diffJson(before.json, after.json)),
    [before.json, after.json],
  );
  if (!differences) {
    const { title } = after.json === undefined ? after : before;
    return (
      <>
        <p className={styles["quiet"]}>No JSON: {title}. Compare by words or lines.</p>
        <PlainText text={after.text} streaming={false} />
      </>
    );
  }
  return (
    <>
      <p className={styles["quiet"]}>
        {plural(differences.length, "difference")} from {before.title}
      </p>
      <DifferenceList differences={differences} same={`The same JSON as ${before.title}.`} />
    </>
  );
}
