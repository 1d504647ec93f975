import {
  type CountedFilter,
  countedFilters,
  type GridFilter,
  type GridPage,
  type GridRow,
  type GridSort,
  type GridView,
} from "@shared/domain/experiment/grid.ts";
import { factsOf } from "@shared/domain/experiment/row-facts.ts";
import { isScore, type ScoreOutcome } from "@shared/domain/experiment/score.ts";
import { placeOfCell } from "@shared/domain/job/expand-cells.ts";
import { type GridIndex, hasWords, type IndexedCell } from "./grid-index.ts";
import { unsurenessOf } from "./least-sure.ts";

/** Pages of an experiment's rows. */
export interface GridViews {
  page(view: GridView, from: number, count: number): Promise<GridPage>;
}

export interface GridViewPorts {
  /** Names of scores that models give. */
  judged: ReadonlySet<string>;
  /** Names of cells whose whole answer has these words. */
  findAnswers(words: string): Promise<string[]>;
}

/** Views that are remembered: of the last looks, so that scrolling sorts nothing anew. */
const mostViews = 4;

/** Makes views over an index: which rows, in which order, and one page of them. */
export function createGridViews(index: GridIndex, ports: GridViewPorts): GridViews {
  const facts = factsOf(index.spec.rows);
  const variantAt = new Map(index.spec.variants.map(({ name }, at) => [name, at]));
  const base = variantAt.get(index.spec.base ?? "") ?? 0;
  const { repetitions, variants } = index.spec;
  const unsureness = unsurenessOf(index.spec);
  const made = new Map<string, { order: Int32Array; counts: GridPage["counts"]; revision: number }>();

  /** Variants that a filter or a sort names; all without a name, none where there is no such variant. */
  function chosen(name: string | undefined): number[] {
    if (name === undefined) return variants.map((_, at) => at);
    const at = variantAt.get(name);
    return at === undefined ? [] : [at];
  }

  function someCell(row: number, among: readonly number[], holds: (cell: IndexedCell) => boolean): boolean {
    for (const variant of among) {
      for (let repetition = 0; repetition < repetitions; repetition += 1) {
        const cell = index.at(row, variant, repetition);
        if (cell && holds(cell)) return true;
      }
    }
    return false;
  }

  /** The share of repetitions that pass; null where none counts. */
  function passShare(row: number, variant: number): number | null {
    let [passed, counted] = [0, 0];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const result = index.at(row, variant, repetition)?.result;
      if (result?.standing !== "done" || result.passed === null) continue;
      counted += 1;
      passed += Number(result.passed);
    }
    return counted === 0 ? null : passed / counted;
  }

  function isChanged(row: number, among: readonly number[]): boolean {
    const own = passShare(row, base);
    if (own === null) return false;
    return among.some((variant) => {
      const other = variant === base ? null : passShare(row, variant);
      return other !== null && other !== own;
    });
  }

  function holds(row: number, filter: GridFilter, among: readonly number[]): boolean {
    switch (filter.kind) {
      case "all":
        return true;
      case "failed":
      case "passed":
      case "uncertain":
        return someCell(row, among, (cell) => index.statusOf(cell) === filter.kind);
      case "waiting":
        return someCell(row, among, (cell) => ["waiting", "running", "stopped"].includes(index.statusOf(cell)));
      case "changed":
        return isChanged(row, among);
      case "errors":
        return someCell(row, among, isErroneous);
      case "disagree":
        return someCell(row, among, (cell) => isDisputed(cell, ports.judged));
      case "rated":
        return someCell(row, among, ({ rating }) => rating !== null);
      case "scoreBelow":
        return someCell(row, among, ({ result }) => {
          const value = figureOf(result.scores, filter.score);
          return value !== null && value < filter.below;
        });
    }
  }

  /** How far the others are from the base: first whether they pass as often, then by how many checks came out otherwise. */
  function changeOf(row: number, among: readonly number[], repetition: number): number | null {
    const own = passShare(row, base);
    const before = index.at(row, base, repetition)?.result.scores ?? [];
    if (own === null) return null;
    let far = 0;
    for (const variant of among) {
      const share = variant === base ? null : passShare(row, variant);
      if (share === null) continue;
      const scores = index.at(row, variant, repetition)?.result.scores ?? [];
      const other = scores.filter((score) => isScore(score) && passedIn(before, score.name) !== score.passed).length;
      far += Math.abs(share - own) + other / (1_000 * Math.max(1, scores.length));
    }
    return far;
  }

  function unsureOf(row: number, among: readonly number[]): number | null {
    const all = among.map((variant) => {
      const cells = Array.from({ length: repetitions }, (_, repetition) => index.at(row, variant, repetition));
      return unsureness(cells.filter((cell) => cell !== null));
    });
    const known = all.filter((one) => one !== null);
    return known.length === 0 ? null : Math.max(...known);
  }

  async function found(text: string | undefined): Promise<Uint8Array | null> {
    const wanted = text?.trim().toLowerCase() ?? "";
    if (wanted === "") return null;
    const rows = new Uint8Array(index.rows.length);
    for (const [row, given] of index.spec.rows.entries()) {
      const isThere =
        hasWords(given, wanted) ||
        wanted === `#${row + 1}` ||
        someCell(row, chosen(undefined), ({ excerpt }) => excerpt.toLowerCase().includes(wanted));
      rows[row] = Number(isThere);
    }
    for (const cell of await ports.findAnswers(wanted)) {
      const row = facts.placeOf(placeOfCell(cell)?.row ?? "");
      if (row !== undefined) rows[row] = 1;
    }
    return rows;
  }

  async function viewOf(view: GridView): Promise<{ order: Int32Array; counts: GridPage["counts"]; revision: number }> {
    const key = JSON.stringify([view.filter, view.text ?? "", view.sort, view.repetition ?? 0]);
    const known = made.get(key);
    if (known && known.revision === index.revision()) return known;
    const matches = await found(view.text);
    const revision = index.revision();
    const all = chosen(undefined);
    const counts = Object.fromEntries(countedFilters.map((kind) => [kind, 0])) as Record<CountedFilter, number>;
    const among = "variant" in view.filter ? chosen(view.filter.variant) : all;
    const left: number[] = [];
    for (let row = 0; row < index.rows.length; row += 1) {
      if (matches && matches[row] === 0) continue;
      for (const kind of countedFilters) if (holds(row, { kind }, all)) counts[kind] += 1;
      if (holds(row, view.filter, among)) left.push(row);
    }
    const order = Int32Array.from(sorted(left, view));
    const fresh = { order, counts, revision };
    made.delete(key);
    made.set(key, fresh);
    for (const old of [...made.keys()].slice(0, -mostViews)) made.delete(old);
    return fresh;
  }

  function sorted(rows: number[], { sort, repetition = 0 }: GridView): number[] {
    if (sort.by === "row") return sort.descending ? rows.reverse() : rows;
    const keys = new Map<number, number | string | null>();
    for (const row of rows) keys.set(row, keyOf(row, sort, repetition));
    const way = sort.descending ? -1 : 1;
    return rows.sort((a, b) => {
      const [x, y] = [keys.get(a) ?? null, keys.get(b) ?? null];
      if (x === y) return a - b;
      // Rows without the value come last, whichever way.
      if (x === null || y === null) return x === null ? 1 : -1;
      return x < y ? -way : way;
    });
  }

  function keyOf(row: number, sort: GridSort, repetition: number): number | string | null {
    const of = index.rows.at(row);
    if (!of) return null;
    if (sort.by === "input") return of.input.toLowerCase();
    if (sort.by === "facet") return of.facet?.toLowerCase() ?? null;
    if (sort.by === "group") return of.group?.toLowerCase() ?? null;
    if (sort.by === "passed") {
      const shares = chosen(sort.variant).map((variant) => passShare(row, variant));
      const known = shares.filter((share) => share !== null);
      return known.length === 0 ? null : known.reduce((sum, share) => sum + share, 0);
    }
    if (sort.by === "changed") return changeOf(row, chosen(sort.variant), repetition);
    if (sort.by === "unsure") return unsureOf(row, chosen(sort.variant));
    const cell = index.at(row, chosen(sort.variant ?? variants[base]?.name)[0] ?? base, repetition);
    if (!cell) return null;
    const { latencyMs, tokens, costUsd, scores } = cell.result;
    if (sort.by === "latency") return latencyMs ?? null;
    if (sort.by === "tokens") return tokens ?? null;
    if (sort.by === "cost") return costUsd ?? null;
    if (sort.by === "answer") return cell.excerpt === "" ? null : cell.excerpt.toLowerCase();
    if (sort.by === "score") return sort.score === undefined ? null : figureOf(scores, sort.score);
    return statusOrder.indexOf(index.statusOf(cell));
  }

  return {
    async page(view, from, count) {
      const { order, counts, revision } = await viewOf(view);
      const rows = Array.from(order.subarray(from, from + count), (row) => rowOf(row, view.repetition ?? 0));
      return { total: order.length, counts, from, rows, revision };
    },
  };

  function rowOf(row: number, repetition: number): GridRow {
    return {
      ...(index.rows.at(row) ?? { number: 0, id: "", input: "" }),
      cells: variants.map((_variant, at) => index.cell(row, at, Math.min(repetition, repetitions - 1))),
    };
  }
}

/** What is to be looked at comes first. */
const statusOrder = ["failed", "open", "uncertain", "stopped", "running", "waiting", "passed"];

function isErroneous({ result }: IndexedCell): boolean {
  if (result.standing === "open" || result.standing === "uncertain") return true;
  return result.standing === "done" && (result.scores.some((score) => !isScore(score)) || isWithoutAnswer(result));
}

/** Not passed for what became of its call, with no score: a refusal, a truncated answer, a time-out. */
function isWithoutAnswer({ passed, scores, why }: IndexedCell["result"]): boolean {
  return passed === false && scores.length === 0 && why !== undefined;
}

/** A person says other than the cell came to, or a model that judges other than all checks that ask none. */
function isDisputed({ result, rating }: IndexedCell, judged: ReadonlySet<string>): boolean {
  if (result.standing !== "done") return false;
  if (rating?.passed !== undefined && result.passed !== null) return rating.passed !== result.passed;
  const [byModels, byChecks]: boolean[][] = [[], []];
  for (const score of result.scores) {
    if (isScore(score) && score.passed !== undefined)
      (judged.has(score.name) ? byModels : byChecks)?.push(score.passed);
  }
  if (!byModels || !byChecks || byModels.length === 0 || byChecks.length === 0) return false;
  const rest = byChecks.every(Boolean);
  return byModels.some((passed) => passed !== rest);
}

function passedIn(scores: readonly ScoreOutcome[], name: string): boolean | undefined {
  const score = scores.find((one) => one.name === name);
  return score && isScore(score) ? score.passed : undefined;
}

/** A score as a number; null where there is none. */
function figureOf(scores: readonly ScoreOutcome[], name: string): number | null {
  const score = scores.find((one) => one.name === name);
  if (!score || !isScore(score)) return null;
  if (typeof score.value === "number") return score.value;
  return typeof score.value === "boolean" ? Number(score.value) : null;
}
