import type { AskedEvaluator, Evaluator, EvaluatorType } from "@shared/domain/experiment/evaluator.ts";
import { code } from "./code/evaluator.ts";
import { contains, containsAll, containsAny, notContains } from "./contains/evaluator.ts";
import { equals } from "./equals/evaluator.ts";
import { jsonPath, jsonSchema, jsonValid } from "./json/evaluators.ts";
import type { EvaluatorKind } from "./kind/evaluator-kind.ts";
import { language } from "./language/evaluator.ts";
import { length } from "./length/evaluator.ts";
import { cost, latency, tokens } from "./metrics/evaluators.ts";
import { number } from "./number/evaluator.ts";
import { refusal } from "./refusal/evaluator.ts";
import { regex } from "./regex/evaluator.ts";
import { levenshtein, rougeL } from "./similarity/evaluators.ts";
import { startsWith } from "./starts-with/evaluator.ts";
import { toolCalled } from "./tool-called/evaluator.ts";

/** Every evaluator there is that judges by itself. A new one is a folder and a line here; without the line nothing compiles. */
const kinds: { [Type in Exclude<EvaluatorType, AskedEvaluator["type"]>]: EvaluatorKind<Type> } = {
  equals,
  contains,
  "not-contains": notContains,
  "contains-any": containsAny,
  "contains-all": containsAll,
  "starts-with": startsWith,
  regex,
  "json-valid": jsonValid,
  "json-schema": jsonSchema,
  "json-path": jsonPath,
  number,
  length,
  "tool-called": toolCalled,
  refusal,
  language,
  latency,
  tokens,
  cost,
  code,
  levenshtein,
  "rouge-l": rougeL,
};

export function kindOf({ type }: Exclude<Evaluator, AskedEvaluator>): EvaluatorKind {
  return kinds[type] as unknown as EvaluatorKind;
}
