import { textAt } from "../../../../../shared/domain/json/read-json.ts";
import { type Check, firstOf, invalid } from "../refusal.ts";

/** The models that think before they answer take no `max_tokens` and no sampling. */
export const reasoningModel: Check = ({ body }) => {
  if (!/^(o\d|gpt-5)/.test(textAt(body, "model") ?? "")) return undefined;
  if (body["max_tokens"] !== undefined && body["max_tokens"] !== null) {
    return invalid(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { param: "max_tokens", code: "unsupported_parameter" },
    );
  }
  return firstOf(["temperature", "top_p"], (param) => {
    const value = body[param];
    if (value === undefined || value === null || value === 1) return undefined;
    const message = `Unsupported value: '${param}' does not support ${value} with this model. Only the default (1) value is supported.`;
    return invalid(message, { param, code: "unsupported_value" });
  });
};
