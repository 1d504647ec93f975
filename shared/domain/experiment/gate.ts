/** What a run over an experiment must reach, else it fails. */
export type Gate =
  /** Compares a figure: `edit.pass >= 0.8`, `edit.latency.p95 <= 8 s`. */
  | {
      kind: "figure";
      text: string;
      variant: string;
      score: string;
      figure: GateFigure;
      compare: ">=" | "<=";
      value: number;
    }
  /** Needs the interval: `edit not worse than base by more than 0.02`. */
  | { kind: "not worse"; text: string; variant: string; base: string; margin: number };
export type GateFigure = "mean" | "p50" | "p95" | "p99";

const figurePattern = /^(.+?)\.([^.\s]+)(?:\.(p50|p95|p99))?\s*(>=|<=)\s*(\d+(?:\.\d+)?)\s*(ms|s)?$/;
const worsePattern = /^(.+?) not worse than (.+?)(?: by more than (\d+(?:\.\d+)?))?$/;

/** Characters; two names and a figure take a fraction of it. */
const longestGate = 500;

/** @returns undefined where the text is no gate. */
export function readGate(text: string): Gate | undefined {
  const written = text.trim();
  if (written.length > longestGate) return undefined;
  const [, variant, score, figure, compare, value, unit] = figurePattern.exec(written) ?? [];
  if (variant !== undefined && score !== undefined && compare !== undefined) {
    return {
      kind: "figure",
      text: written,
      variant,
      score,
      figure: (figure ?? "mean") as GateFigure,
      compare: compare as ">=" | "<=",
      value: Number(value) * (unit === "s" ? 1_000 : 1),
    };
  }
  const [, one, base, margin] = worsePattern.exec(written) ?? [];
  if (one === undefined || base === undefined) return undefined;
  return { kind: "not worse", text: written, variant: one, base, margin: Number(margin ?? 0) };
}
