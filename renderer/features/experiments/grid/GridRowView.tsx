// biome-ignore-all lint/a11y/useSemanticElements: elements of a table cannot leave out what is not in sight
import type { GridColumns, GridRow } from "@shared/domain/experiment/grid.ts";
import { memo } from "react";
import { letterAt } from "../../../stores/draft/variant-list.ts";
import { CheckSquares } from "./CheckSquares.tsx";
import styles from "./ExperimentGrid.module.css";
import { GridCellView } from "./GridCellView.tsx";
import { type GridSize, headHeight, rowHeight } from "./grid-size.ts";

interface GridRowViewProps {
  /** Undefined until it has come. */
  row: GridRow | undefined;
  /** Of the view, from 0. */
  index: number;
  size: GridSize;
  columns: GridColumns;
  isOver: boolean;
  /** Columns of variants in sight, the last included. */
  first: number;
  last: number;
  /** The variant whose cell keys mean, if it is one of this row. */
  active: number | null;
}

export function cellId(row: string, variant: number): string {
  return `cell-${row}-${variant}`;
}

/** A row in one piece: what it asks, its checks, and the answers in sight. */
export const GridRowView = memo(function GridRowView(props: GridRowViewProps) {
  const { row, index, size, columns, isOver, first, last, active } = props;
  const { scores, variants } = columns;
  const inCells = size.checks === 0 ? scores.length : 0;
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      data-index={index}
      className={styles["row"]}
      style={{ transform: `translateY(${headHeight + index * rowHeight}px)`, width: size.width }}
    >
      <div role="presentation" className={styles["pinned"]} style={{ width: size.pinned }}>
        <div
          role="rowheader"
          tabIndex={-1}
          aria-colindex={1}
          className={styles["number"]}
          style={{ width: size.number }}
        >
          {row ? row.number : "…"}
        </div>
        <div role="gridcell" tabIndex={-1} aria-colindex={2} className={styles["input"]} style={{ width: size.input }}>
          {row && (
            <>
              <p className={styles["answer"]} title={row.input}>
                {row.input}
              </p>
              <p className={styles["facet"]}>{row.facet ?? row.group ?? row.name ?? ""}</p>
            </>
          )}
        </div>
        {size.checks > 0 && (
          <div
            role="gridcell"
            tabIndex={-1}
            aria-colindex={3}
            className={styles["checks"]}
            style={{ width: size.checks }}
          >
            {row?.cells.map((cell, variant) => (
              <CheckSquares
                key={variants[variant]?.name}
                letter={letterAt(variant)}
                checks={cell?.checks ?? noChecks}
                planned={cell ? scores.length : 0}
              />
            ))}
          </div>
        )}
      </div>
      {row?.cells.slice(first, last + 1).map((cell, offset) => {
        const variant = first + offset;
        return (
          <GridCellView
            key={variants[variant]?.name}
            id={cellId(row.id, variant)}
            cell={cell}
            letter={letterAt(variant)}
            place={variant}
            left={size.pinned + variant * size.variant}
            width={size.variant}
            column={variant + (size.checks > 0 ? 4 : 3)}
            isActive={active === variant}
            squares={inCells}
            isJudged={scores.length > 0}
            isOver={isOver}
          />
        );
      })}
    </div>
  );
});

const noChecks: readonly never[] = [];
