// biome-ignore-all lint/a11y/useSemanticElements: elements of a table cannot leave out what is not in sight
import type { GridCell } from "@shared/domain/experiment/grid.ts";
import { Check, Star, X } from "lucide-react";
import { memo } from "react";
import { classNames } from "../../../ui/class-names.ts";
import { VisuallyHidden } from "../../../ui/VisuallyHidden.tsx";
import { clockText } from "../words/clock-text.ts";
import { CheckSquares } from "./CheckSquares.tsx";
import { cellFigures, retryWords, statusTone, statusWord, tallyWords } from "./cell-words.ts";
import styles from "./ExperimentGrid.module.css";

interface GridCellViewProps {
  id: string;
  cell: GridCell | null;
  letter: string;
  /** Among the variants, from 0. */
  place: number;
  /** Of the column, from the left. */
  left: number;
  width: number;
  /** Among all columns, from 1. */
  column: number;
  isActive: boolean;
  /** How many squares to draw in the cell; 0 where they have a column. */
  squares: number;
  /** Whether any evaluator says when an answer passes. */
  isJudged: boolean;
  /** Nothing more is sent. */
  isOver: boolean;
}

const toneStyles = { ok: "ok", bad: "bad", warn: "warn", active: "running", quiet: "quiet" } as const;

/** An answer in three lines: how it begins, and what came of it. */
export const GridCellView = memo(function GridCellView(props: GridCellViewProps) {
  const { id, cell, letter, place, left, width, column, isActive, squares, isJudged, isOver } = props;
  return (
    <div
      id={id}
      role="gridcell"
      tabIndex={-1}
      aria-colindex={column}
      aria-selected={isActive}
      data-place={place}
      className={classNames(styles["cell"], isActive && styles["active"])}
      style={{ transform: `translateX(${left}px)`, width }}
    >
      <VisuallyHidden>{letter} </VisuallyHidden>
      {cell === null ? (
        <p className={styles["none"]}>not run on this row</p>
      ) : (
        <>
          <p className={styles["figures"]}>
            <span className={classNames(styles["status"], styles[toneStyles[statusTone(cell.status, isJudged)]])}>
              {cell.status === "passed" && isJudged && <Check aria-hidden="true" />}
              {cell.status === "failed" && <X aria-hidden="true" />}
              {cell.tally ? tallyWords(cell.tally, isJudged, isOver) : statusWord(cell.status, isJudged, isOver)}
            </span>
            {squares > 0 && <CheckSquares letter={null} checks={cell.checks} planned={squares} />}
            {cell.retry && (
              <span>
                attempt {cell.retry.attempt} at {clockText(cell.retry.at)}
              </span>
            )}
            {cellFigures(cell).map((figure) => (
              <span key={figure}>{figure}</span>
            ))}
            {cell.reused && <span title="The answer is of an earlier experiment, by the same request">reused</span>}
            {cell.rating?.passed !== undefined && (
              <span className={styles[cell.rating.passed ? "ok" : "bad"]}>
                {cell.rating.passed ? "person: pass" : "person: fail"}
              </span>
            )}
            {cell.rating?.stars !== undefined && (
              <span className={styles["stars"]}>
                {cell.rating.stars}
                <Star aria-label="stars" role="img" />
              </span>
            )}
            {cell.rating?.label !== undefined && <span>{cell.rating.label}</span>}
          </p>
          <p className={styles[cell.answer === "" ? "why" : "answer"]}>
            {cell.answer === "" ? (cell.retry ? retryWords(cell.retry) : cell.why) : cell.answer}
          </p>
        </>
      )}
    </div>
  );
});
