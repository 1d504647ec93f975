import type { JsonObject } from "@shared/domain/json/json.ts";
import type { JudgedCell } from "../kind/evaluator-kind.ts";
import type { CodeInput } from "./code-thread.ts";

/** What code gets of a cell: `output`, `expected`, `vars`, and in `context` the same with figures, tools and its config. */
export function codeInput({ answer, row }: JudgedCell, config: JsonObject = {}): CodeInput {
  const { text, value, prompt, toolCalls, latencyMs, inputTokens, outputTokens, costUsd } = answer;
  const { variables: vars, expected = null } = row;
  return {
    output: value ?? text,
    expected,
    vars,
    context: { vars, expected, config, prompt, toolCalls, latencyMs, inputTokens, outputTokens, costUsd },
  };
}
