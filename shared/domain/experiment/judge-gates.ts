import { percentiles } from "../statistics/quantile.ts";
import type { CellResult } from "./cell-result.ts";
import type { Comparison } from "./compare-variants.ts";
import type { Gate } from "./gate.ts";
import { isScore } from "./score.ts";
import { passScore } from "./unit-values.ts";

export type GateWord = "holds" | "fails" | "undecided";

export interface JudgedGate {
  gate: Gate;
  word: GateWord;
  /** The figure or the interval it was judged by, in words. */
  says: string;
}

export interface GateInput {
  results: readonly CellResult[];
  /** The pass rate of a variant over units. */
  passRate(variant: string): number | null;
  /** A variant against another one, by the rules that hold now. */
  compare(variant: string, base: string): Comparison | undefined;
}

/** `>=` and `<=` compare the figure; “not worse” needs the interval and is undecided where that is not clear. */
export function judgeGate(gate: Gate, input: GateInput): JudgedGate {
  if (gate.kind === "not worse") return judgeNotWorse(gate, input);
  const figure = figureOf(gate, input);
  if (figure === null) return { gate, word: "undecided", says: `there is no ${gate.score} of ${gate.variant}` };
  const holds = gate.compare === ">=" ? figure >= gate.value : figure <= gate.value;
  return { gate, word: holds ? "holds" : "fails", says: `it is ${shown(figure)}` };
}

function judgeNotWorse(gate: Extract<Gate, { kind: "not worse" }>, { compare }: GateInput): JudgedGate {
  const found = compare(gate.variant, gate.base);
  if (!found || found.lo === null || found.hi === null) {
    return { gate, word: "undecided", says: "there is no interval of the difference" };
  }
  const { lo, hi } = found;
  const word = lo > -gate.margin ? "holds" : hi < -gate.margin ? "fails" : "undecided";
  return { gate, word, says: `the difference lies between ${shown(lo)} and ${shown(hi)}` };
}

function figureOf(gate: Extract<Gate, { kind: "figure" }>, { results, passRate }: GateInput): number | null {
  if (gate.score === passScore) return passRate(gate.variant);
  const values = results
    .filter(({ variant, standing }) => variant === gate.variant && standing === "done")
    .flatMap(({ scores }) => scores.filter(({ name }) => name === gate.score))
    .flatMap((outcome) => (isScore(outcome) && typeof outcome.value !== "string" ? Number(outcome.value) : []));
  if (values.length === 0) return null;
  if (gate.figure === "mean") return values.reduce((sum, value) => sum + value, 0) / values.length;
  return percentiles({ data: values })[gate.figure];
}

function shown(figure: number): string {
  return String(Number(figure.toPrecision(4)));
}
