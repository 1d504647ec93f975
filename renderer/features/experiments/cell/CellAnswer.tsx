import type { CellDetail } from "@shared/domain/experiment/experiment-summary.ts";
import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { Select } from "../../../ui/Select.tsx";
import { letterOf } from "../words/variant-names.ts";
import styles from "./CellPane.module.css";
import type { CellViews } from "./cell-views.ts";

interface CellAnswerProps extends Pick<CellViews, "Diff"> {
  detail: CellDetail;
  columns: GridColumns;
  /** `expected`, `plain`, or `variant ` with a name; null as is usual for the cell. */
  against: string | null;
  onAgainst(against: string): void;
}

const mostSegments = 4;

/** The answer: as it is, or as its differences from another variant's or from what was expected. */
export function CellAnswer({ detail, columns, against, onAgainst, Diff }: CellAnswerProps) {
  const choices = choicesOf(detail, columns);
  const usual = choices[0]?.value ?? "plain";
  const chosen = choices.some(({ value }) => value === against) ? (against ?? usual) : usual;
  const other = comparedWith(chosen, detail, columns);
  const answer = detail.answer ?? "";
  return (
    <section className={styles["section"]} aria-label="Answer">
      <div className={styles["sectionHead"]}>
        <h4 className={styles["heading"]}>Answer</h4>
        <span className={styles["space"]} />
        {answer !== "" && <CopyButton text={answer} label="Copy the answer" />}
        {choices.length > mostSegments ? (
          <Select aria-label="Compare with" value={chosen} options={choices} onChange={onAgainst} />
        ) : (
          choices.length > 1 && (
            <SegmentedControl
              size="small"
              label="Compare with"
              value={chosen}
              segments={choices}
              onChange={onAgainst}
            />
          )
        )}
      </div>
      {answer === "" ? (
        <p className={styles["quiet"]}>
          {detail.refusal === "" ? "No answer." : `The model refused: ${detail.refusal}`}
        </p>
      ) : other === null ? (
        <p className={styles["answer"]}>{answer}</p>
      ) : (
        <Diff
          before={{ ...other, json: undefined }}
          after={{ title: "this answer", text: answer, json: undefined }}
          form="words"
          folded={false}
        />
      )}
      {detail.expected !== null && chosen !== "expected" && (
        <p className={styles["quiet"]}>
          expected: <span className={styles["expected"]}>{detail.expected}</span>
        </p>
      )}
    </section>
  );
}

interface Choice {
  value: string;
  label: string;
}

function choicesOf({ variant, others, expected, answer }: CellDetail, columns: GridColumns): Choice[] {
  const plain = { value: "plain", label: "Plain" };
  if (answer === null) return [plain];
  const names = columns.variants
    .map(({ name }) => name)
    .filter((name) => name !== variant && others[name] !== undefined);
  // The base first: what an answer is usually held against.
  names.sort((one, two) => Number(two === columns.base) - Number(one === columns.base));
  const against = names.map((name) => ({ value: `variant ${name}`, label: `against ${letterOf(columns, name)}` }));
  const wanted = expected === null ? [] : [{ value: "expected", label: "Expected" }];
  return variant === columns.base || names.length === 0
    ? [plain, ...wanted, ...against]
    : [...against, ...wanted, plain];
}

function comparedWith(
  chosen: string,
  detail: CellDetail,
  columns: GridColumns,
): { title: string; text: string } | null {
  if (chosen === "expected")
    return detail.expected === null ? null : { title: "what was expected", text: detail.expected };
  const name = chosen.startsWith("variant ") ? chosen.slice("variant ".length) : null;
  const text = name === null ? undefined : detail.others[name];
  return name === null || text === undefined ? null : { title: letterOf(columns, name), text };
}
