import type { Comparison } from "@shared/domain/experiment/compare-variants.ts";
import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import { formatCount } from "../../../ui/figures.ts";
import { points } from "../words/points.ts";

/** More than so large a share of open units is said beside the verdict. */
const manyOpen = 0.02;

/** `ok` and `bad`: better and worse than the base; `same`: no difference that matters; `waiting`: not decided. */
export type VerdictTone = "ok" | "bad" | "same" | "waiting";

/** A verdict in two lines. */
export interface VerdictLines {
  tone: VerdictTone;
  says: string;
  detail: string;
  /** How it was found out, for whoever asks. */
  method: string;
}

/** One of the four sentences, with its figures beneath; never a bare star or a p-value alone. */
export function verdictLines(
  comparison: Comparison,
  report: Pick<ExperimentReport, "delta" | "unit" | "alpha">,
  nameOf: (variant: string) => string,
): VerdictLines {
  const { verdict, difference, units, open, unstable, alsoAwayFromZero, when, method } = comparison;
  const [variant, base] = [nameOf(comparison.variant), nameOf(comparison.base)];
  const unitWords = (count: number) => `${formatCount(count)} ${report.unit}${count === 1 ? "" : "s"}`;
  const how = `${method}; ${when === "fixed" ? "read once, at the end" : "valid at every look"}`;
  if (difference === null) {
    return { tone: "waiting", says: `${variant} against ${base}: nothing counts yet`, detail: "", method: how };
  }
  const share = units + open === 0 ? 0 : open / (units + open);
  const openWords = share > manyOpen ? `${unitWords(open)} open, counted for neither` : "";
  const many = when === "fixed" ? `all ${unitWords(units)}` : unitWords(units);
  const parts = [intervalWords(comparison, report.alpha), many].filter((part) => part !== "").join(", ");
  const lines = (tone: VerdictTone, says: string, more = ""): VerdictLines => ({
    tone,
    says,
    detail: [`${parts}.`, more, openWords && `${openWords}.`].filter((part) => part !== "").join(" "),
    method: how,
  });
  const seen = `${points(difference)} points`;
  if (unstable)
    return lines("waiting", `${variant} against ${base}: not decided, ${seen}`, "The answers changed on the way.");
  if (verdict === "better") return lines("ok", `${variant} is better than ${base}: ${seen}`);
  if (verdict === "worse") return lines("bad", `${variant} is worse than ${base}: ${seen}`);
  if (verdict === "no difference larger than δ") {
    const delta = (report.delta * 100).toFixed(1).replace(/\.0$/, "");
    return lines(
      "same",
      `${variant} and ${base}: no difference larger than ${delta} points`,
      alsoAwayFromZero ? `Seen ${seen}: real, but smaller than that.` : `Seen ${seen}.`,
    );
  }
  return lines("waiting", `${variant} against ${base}: not decided, ${seen}`, moreWords(comparison, report.unit));
}

function intervalWords({ lo, hi }: Comparison, alpha: number): string {
  if (lo === null || hi === null) return "";
  return `${((1 - alpha) * 100).toFixed(0)} % interval ${points(lo)} to ${points(hi)}`;
}

function moreWords({ more }: Comparison, unit: string): string {
  if (more === null) return `How many more ${unit}s it takes cannot be said.`;
  return `About ${formatCount(more.units)} more ${unit}${more.units === 1 ? "" : "s"} to ${more.to}.`;
}
