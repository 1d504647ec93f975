import type { Span } from "@shared/domain/experiment/forecast.ts";
import { formatCost } from "../../../ui/figures.ts";

/** “$1.24 to $1.61”, or one figure where both are alike; a dash where no price is known. */
export function costSpan(span: Span | null): string {
  if (span === null) return "—";
  const [from, to] = [guessedCost(span.lo), guessedCost(span.hi)];
  return from === to ? from : `${from} to ${to}`;
}

/** Two digits: more would say that it is known. */
export function guessedCost(usd: number): string {
  const rounded = Number(usd.toPrecision(2));
  return rounded >= 0.0001 && rounded < 0.1 ? `$${rounded}` : formatCost(rounded);
}
