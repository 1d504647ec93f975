import type { Warning } from "@shared/domain/error/error.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { toOpenAiResponseFormat, withResponseFormat } from "@shared/domain/message/response-format.ts";
import { type OpenAiForm, toOpenAiTools } from "@shared/domain/message/tool-definitions.ts";
import type { ParameterRule, ParameterSource, PlannedParameter } from "@shared/domain/run/request-plan.ts";
import type { TargetParameters } from "../models/parameters-for.ts";
import { cachePointsKey } from "./cache-points.ts";

export interface ParameterInput {
  overrides: JsonObject;
  /** Langfuse `config`; anything but an object has no parameters. */
  promptConfig: JsonValue;
  call: JsonObject;
  /** Keys that nobody has documented are sent as they are. */
  passUnknown?: boolean;
}

export interface PlannedParameters {
  parameters: PlannedParameter[];
  extraBody: JsonObject;
  warnings: Warning[];
}

/** Keys that say something about the run and never are parameters of a request. `stream` is a switch of its own. */
const notParameters = new Set(["allowed_openai_params", "model", "messages", "stream", "stream_options", "extra_body"]);

type Target = Pick<TargetParameters, "providerLabel" | "ruleOf"> &
  Pick<ParameterInput, "passUnknown"> & { setValue(key: string): JsonValue | undefined };

/**
 * Decides every parameter: override > Langfuse config > call, each with its source. Keys the target API does not know
 * are not sent unless they are inside `extra_body`, and the run warns. A displaced value stays in the plan, unsent,
 * with the reason, so that nobody has to guess where a setting went.
 */
export function planParameters(
  input: ParameterInput,
  parameters: Pick<TargetParameters, "providerLabel" | "ruleOf" | "toolsOnlyWith">,
): PlannedParameters {
  const config = isJsonObject(input.promptConfig) ? input.promptConfig : {};
  const allowed = [input.overrides, input.call].flatMap((values) => values["allowed_openai_params"] ?? []).flat();
  const target: Target = {
    providerLabel: parameters.providerLabel,
    passUnknown: input.passUnknown ?? false,
    // LiteLLM's way to say that a model takes what is not known of it; the points are turned into marks.
    ruleOf: (key) =>
      key === cachePointsKey || allowed.includes(key)
        ? { key, sentAs: key, source: "provider" }
        : parameters.ruleOf(key),
    setValue: (key) => input.overrides[key] ?? config[key] ?? input.call[key] ?? undefined,
  };
  const sources: [ParameterSource, JsonObject][] = [
    ["override", input.overrides],
    ["prompt config", config],
    ["call", input.call],
  ];
  const decided = new Map<string, ParameterSource>();
  const planned: PlannedParameters = { parameters: [], extraBody: {}, warnings: [] };
  for (const [source, values] of sources) {
    const given = withResponseFormat(values);
    for (const [key, value] of Object.entries(given)) {
      if (notParameters.has(key)) continue;
      // Two names of one thing (`max_tokens`, `max_completion_tokens`) may not both reach the body under one key.
      const sentAs = ruleFor(key, target)?.sentAs ?? key;
      if (sentAs !== key && (given[sentAs] ?? null) !== null) {
        planned.parameters.push({ key, value, source, sent: false, note: `${sentAs} is given too` });
        continue;
      }
      const winner = decided.get(sentAs);
      if (winner) {
        planned.parameters.push({ key, value, source, sent: false, note: `replaced by ${winner}` });
        continue;
      }
      decided.set(sentAs, source);
      planOne(planned, { key, value, source }, target);
    }
  }
  // Lowest first, so that the strongest source is assigned last and wins.
  for (const [, values] of sources.toReversed()) {
    const extra = values["extra_body"];
    if (isJsonObject(extra)) Object.assign(planned.extraBody, extra);
  }
  const { toolsOnlyWith } = parameters;
  if (toolsOnlyWith && hasTools(planned) && !isMet(toolsOnlyWith, target)) {
    const { key, value, says } = toolsOnlyWith;
    const problem = `this model takes tools here only with ${key} ${JSON.stringify(value)} (${says}); the Responses API has both`;
    planned.warnings.push(questionable("tools", problem));
  }
  return planned;
}

function hasTools({ parameters }: PlannedParameters): boolean {
  return parameters.some(({ key, sent, value }) => key === "tools" && sent && Array.isArray(value) && value.length > 0);
}

/** Whether the other key has the value a rule asks for, set by somebody or of itself. */
function isMet({ key, value, unasked }: NonNullable<ParameterRule["onlyWith"]>, { setValue }: Target): boolean {
  const set = setValue(key);
  return set === undefined ? unasked : set === value;
}

/** The rule of a key, or of one that nobody has documented and is sent all the same. */
function ruleFor(key: string, target: Target): ParameterRule | undefined {
  return target.ruleOf(key) ?? (target.passUnknown ? { key, sentAs: key, source: "API" } : undefined);
}

function planOne(
  planned: PlannedParameters,
  given: { key: string; value: JsonValue; source: ParameterSource },
  target: Target,
): void {
  const rule = ruleFor(given.key, target);
  if (rule?.refused !== undefined && !isTaken(rule, given.value, target)) {
    leaveOut(planned, given, refusedBecause(rule), target);
    return;
  }
  if (given.value === null) {
    planned.parameters.push({ ...given, sent: false, note: "null means not set" });
    return;
  }
  if (!rule) {
    leaveOut(planned, given, `${target.providerLabel} does not know it; inside extra_body it would be sent`, target);
    return;
  }
  const { value, note, problems } = inOpenAiForm(given.key, given.value);
  const renamed = rule.sentAs === given.key ? {} : { sentAs: rule.sentAs, renamedBy: rule.source };
  planned.parameters.push({ ...given, value, sent: true, ...renamed, ...(note === undefined ? {} : { note }) });
  planned.warnings.push(...problems.map((problem) => questionable(given.key, problem)));
  if (rule.source === "model" && rule.sentAs !== given.key) planned.warnings.push(renameWarning(given.key, rule));
}

/** Whether a value of what is refused else is taken all the same. */
function isTaken({ unless, onlyWith }: ParameterRule, value: JsonValue, target: Target): boolean {
  return (unless !== undefined && unless === value) || (onlyWith !== undefined && isMet(onlyWith, target));
}

function refusedBecause({ refused = "", onlyWith, says }: ParameterRule): string {
  const but = onlyWith ? ` unless ${onlyWith.key} is ${JSON.stringify(onlyWith.value)}` : "";
  return `${refused}${but}${says === undefined ? "" : ` (${says})`}`;
}

function renameWarning(key: string, { sentAs, says }: ParameterRule): Warning {
  const message = `This model takes ${sentAs} for “${key}”: sent as that${says === undefined ? "" : ` (${says})`}.`;
  return { code: "parameter_renamed", stage: "config", subject: key, message };
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
  target: Target,
): void {
  planned.parameters.push({ ...given, sent: false, note });
  planned.warnings.push({
    code: "parameter_not_sent",
    stage: "config",
    subject: given.key,
    message: `“${given.key}” (${given.source}) is not sent to ${target.providerLabel}: ${note}.`,
  });
}
