import { textAt } from "../../../../../shared/domain/json/read-json.ts";
import { type Check, firstOf, invalid } from "../refusal.ts";

/** The models that think before they answer take no `max_tokens` and no sampling, OpenAI's o-series no `parallel_tool_calls`. */
export const reasoningModel: Check = ({ body }) => {
  if (!/^(o\d|gpt-5)/.test(textAt(body, "model") ?? "")) return undefined;
  if (body["max_tokens"] !== undefined && body["max_tokens"] !== null) {
    return invalid(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { param: "max_tokens", code: "unsupported_parameter" },
    );
  }
  if (/^o\d/.test(textAt(body, "model") ?? "") && typeof body["parallel_tool_calls"] === "boolean") {
    return invalid("Unsupported parameter: 'parallel_tool_calls' is not supported with this model.", {
      param: "parallel_tool_calls",
      code: "unsupported_parameter",
    });
  }
  return firstOf(["temperature", "top_p"], (param) => {
    const value = body[param];
    if (value === undefined || value === null || value === 1) return undefined;
    const message = `Unsupported value: '${param}' does not support ${value} with this model. Only the default (1) value is supported.`;
    return invalid(message, { param, code: "unsupported_value" });
  });
};
