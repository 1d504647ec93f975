import type { CountedFilter, GridColumns, GridFilter } from "@shared/domain/experiment/grid.ts";
import { ListFilter, Search, X } from "lucide-react";
import { type Ref, useState } from "react";
import { letterAt } from "../../../stores/draft/variant-list.ts";
import { type GridStore, useGrid } from "../../../stores/experiments/grid-store.ts";
import { formatCount } from "../../../ui/figures.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Menu } from "../../../ui/Menu.tsx";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { Select } from "../../../ui/Select.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./FilterBar.module.css";
import { filterNames, moreFilters, shownFilters, sortChoiceOf, sortChoices } from "./filter-choices.ts";
import { ScoreBelow } from "./ScoreBelow.tsx";

interface FilterBarProps {
  store: GridStore;
  columns: GridColumns;
  searchRef: Ref<HTMLInputElement>;
}

/** Which rows are shown and in which order; each filter with the rows it leaves. */
export function FilterBar({ store, columns, searchRef }: FilterBarProps) {
  const view = useGrid(store, (state) => state.view);
  const counts = useGrid(store, (state) => state.counts);
  const { show } = store.getState();
  const [text, setText] = useState(view.text ?? "");
  // Taken back elsewhere, as by “Show all”.
  const [seen, setSeen] = useState(view.text);
  if (seen !== view.text) {
    setSeen(view.text);
    if (view.text === undefined) setText("");
  }
  const search = (next: string) => {
    setText(next);
    show({ text: next.trim() === "" ? undefined : next });
  };
  const { filter } = view;
  const choices = sortChoices(columns);
  const sorted = sortChoiceOf(view.sort, choices);
  const withVariant = (kind: CountedFilter): GridFilter => {
    const variant = "variant" in filter ? filter.variant : undefined;
    return kind === "all" || variant === undefined ? { kind } : { kind, variant };
  };
  return (
    <search className={styles["bar"]} aria-label="Filter and sort rows">
      <SegmentedControl<CountedFilter | "scoreBelow">
        label="Rows"
        value={filter.kind}
        segments={[
          ...shownFilters(counts, filter.kind).map((kind) => ({
            value: kind,
            label: (
              <>
                {filterNames[kind]} <span className={styles["count"]}>{formatCount(counts?.[kind] ?? 0)}</span>
              </>
            ),
          })),
          ...(filter.kind === "scoreBelow"
            ? [{ value: "scoreBelow" as const, label: `${filter.score} below ${filter.below}` }]
            : []),
        ]}
        onChange={(kind) => {
          if (kind !== "scoreBelow") show({ filter: withVariant(kind) });
        }}
      />
      {columns.scores.length > 0 && <ScoreBelow store={store} columns={columns} />}
      <Menu
        label="More filters"
        trigger={<IconButton label="More filters" icon={<ListFilter aria-hidden="true" />} />}
        entries={[
          ...moreFilters.map((kind) => ({
            id: kind,
            label: filterNames[kind],
            note: formatCount(counts?.[kind] ?? 0),
            checked: filter.kind === kind,
            onSelect: () => show({ filter: withVariant(kind) }),
          })),
          { id: "line", separator: true as const },
          { id: "of", heading: "Of the variant" },
          {
            id: "any",
            label: "Any",
            checked: !("variant" in filter) || filter.variant === undefined,
            onSelect: () => show({ filter: ofVariant(filter, undefined) }),
          },
          ...columns.variants.map(({ name }, index) => ({
            id: `variant ${name}`,
            label: `${letterAt(index)} ${name}`,
            checked: "variant" in filter && filter.variant === name,
            disabled: filter.kind === "all",
            onSelect: () => show({ filter: ofVariant(filter, name) }),
          })),
        ]}
      />
      <TextField
        ref={searchRef}
        type="search"
        className={styles["search"]}
        aria-label="Find in rows and answers"
        aria-keyshortcuts="/"
        placeholder="Find in rows"
        value={text}
        icon={<Search aria-hidden="true" />}
        onChange={search}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || text === "") return;
          event.preventDefault();
          search("");
        }}
        end={
          text === "" ? null : (
            <IconButton
              size="small"
              label="Clear the search"
              icon={<X aria-hidden="true" />}
              onClick={() => search("")}
            />
          )
        }
      />
      <span className={styles["space"]} />
      {columns.repetitions > 1 && (
        <Select
          aria-label="Repetition"
          value={String(view.repetition ?? 0)}
          options={Array.from({ length: columns.repetitions }, (_, index) => ({
            value: String(index),
            label: `Repetition ${index + 1}`,
          }))}
          onChange={(value) => show({ repetition: Number(value) })}
        />
      )}
      <Select
        aria-label="Sort rows"
        className={styles["sort"]}
        value={sorted?.id ?? "column"}
        options={[
          ...choices.map(({ id, label }) => ({ value: id, label })),
          ...(sorted ? [] : [{ value: "column", label: "As the column says" }]),
        ]}
        onChange={(value) => {
          const choice = choices.find(({ id }) => id === value);
          if (choice) show({ sort: choice.sort });
        }}
      />
    </search>
  );
}

function ofVariant(filter: GridFilter, variant: string | undefined): GridFilter {
  if (filter.kind === "all") return filter;
  const { variant: _before, ...rest } = filter;
  return variant === undefined ? rest : { ...rest, variant };
}
