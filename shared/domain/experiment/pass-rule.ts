/** When a score passes: `value` in the unit of the score (0 to 1, milliseconds, tokens, US dollars). */
export interface PassRule {
  compare: ">=" | "<=" | ">" | "<";
  value: number;
}

/** `>= 0.8`, `<= 5 s`, `< 300 ms`, `<= 0.01`. */
export const passRulePattern = /^\s*(>=|<=|>|<)\s*(\d+(?:\.\d+)?)(?:\s*(ms|s))?\s*$/;

/** @returns undefined where the text is no rule. */
export function readPassRule(text: string): PassRule | undefined {
  const [, compare, figure, unit] = passRulePattern.exec(text) ?? [];
  if (compare === undefined || figure === undefined) return undefined;
  const value = Number(figure) * (unit === "s" ? 1_000 : 1);
  return { compare: compare as PassRule["compare"], value };
}

export function passes({ compare, value }: PassRule, score: number): boolean {
  if (compare === ">=") return score >= value;
  if (compare === "<=") return score <= value;
  return compare === ">" ? score > value : score < value;
}
