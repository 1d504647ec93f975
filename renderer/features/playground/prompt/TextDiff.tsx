import { useMemo } from "react";
import { classNames } from "../../../ui/class-names.ts";
import styles from "./VersionDiff.module.css";
import { type DiffLine, diffCounts, diffTexts } from "./version-diff.ts";

/** Two texts as one: by line, and inside changed lines by word. */
export function TextDiff({ title, before, after }: { title: string; before: string; after: string }) {
  const lines = useMemo(() => diffTexts(before, after), [before, after]);
  const { added, removed } = diffCounts(lines);
  return (
    <section className={styles["part"]} aria-label={`${title} diff`}>
      <h2 className={styles["title"]}>
        {title}
        <span className={styles["counts"]}>{added + removed === 0 ? "the same" : `+${added} −${removed} lines`}</span>
      </h2>
      {added + removed > 0 && (
        <div className={styles["lines"]}>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a diff have no identity but their place
            <Line key={index} line={line} />
          ))}
        </div>
      )}
    </section>
  );
}

const kinds = { "+": "added", "-": "removed", " ": "same" } as const;

function Line({ line }: { line: DiffLine }) {
  return (
    <div className={classNames(styles["line"], styles[kinds[line.sign]])}>
      <span className={styles["sign"]}>{line.sign === "-" ? "−" : line.sign}</span>
      <span>
        {line.words.map((word, index) =>
          word.changed ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: words of a diff have no identity but their place
            <span key={index} className={styles["word"]}>
              {word.text}
            </span>
          ) : (
            word.text
          ),
        )}
      </span>
    </div>
  );
}
