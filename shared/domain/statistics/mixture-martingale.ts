import { logBeta } from "./log-gamma.ts";

/**
 * The evidence that wins and losses are not even, which may be read after every pair: `E = B(w+½, l+½) / B(½, ½) · 2^(w+l)`
 * (Robbins 1970). Even pairs reach `1/α` with a chance of at most α, ever. Right for independent pass/fail pairs alone: not
 * for repetitions or groups. `e` is null where it is too
 * large for a double, and beside a path, whose logarithms say it.
 * @param sequence wins and losses in their order, as `w` and `l`; then the path and where it first rejects at 5 % come too.
 */
export function mixtureMartingale({ w, l, sequence }: { w: number; l: number; sequence?: string }) {
  const logE = logEvidence(w, l);
  const e = Math.exp(logE);
  const found = {
    logE,
    e: sequence === undefined && Number.isFinite(e) ? e : null,
    reject05: logE >= Math.log(20),
    reject01: logE >= Math.log(100),
  };
  if (sequence === undefined) return found;
  let [wins, losses] = [0, 0];
  const logEPath = Array.from(sequence, (pair) => {
    if (pair === "w") wins += 1;
    else losses += 1;
    return logEvidence(wins, losses);
  });
  const crossing = logEPath.findIndex((value) => value >= Math.log(20));
  return { ...found, logEPath, firstCrossing05: crossing < 0 ? null : crossing + 1 };
}

function logEvidence(w: number, l: number): number {
  return logBeta(w + 0.5, l + 0.5) - Math.log(Math.PI) + (w + l) * Math.LN2;
}
