import type { CountedFilter, GridColumns, GridFilter, GridSort } from "@shared/domain/experiment/grid.ts";

/** What a filter leaves, in words for “No … rows”. */
export const filterNames: Record<CountedFilter, string> = {
  all: "All",
  failed: "Failed",
  passed: "Passed",
  changed: "Changed",
  errors: "Errors",
  disagree: "Disagree",
  uncertain: "Uncertain",
  waiting: "Waiting",
  rated: "Rated",
};

const always: readonly CountedFilter[] = ["all", "failed", "changed"];
const whenThere: readonly CountedFilter[] = ["disagree", "errors", "uncertain"];

/** Filters that stand in sight: the usual ones, those that leave a row, and the one that is chosen. */
export function shownFilters(
  counts: Record<CountedFilter, number> | null,
  chosen: GridFilter["kind"],
): CountedFilter[] {
  const others = whenThere.filter((kind) => (counts?.[kind] ?? 0) > 0);
  const shown = [...always, ...others];
  const isCounted = (kind: string): kind is CountedFilter => kind in filterNames;
  return isCounted(chosen) && !shown.includes(chosen) ? [...shown, chosen] : shown;
}

/** Filters behind the menu. */
export const moreFilters: readonly CountedFilter[] = ["passed", "waiting", "uncertain", "rated"];

/** No rows, in words. */
export function noRowsText(filter: GridFilter, text: string | undefined): string {
  const looked = text === undefined ? "" : ` with “${text}”`;
  if (filter.kind === "all") return text === undefined ? "No rows" : `No rows${looked}`;
  if (filter.kind === "scoreBelow") return `No row with ${filter.score} below ${filter.below}${looked}`;
  if (filter.kind === "errors") return `No rows with errors${looked}`;
  if (filter.kind === "disagree") return `No rows that people and judges see differently${looked}`;
  return `No ${filterNames[filter.kind].toLowerCase()} rows${looked}`;
}

export interface SortChoice {
  id: string;
  label: string;
  sort: GridSort;
}

/** Ways to sort that mean the same of every variant's column. */
export function sortChoices({ scores }: Pick<GridColumns, "scores">): SortChoice[] {
  return [
    { id: "row", label: "Row number", sort: { by: "row", descending: false } },
    { id: "changed", label: "Most changed", sort: { by: "changed", descending: true } },
    { id: "unsure", label: "Least sure", sort: { by: "unsure", descending: true } },
    { id: "passed", label: "Least passed", sort: { by: "passed", descending: false } },
    { id: "slowest", label: "Slowest", sort: { by: "latency", descending: true } },
    { id: "dearest", label: "Dearest", sort: { by: "cost", descending: true } },
    { id: "tokens", label: "Most tokens", sort: { by: "tokens", descending: true } },
    { id: "input", label: "Input, A to Z", sort: { by: "input", descending: false } },
    { id: "facet", label: "Kind of row", sort: { by: "facet", descending: false } },
    ...scores.map(({ name }) => ({
      id: `score ${name}`,
      label: `Lowest ${name}`,
      sort: { by: "score" as const, score: name, descending: false },
    })),
  ];
}

/** Which of the choices is in force; undefined for a sort by the column of one variant. */
export function sortChoiceOf(sort: GridSort, choices: readonly SortChoice[]): SortChoice | undefined {
  if (sort.variant !== undefined) return undefined;
  return choices.find(
    (one) => one.sort.by === sort.by && one.sort.score === sort.score && one.sort.descending === sort.descending,
  );
}

/** Ways to sort by the column of a variant. */
export const columnSorts: readonly { id: string; label: string; sort: GridSort }[] = [
  { id: "status", label: "Failed first", sort: { by: "status", descending: false } },
  { id: "slowest", label: "Slowest first", sort: { by: "latency", descending: true } },
  { id: "quickest", label: "Quickest first", sort: { by: "latency", descending: false } },
  { id: "dearest", label: "Dearest first", sort: { by: "cost", descending: true } },
  { id: "tokens", label: "Most tokens first", sort: { by: "tokens", descending: true } },
  { id: "answer", label: "Answer, A to Z", sort: { by: "answer", descending: false } },
];
