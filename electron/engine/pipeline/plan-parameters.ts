import type { Warning } from "@shared/domain/error/error.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { toOpenAiResponseFormat, withResponseFormat } from "@shared/domain/message/response-format.ts";
import { type OpenAiForm, toOpenAiTools } from "@shared/domain/message/tool-definitions.ts";
import type { ParameterSource, PlannedParameter } from "@shared/domain/run/request-plan.ts";
import type { ParameterRules } from "../providers/provider.ts";

export interface ParameterInput {
  overrides: JsonObject;
  /** Langfuse `config`; anything but an object has no parameters. */
  promptConfig: JsonValue;
  call: JsonObject;
}

export interface PlannedParameters {
  parameters: PlannedParameter[];
  extraBody: JsonObject;
  warnings: Warning[];
}

/** Keys that say something about the run and never are parameters of a request. `stream` is a switch of its own. */
const notParameters = new Set(["model", "messages", "stream", "stream_options", "extra_body"]);

/**
 * Decides every parameter: override > Langfuse config > call, each with its source. Keys the target API does not know
 * are not sent unless they are inside `extra_body`, and the run warns. A displaced value stays in the plan, unsent,
 * with the reason, so that nobody has to guess where a setting went.
 */
export function planParameters(input: ParameterInput, rules: ParameterRules): PlannedParameters {
  const config = isJsonObject(input.promptConfig) ? input.promptConfig : {};
  const sources: [ParameterSource, JsonObject][] = [
    ["override", input.overrides],
    ["prompt config", config],
    ["call", input.call],
  ];
  const decided = new Map<string, ParameterSource>();
  const planned: PlannedParameters = { parameters: [], extraBody: {}, warnings: [] };
  for (const [source, values] of sources) {
    for (const [key, value] of Object.entries(withResponseFormat(values))) {
      if (notParameters.has(key)) continue;
      // Two names of one thing (`max_tokens`, `max_completion_tokens`) may not both reach the body under one key.
      const target = targetKey(key, rules);
      const winner = decided.get(target);
      if (winner) {
        planned.parameters.push({ key, value, source, sent: false, note: `replaced by ${winner}` });
        continue;
      }
      decided.set(target, source);
      planOne(planned, { key, value, source }, rules);
    }
  }
  // Lowest first, so that the strongest source is assigned last and wins.
  for (const [, values] of sources.toReversed()) {
    const extra = values["extra_body"];
    if (isJsonObject(extra)) Object.assign(planned.extraBody, extra);
  }
  return planned;
}

function targetKey(key: string, { rename }: ParameterRules): string {
  return (Object.hasOwn(rename, key) ? rename[key] : undefined) ?? key;
}

function planOne(
  planned: PlannedParameters,
  given: { key: string; value: JsonValue; source: ParameterSource },
  rules: ParameterRules,
): void {
  const refused = Object.hasOwn(rules.refuses, given.key) ? rules.refuses[given.key] : undefined;
  if (refused !== undefined) {
    leaveOut(planned, given, refused, rules);
    return;
  }
  if (given.value === null) {
    planned.parameters.push({ ...given, sent: false, note: "null means not set" });
    return;
  }
  const target = targetKey(given.key, rules);
  if (rules.known.has(target)) {
    const { value, note, problems } = inOpenAiForm(given.key, given.value);
    const sentAs = target === given.key ? {} : { sentAs: target };
    planned.parameters.push({ ...given, value, sent: true, ...sentAs, ...(note === undefined ? {} : { note }) });
    planned.warnings.push(...problems.map((problem) => questionable(given.key, problem)));
    return;
  }
  leaveOut(planned, given, `${rules.providerLabel} does not know it; inside extra_body it would be sent`, rules);
}

/** Prompts keep tools and schemas in several forms; the plan has one, and providers translate from it. */
function inOpenAiForm(key: string, value: JsonValue): OpenAiForm {
  if (key === "tools") return toOpenAiTools(value);
  if (key === "response_format") return toOpenAiResponseFormat(value);
  return { value, problems: [] };
}

function questionable(subject: string, problem: string): Warning {
  const message = `The provider may refuse “${subject}”: ${problem}.`;
  return { code: "parameter_questionable", stage: "config", subject, message };
}

function leaveOut(
  planned: PlannedParameters,
  given: { key: string; value: JsonValue; source: ParameterSource },
  note: string,
  rules: ParameterRules,
): void {
  planned.parameters.push({ ...given, sent: false, note });
  planned.warnings.push({
    code: "parameter_not_sent",
    stage: "config",
    subject: given.key,
    message: `“${given.key}” (${given.source}) is not sent to ${rules.providerLabel}: ${note}.`,
  });
}
