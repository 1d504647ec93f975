import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { ArrowDownUp } from "lucide-react";
import { letterAt } from "../../../stores/draft/variant-list.ts";
import type { GridStore } from "../../../stores/experiments/grid-store.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Menu } from "../../../ui/Menu.tsx";
import { points } from "../words/points.ts";
import { promptWords, titleOf } from "../words/variant-names.ts";
import { columnSorts } from "./filter-choices.ts";
import styles from "./VariantHead.module.css";

interface VariantHeadProps {
  store: GridStore;
  columns: GridColumns;
  report: ExperimentReport | null;
  variant: number;
}

/** The head of a variant's column: what it is, how it stands to the base, and ways to sort by it. */
export function VariantHead({ store, columns, report, variant }: VariantHeadProps) {
  const about = columns.variants[variant];
  if (!about) return null;
  const compared = report?.comparisons.find((one) => one.variant === about.name);
  const difference = compared?.difference ?? null;
  const tone = compared?.verdict === "better" ? "ok" : compared?.verdict === "worse" ? "bad" : "quiet";
  const sorts = [
    ...columnSorts,
    ...columns.scores.map(({ name }) => ({
      id: `score ${name}`,
      label: `Lowest ${name} first`,
      sort: { by: "score" as const, score: name, descending: false },
    })),
  ];
  return (
    <>
      <span className={styles["letter"]}>{letterAt(variant)}</span>
      <span className={styles["title"]} title={`${about.name}: ${about.model}, ${promptWords(about)}`}>
        {titleOf(about, columns)}
      </span>
      {difference !== null && <span className={styles[tone]}>{points(difference)}</span>}
      <span className={styles["space"]} />
      <Menu
        label={`Sort by ${about.name}`}
        align="end"
        trigger={
          <IconButton
            size="small"
            label={`Sort by ${about.name}`}
            icon={<ArrowDownUp aria-hidden="true" size={12} />}
          />
        }
        entries={sorts.map(({ id, label, sort }) => ({
          id,
          label,
          onSelect: () => store.getState().show({ sort: { ...sort, variant: about.name } }),
        }))}
      />
    </>
  );
}
