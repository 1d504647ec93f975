// biome-ignore-all lint/a11y/useSemanticElements: elements of a table cannot leave out what is not in sight
import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
} from "react";
import { type GridStore, useGrid } from "../../../stores/experiments/grid-store.ts";
import styles from "./ExperimentGrid.module.css";
import { cellId, GridRowView } from "./GridRowView.tsx";
import { type GridAct, gridActOf, movedBy } from "./grid-keys.ts";
import { gridSize, headHeight, rowHeight } from "./grid-size.ts";
import { useWidth } from "./use-width.ts";

/** Rows drawn above and below what is in sight. */
const overscan = 6;

export interface GridHandle {
  /** Does what a key does, also where another part of the page has the focus. */
  act(act: GridAct): void;
  focus(): void;
}

interface ExperimentGridProps {
  ref?: Ref<GridHandle>;
  store: GridStore;
  columns: GridColumns;
  /** Nothing more is sent: what waits was not sent. */
  isOver: boolean;
  /** The head of a variant's column. */
  head(variant: number): ReactNode;
  /** Whether a cell is open beside the grid: it then follows the keys. */
  isOpen: boolean;
  onOpen(row: string, variant: number): void;
  onClose(): void;
}

/**
 * Rows × variants. Only the rows and columns in sight exist, however many there are. The grid has the focus; arrows or
 * J, K, H, L move, Enter opens a cell, Escape closes it.
 */
export function ExperimentGrid({ ref, store, columns, isOver, head, isOpen, onOpen, onClose }: ExperimentGridProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const total = useGrid(store, (state) => state.total) ?? 0;
  const pages = useGrid(store, (state) => state.pages);
  const active = useGrid(store, (state) => state.active);
  const view = useGrid(store, (state) => state.view);
  const room = useWidth(scroll);
  const { variants, scores } = columns;
  const size = useMemo(() => gridSize(room, variants.length, scores.length), [room, variants.length, scores.length]);

  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    paddingStart: headHeight,
    scrollPaddingStart: headHeight,
    overscan,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: variants.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => size.variant,
    paddingStart: size.pinned,
    scrollPaddingStart: size.pinned,
    overscan: 1,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: columns that are wider now are measured anew
  useEffect(() => across.measure(), [size.variant, size.pinned]);

  const items = rows.getVirtualItems();
  // As many rows as there are at most at once, wherever one has scrolled to.
  const pool = Math.max(items.length, Math.ceil((rows.scrollRect?.height ?? 0) / rowHeight) + 2 * overscan + 2);
  const inSight = across.getVirtualItems();
  const [firstRow, lastRow] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const [first, last] = [inSight[0]?.index ?? 0, inSight.at(-1)?.index ?? 0];
  useEffect(() => store.getState().look(firstRow, lastRow), [store, firstRow, lastRow]);
  const shown = useRef(view);
  useEffect(() => {
    // Another view is read from its top.
    if (shown.current !== view) scroll.current?.scrollTo({ top: 0 });
    shown.current = view;
  }, [view]);

  const go = (index: number, variant: number, opens: boolean) => {
    store.getState().activate(index, variant);
    rows.scrollToIndex(index, { align: "auto" });
    across.scrollToIndex(variant, { align: "auto" });
    const row = store.getState().rowAt(index);
    if (opens && row) onOpen(row.id, variant);
  };
  const act = (made: GridAct) => {
    if (made.to === "close") {
      onClose();
      return;
    }
    const from = active ?? { index: 0, variant: 0 };
    // The first key only shows where one is.
    const to = active ? movedBy(made, from, { rows: total, variants: variants.length }) : from;
    go(to.index, to.variant, isOpen || made.to === "open");
  };
  useImperativeHandle(ref, () => ({ act, focus: () => scroll.current?.focus() }));
  const onKeyDown = (event: KeyboardEvent) => {
    // Menus of the heads have their own keys.
    if (event.target !== scroll.current) return;
    const made = gridActOf(event, Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 1));
    if (!made || (made.to === "close" && !isOpen)) return;
    event.preventDefault();
    act(made);
  };
  const onClick = (event: MouseEvent) => {
    const place = placeOf(event.target);
    if (!place) return;
    const variant = place.variant ?? active?.variant ?? 0;
    go(place.index, variant, true);
  };

  return (
    <div
      ref={scroll}
      role="grid"
      tabIndex={0}
      aria-label="Rows and answers"
      aria-rowcount={total + 1}
      aria-colcount={variants.length + (size.checks > 0 ? 3 : 2)}
      aria-activedescendant={active ? cellId(active.row, active.variant) : undefined}
      className={styles["grid"]}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div role="presentation" className={styles["sheet"]} style={{ height: rows.getTotalSize(), width: size.width }}>
        <div role="row" tabIndex={-1} aria-rowindex={1} className={styles["head"]} style={{ width: size.width }}>
          <div role="presentation" className={styles["pinned"]} style={{ width: size.pinned }}>
            <HeadCell width={size.number} column={1}>
              #
            </HeadCell>
            <HeadCell width={size.input} column={2}>
              Input
            </HeadCell>
            {size.checks > 0 && (
              <HeadCell width={size.checks} column={3}>
                Checks
              </HeadCell>
            )}
          </div>
          {variants.slice(first, last + 1).map(({ name }, offset) => {
            const variant = first + offset;
            return (
              <div
                key={name}
                role="columnheader"
                tabIndex={-1}
                aria-colindex={variant + (size.checks > 0 ? 4 : 3)}
                className={styles["variantHead"]}
                style={{ transform: `translateX(${size.pinned + variant * size.variant}px)`, width: size.variant }}
              >
                {head(variant)}
              </div>
            );
          })}
        </div>
        {items.map(({ index }) => {
          const row = pages.size === 0 ? undefined : store.getState().rowAt(index);
          return (
            <GridRowView
              // A row that comes into sight is written over one that has left: no element is made while it scrolls.
              key={index % pool}
              row={row}
              index={index}
              size={size}
              columns={columns}
              isOver={isOver}
              first={first}
              last={last}
              active={active && row && active.row === row.id ? active.variant : null}
            />
          );
        })}
      </div>
    </div>
  );
}

function HeadCell({ width, column, children }: { width: number; column: number; children: ReactNode }) {
  return (
    <div role="columnheader" tabIndex={-1} aria-colindex={column} className={styles["headCell"]} style={{ width }}>
      {children}
    </div>
  );
}

/** The row and the variant something in the grid belongs to. */
function placeOf(target: EventTarget): { index: number; variant: number | null } | null {
  if (!(target instanceof Element)) return null;
  const row = target.closest<HTMLElement>("[data-index]");
  if (!row) return null;
  const cell = target.closest<HTMLElement>("[data-place]");
  return { index: Number(row.dataset["index"]), variant: cell ? Number(cell.dataset["place"]) : null };
}
