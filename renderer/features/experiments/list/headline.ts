import type { ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import { letterAt } from "../../../stores/draft/variant-list.ts";

export interface Headline {
  text: string;
  tone: "ok" | "bad" | "quiet";
}

/** What an experiment says, in one line: the strongest of its verdicts, with how many others there are. */
export function headlineOf({ verdicts, variants, counts, base }: ExperimentSummary): Headline {
  const letter = (name: string) => letterAt(Math.max(0, variants.indexOf(name)));
  if (counts.done === 0) return { text: "no answers yet", tone: "quiet" };
  if (verdicts.length === 0) return { text: "one variant, nothing to compare", tone: "quiet" };
  const strongest =
    verdicts.find(({ verdict }) => verdict === "better") ??
    verdicts.find(({ verdict }) => verdict === "worse") ??
    verdicts.find(({ verdict }) => verdict === "no difference larger than δ") ??
    verdicts[0];
  if (!strongest) return { text: "", tone: "quiet" };
  const others = verdicts.length - 1;
  const pair = `${letter(strongest.variant)}`;
  const against = base === null ? "the base" : letter(base);
  const more = others > 0 ? ` · ${others} more` : "";
  if (strongest.verdict === "better") return { text: `${pair} is better than ${against}${more}`, tone: "ok" };
  if (strongest.verdict === "worse") return { text: `${pair} is worse than ${against}${more}`, tone: "bad" };
  if (strongest.verdict === "no difference larger than δ") {
    return { text: `no difference that matters between ${pair} and ${against}${more}`, tone: "quiet" };
  }
  return { text: `not decided${more}`, tone: "quiet" };
}
