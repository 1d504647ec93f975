import type { Comparison } from "./compare-variants.ts";
import type { ExperimentReport } from "./experiment-report.ts";
import type { Rate } from "./rate-variant.ts";

/** More than so large a share of open units is said in the verdict. */
const manyOpen = 0.02;

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function points(difference: number): string {
  return `${difference >= 0 ? "+" : "−"}${(Math.abs(difference) * 100).toFixed(1)}`;
}

/** “82.5 % (74.6 to 88.4)” */
export function rateWords({ mean, lo, hi, note }: Rate): string {
  if (mean === null) return note ?? "";
  const interval = lo === null || hi === null ? "" : ` (${(lo * 100).toFixed(1)} to ${(hi * 100).toFixed(1)})`;
  return `${percent(mean)}${interval}${note === null ? "" : `, ${note}`}`;
}

/** One of four sentences with its figures; never a bare star. */
export function verdictWords(comparison: Comparison, report: Pick<ExperimentReport, "delta" | "unit">): string {
  const { variant, base, verdict, difference, lo, hi, units, open, when, alsoAwayFromZero, unstable } = comparison;
  if (difference === null) return `${variant} against ${base}: nothing counts yet.`;
  const interval = lo === null || hi === null ? "" : `, between ${points(lo)} and ${points(hi)}`;
  const figures = `${points(difference)} points${interval}, over ${units} ${report.unit}s`;
  const delta = (report.delta * 100).toFixed(1).replace(/\.0$/, "");
  const openWords =
    open > 0 && open / (units + open) > manyOpen ? ` ${open} ${report.unit}s are open and count for neither.` : "";
  const live = when === "live" ? " Valid at every look." : "";
  const words = () => {
    if (unstable) return `not decided: the answers changed on the way (${figures}).`;
    if (verdict === "better") return `${variant} is better than ${base}: ${figures}.`;
    if (verdict === "worse") return `${variant} is worse than ${base}: ${figures}.`;
    if (verdict === "no difference larger than δ") {
      const real = alsoAwayFromZero ? " It is real, but smaller than that." : "";
      return `no difference between ${variant} and ${base} larger than ${delta} points: ${figures}.${real}`;
    }
    return `not decided between ${variant} and ${base}: ${figures}; ${moreWords(comparison, report.unit)}.`;
  };
  return `${words()}${openWords}${live}`;
}

function moreWords({ more }: Comparison, unit: string): string {
  if (more === null) return "how many more it takes cannot be said";
  return `about ${more.units} more ${unit}${more.units === 1 ? "" : "s"} to ${more.to}`;
}

/** What is to be said of scores that models give. */
export function judgeWords({ uncalibrated }: Pick<ExperimentReport, "uncalibrated">): string | null {
  if (uncalibrated.length === 0) return null;
  return `Judged by a model and not held against people's judgement: ${uncalibrated.join(", ")}.`;
}

/** What stopping at a decision has saved; null where nothing was stopped. */
export function stoppedWords({ stopped: { variants, spared } }: Pick<ExperimentReport, "stopped">): string | null {
  if (spared === 0) return null;
  return `Stopped when it was decided: ${variants.join(", ")}. ${spared} call${spared === 1 ? " was" : "s were"} saved.`;
}
