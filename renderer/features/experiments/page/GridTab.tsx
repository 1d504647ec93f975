import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { ListX } from "lucide-react";
import { useCallback, useEffect, useRef } from "react";
import { errorProps } from "../../../stores/error-props.ts";
import { isExperimentOver, useExperiment } from "../../../stores/experiments/experiment.ts";
import { type GridStore, useGrid } from "../../../stores/experiments/grid-store.ts";
import { useOpenCell } from "../../../stores/experiments/open-cell.ts";
import { Button } from "../../../ui/Button.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { useWindowRoom } from "../../../ui/window-form.ts";
import { CellPane } from "../cell/CellPane.tsx";
import type { CellViews } from "../cell/cell-views.ts";
import { ratingOfKey } from "../cell/rating-keys.ts";
import { ExperimentGrid, type GridHandle } from "../grid/ExperimentGrid.tsx";
import { FilterBar } from "../grid/FilterBar.tsx";
import { noRowsText } from "../grid/filter-choices.ts";
import { gridActOf } from "../grid/grid-keys.ts";
import { VariantHead } from "../grid/VariantHead.tsx";
import styles from "./ExperimentPage.module.css";
import { usePageKeys } from "./use-page-keys.ts";

interface GridTabProps extends CellViews {
  jobId: string;
  store: GridStore;
  columns: GridColumns;
  report: ExperimentReport;
}

/** The grid with its filters, and beside it the cell that is open. */
export function GridTab({ jobId, store, columns, report, ...views }: GridTabProps) {
  const grid = useRef<GridHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const label = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const { form } = useWindowRoom();
  const place = useOpenCell((state) => state.place);
  const isOpen = place !== null && place.jobId === jobId;
  const revision = useExperiment((state) => state.progress?.revision);
  const isOver = useExperiment(isExperimentOver);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is open is read anew when its experiment has gone on
  useEffect(() => {
    if (isOpen) void useOpenCell.getState().refresh();
  }, [revision]);
  useEffect(() => () => useOpenCell.getState().close(), []);
  // In a small window it lies over the grid, which nobody sees then.
  useEffect(() => {
    if (isOpen && form === "small") pane.current?.focus();
  }, [isOpen, form]);

  const open = useCallback(
    (row: string, variant: number) => {
      const name = columns.variants[variant]?.name;
      const repetition = store.getState().view.repetition ?? 0;
      if (name !== undefined) void useOpenCell.getState().open({ jobId, row, variant: name, repetition });
    },
    [jobId, columns, store],
  );
  const close = useCallback(() => {
    useOpenCell.getState().close();
    grid.current?.focus();
  }, []);
  usePageKeys((event) => {
    if (event.key === "/") {
      search.current?.select();
      return true;
    }
    if (!isOpen) return false;
    if (event.key === "t") {
      label.current?.select();
      return true;
    }
    const rating = ratingOfKey(event.key, useOpenCell.getState().detail?.rating ?? null);
    if (rating) {
      void useOpenCell.getState().rate(rating);
      return true;
    }
    // With the focus in the cell arrows scroll it.
    const act = event.key.startsWith("Arrow") || event.key === "Enter" ? undefined : gridActOf(event, 1);
    if (!act) return false;
    grid.current?.act(act);
    return true;
  });

  const head = useCallback(
    (variant: number) => <VariantHead store={store} columns={columns} report={report} variant={variant} />,
    [store, columns, report],
  );
  return (
    <div className={styles["body"]}>
      <div className={styles["rows"]}>
        <FilterBar store={store} columns={columns} searchRef={search} />
        <GridState store={store} />
        <ExperimentGrid
          ref={grid}
          store={store}
          columns={columns}
          isOver={isOver}
          head={head}
          isOpen={isOpen}
          onOpen={open}
          onClose={close}
        />
      </div>
      {isOpen && (
        <div ref={pane} className={styles["pane"]} tabIndex={-1}>
          <CellPane
            {...views}
            columns={columns}
            isOver={isOver}
            number={numberOf(store, place.row)}
            labelRef={label}
            onMove={(by) => grid.current?.act({ to: "row", by })}
            onClose={close}
          />
        </div>
      )}
    </div>
  );
}

/** The rows, or why there are none; the grid stays, so that the next filter does not lose its place. */
function GridState({ store }: { store: GridStore }) {
  const error = useGrid(store, (state) => state.error);
  const total = useGrid(store, (state) => state.total);
  const view = useGrid(store, (state) => state.view);
  const { show, retry } = store.getState();
  if (error !== null) {
    return (
      <div className={styles["notice"]}>
        <ErrorCard
          {...errorProps(error)}
          actions={
            <Button size="small" onClick={retry}>
              Retry
            </Button>
          }
        />
      </div>
    );
  }
  if (total !== 0) return null;
  return (
    <div className={styles["noRows"]}>
      <EmptyState
        icon={<ListX aria-hidden="true" />}
        text={noRowsText(view.filter, view.text)}
        action={<Button onClick={() => show({ filter: { kind: "all" }, text: undefined })}>Show all</Button>}
      />
    </div>
  );
}

function numberOf(store: GridStore, row: string): number | undefined {
  for (const rows of store.getState().pages.values()) {
    const found = rows.find(({ id }) => id === row);
    if (found) return found.number;
  }
  return undefined;
}
