import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { PlannedParameters } from "../pipeline/plan-parameters.ts";

/** Values that ask for nothing: clients send them though nobody set them (LangChain `n: 1`). */
const asksNothing: Record<string, (value: JsonValue) => boolean> = {
  n: (value) => value === 1,
  logprobs: (value) => value === false,
  presence_penalty: (value) => value === 0,
  frequency_penalty: (value) => value === 0,
  logit_bias: (value) => isJsonObject(value) && Object.keys(value).length === 0,
  store: (value) => value === false,
};

/** Says who asks and nothing of the answer: chat interfaces send it to every model, and LiteLLM never refuses a call for it. */
const neverRefused = new Set(["user"]);

/**
 * The parameters of a plan that its target does not take, by name. With `drop_params` they are left out, and the client
 * is told of them in a header; without it those of the client are refused, as LiteLLM does. Those of the prompt's config
 * and of the gateway's are left out in any case: the client could not take them back.
 * @throws AppFailure `invalid_input`.
 */
export function droppedParameters(planned: PlannedParameters, isDropping: boolean, label: string): string[] {
  const untaken = new Set(
    planned.warnings.flatMap(({ code, subject }) => (code === "parameter_not_sent" && subject ? [subject] : [])),
  );
  const found = planned.parameters.filter(
    ({ key, value, sent }) => !sent && untaken.has(key) && !asksNothing[key]?.(value) && value !== null,
  );
  const refused = isDropping
    ? []
    : found.filter(({ key, source }) => source === "call" && !neverRefused.has(key)).map(({ key }) => key);
  if (refused.length > 0) {
    throw new AppFailure("invalid_input", {
      message: `${label} does not take ${refused.join(", ")}.`,
      advice: "Take it out of the request, or set drop_params: true in it or in the gateway's config.",
    });
  }
  return [...new Set(found.map(({ key }) => key))];
}

/** `additional_drop_params`: names of parameters, or paths into them such as `tools[*].function.strict`. */
export function withoutPaths(values: JsonObject, paths: readonly string[]): JsonObject {
  return paths.reduce((left, path) => withoutPath(left, stepsOf(path)), values);
}

function stepsOf(path: string): string[] {
  return path.split(/\.|(?=\[)/).map((step) => step.replace(/^\[(.*)\]$/, "$1"));
}

function withoutPath(values: JsonObject, [step, ...rest]: string[]): JsonObject {
  if (step === undefined || !Object.hasOwn(values, step)) return values;
  const { [step]: inner, ...others } = values;
  return rest.length === 0 || inner === undefined ? others : { ...values, [step]: cut(inner, rest) };
}

function cut(value: JsonValue, steps: string[]): JsonValue {
  if (isJsonObject(value)) return withoutPath(value, steps);
  const [step, ...rest] = steps;
  if (!Array.isArray(value) || step === undefined) return value;
  const isMeant = (index: number) => step === "*" || step === String(index);
  if (rest.length === 0) return value.filter((_, index) => !isMeant(index));
  return value.map((item, index) => (isMeant(index) ? cut(item, rest) : item));
}
