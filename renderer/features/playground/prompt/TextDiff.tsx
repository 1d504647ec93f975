import { ChevronsUpDown } from "lucide-react";
import { useMemo, useState } from "react";
import { classNames } from "../../../ui/class-names.ts";
import { plural } from "../../../ui/figures.ts";
import { TemplateText } from "../text/TemplateText.tsx";
import { foldLines, isFolded, type NumberedLine, pairLines } from "./diff-rows.ts";
import styles from "./VersionDiff.module.css";
import { diffCounts, diffTexts } from "./version-diff.ts";

interface TextDiffProps {
  title: string;
  before: string;
  after: string;
  /** Beside each other instead of as one. */
  beside?: boolean;
  /** The texts are templates: their variables and references are tokens. */
  template?: boolean;
}

/** Two texts as one or beside each other: by line, and inside changed lines by word. Long equal stretches are folded. */
export function TextDiff({ title, before, after, beside = false, template = false }: TextDiffProps) {
  const lines = useMemo(() => diffTexts(before, after), [before, after]);
  const rows = useMemo(() => foldLines(lines), [lines]);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const { added, removed } = diffCounts(lines);
  const blocks = useMemo(() => blocksOf(rows, opened), [rows, opened]);
  return (
    <section className={styles["part"]} aria-label={`${title} diff`}>
      <h2 className={styles["title"]}>
        {title}
        <span className={styles["counts"]}>{added + removed === 0 ? "the same" : `+${added} −${removed} lines`}</span>
      </h2>
      {added + removed > 0 && (
        <div className={classNames(styles["lines"], beside && styles["beside"])}>
          {blocks.map((block) =>
            "folded" in block ? (
              <button
                key={`folded ${block.id}`}
                type="button"
                className={styles["fold"]}
                onClick={() => setOpened(new Set([...opened, block.id]))}
              >
                <ChevronsUpDown aria-hidden="true" size={12} />
                {plural(block.folded.length, "line")} the same
              </button>
            ) : beside ? (
              pairLines(block).map((pair) => (
                <div key={`${pair.before?.before} ${pair.after?.after}`} className={styles["pair"]}>
                  <Line line={pair.before} side="before" template={template} />
                  <Line line={pair.after} side="after" template={template} />
                </div>
              ))
            ) : (
              block.map((line) => <Line key={`${line.before} ${line.after}`} line={line} template={template} />)
            ),
          )}
        </div>
      )}
    </section>
  );
}

/** Lines that stand together, with what is still put away between them. */
function blocksOf(rows: ReturnType<typeof foldLines>, opened: ReadonlySet<number>) {
  const blocks: (NumberedLine[] | { id: number; folded: NumberedLine[] })[] = [];
  for (const row of rows) {
    const last = blocks.at(-1);
    if (isFolded(row) && !opened.has(row.id)) blocks.push(row);
    else {
      const lines = isFolded(row) ? row.folded : [row];
      if (Array.isArray(last)) last.push(...lines);
      else blocks.push([...lines]);
    }
  }
  return blocks;
}

const kinds = { "+": "added", "-": "removed", " ": "same" } as const;

interface LineProps {
  line: NumberedLine | null;
  side?: "before" | "after";
  template: boolean;
}

/** A line of one text, or of both as one; null is an empty place beside a line of the other. */
function Line({ line, side, template }: LineProps) {
  if (!line) return <div className={classNames(styles["line"], styles["nothing"])} />;
  const numbers = side ? [line[side]] : [line.before, line.after];
  const words = line.words.map(({ text, changed }) => ({ text, mark: changed ? styles["word"] : undefined }));
  return (
    <div className={classNames(styles["line"], styles[kinds[line.sign]])}>
      {numbers.map((number, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the first and the second text
        <span key={index} className={styles["number"]} aria-hidden="true">
          {number}
        </span>
      ))}
      <span className={styles["sign"]}>{line.sign === "-" ? "−" : line.sign}</span>
      <span>
        <TemplateText words={words} plain={!template} />
      </span>
    </div>
  );
}
