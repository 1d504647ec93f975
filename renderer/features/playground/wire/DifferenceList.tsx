import type { JsonDifference } from "@shared/domain/diff/json-diff.ts";
import { diffTexts } from "@shared/domain/diff/text-diff.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { useMemo } from "react";
import { Chip } from "../../../ui/Chip.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { embeddedMedia, mediaText } from "../../../ui/embedded-media.ts";
import { foldSame } from "../diff/folding.ts";
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
  const [one, other] = [shownText(before), shownText(after)];
  const hasMedia = isMedia(before) || isMedia(after);
  const parts = useMemo(
    () => (one !== undefined && other !== undefined && !hasMedia ? foldSame(diffTexts(one, other, "words")) : []),
    [one, other, hasMedia],
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
      {one !== undefined && <Side sign="−" text={one} media={isMedia(before)} className={styles["removed"]} />}
      {other !== undefined && <Side sign="+" text={other} media={isMedia(after)} className={styles["added"]} />}
    </>
  );
}

interface SideProps {
  sign: string;
  text: string;
  media: boolean;
  className: string | undefined;
}

function Side({ sign, text, media, className }: SideProps) {
  return (
    <p className={classNames(styles["side"], className)}>
      <span className={styles["sign"]}>{sign}</span>
      <span>{media ? <Chip mono>{text}</Chip> : text}</span>
    </p>
  );
}

function isText(value: JsonValue | undefined): boolean {
  return typeof value === "string";
}

function isMedia(value: JsonValue | undefined): boolean {
  return typeof value === "string" && embeddedMedia(value) !== undefined;
}

/** Embedded base64, also within a value, is told by its kind and size: nobody reads it. */
function shownText(value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  const short = (item: unknown) => {
    const media = typeof item === "string" ? embeddedMedia(item) : undefined;
    return media ? mediaText(media) : item;
  };
  const text = typeof value === "string" ? String(short(value)) : JSON.stringify(value, (_key, item) => short(item), 2);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}
