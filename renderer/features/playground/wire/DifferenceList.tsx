import type { JsonDifference } from "@shared/domain/diff/json-diff.ts";
import type { JsonValue } from "@shared/domain/json.ts";
import { useMemo } from "react";
import { foldSame } from "../../../diff/folding.ts";
import { diffTexts } from "../../../diff/output-diff.ts";
import { classNames } from "../../../ui/class-names.ts";
import styles from "./DifferenceList.module.css";
import { MarkedText } from "./MarkedText.tsx";

/** Longer values show their beginning; the tree of each side has them whole. */
const mostCharacters = 20_000;

interface DifferenceListProps {
  differences: readonly JsonDifference[];
  /** What to say when there is none. */
  same: string;
}

/** Differences of two JSON values: where, what was there before and what is there now, with the words that differ. */
export function DifferenceList({ differences, same }: DifferenceListProps) {
  if (differences.length === 0) return <p className={styles["same"]}>{same}</p>;
  return (
    <ul className={styles["list"]} aria-label="Differences">
      {differences.map((difference) => (
        <li key={`${difference.path} ${difference.kind}`} className={styles["item"]}>
          <h3 className={styles["path"]}>
            {difference.path} <span className={styles["kind"]}>{difference.kind}</span>
          </h3>
          <Values difference={difference} />
        </li>
      ))}
    </ul>
  );
}

function Values({ difference: { before, after } }: { difference: JsonDifference }) {
  const [one, other] = [textOf(before), textOf(after)];
  const parts = useMemo(
    () => (one !== undefined && other !== undefined ? foldSame(diffTexts(one, other, "words")) : []),
    [one, other],
  );
  // Marked words are read in place; a value that has nothing in common with the other is read on its own.
  if (parts.some((part) => part.kind === "same" || part.kind === "folded") && isText(before) && isText(after)) {
    return (
      <div className={styles["marked"]}>
        <MarkedText parts={parts} />
      </div>
    );
  }
  return (
    <>
      {one !== undefined && <Side sign="−" text={one} className={styles["removed"]} />}
      {other !== undefined && <Side sign="+" text={other} className={styles["added"]} />}
    </>
  );
}

function Side({ sign, text, className }: { sign: string; text: string; className: string | undefined }) {
  return (
    <p className={classNames(styles["side"], className)}>
      <span className={styles["sign"]}>{sign}</span>
      <span>{text}</span>
    </p>
  );
}

function isText(value: JsonValue | undefined): boolean {
  return typeof value === "string";
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}
