import type { EvaluatorOf } from "./evaluator.ts";
import type { HumanRating } from "./human-rating.ts";
import { passes, readPassRule } from "./pass-rule.ts";

/** What people say of a cell, as its evaluator counts it: five stars are 1, one star is 0. */
export interface HumanScore {
  value: number | boolean | string;
  passed?: boolean;
  reason: string;
}

/** @returns undefined where nobody has said it yet. */
export function humanScore(evaluator: EvaluatorOf<"human">, rating: HumanRating | null): HumanScore | undefined {
  const { form, pass, passes: right } = evaluator;
  const { passed, stars, label, note } = rating ?? {};
  const because = (words: string) => (note === undefined ? words : `${words} ${note}`);
  if (form === "pass") {
    if (passed === undefined) return undefined;
    return { value: passed, reason: because(passed ? "A person let it pass." : "A person did not let it pass.") };
  }
  if (form === "stars") {
    if (stars === undefined) return undefined;
    const rule = pass === undefined ? undefined : readPassRule(pass);
    const reason = because(`A person gave it ${stars} of 5.`);
    return { value: (stars - 1) / 4, ...(rule ? { passed: passes(rule, stars) } : {}), reason };
  }
  if (label === undefined) return undefined;
  return {
    value: label,
    ...(right === undefined ? {} : { passed: right.includes(label) }),
    reason: because(`A person called it “${label}”.`),
  };
}
