import { EvaluatorFailure, type EvaluatorKind } from "../kind/evaluator-kind.ts";

/** Milliseconds from the request to the end of the answer, without waiting for its turn. */
export const latency: EvaluatorKind<"latency"> = {
  type: "latency",
  judge: (_given, { answer: { latencyMs } }) => {
    if (latencyMs === undefined) throw new EvaluatorFailure("How long it took was not measured.");
    return { value: latencyMs, reason: `It took ${Math.round(latencyMs)} ms.` };
  },
};

/** Tokens in and out, as the provider counted them. */
export const tokens: EvaluatorKind<"tokens"> = {
  type: "tokens",
  judge: (_given, { answer: { inputTokens, outputTokens } }) => {
    if (inputTokens === undefined && outputTokens === undefined)
      throw new EvaluatorFailure("The provider counted no tokens.");
    const value = (inputTokens ?? 0) + (outputTokens ?? 0);
    return { value, reason: `It took ${value} tokens.` };
  },
};

/** US dollars. */
export const cost: EvaluatorKind<"cost"> = {
  type: "cost",
  judge: (_given, { answer: { costUsd } }) => {
    if (costUsd === undefined) throw new EvaluatorFailure("No price is known for this model.");
    return { value: costUsd, reason: `It cost $${costUsd.toPrecision(3)}.` };
  },
};
