import type { Warning } from "@shared/domain/error/error.ts";
import { asJson } from "@shared/domain/json/as-json.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { schemaOfResponseFormat } from "@shared/domain/message/response-format.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import { collectWarnings, type Warn } from "../wire/warn.ts";
import { answerSchemaOf, withAnswerTool } from "./answer-tool.ts";
import { toConversation } from "./messages.ts";
import { endsWithUser, withoutSecondSampling } from "./model-limits.ts";
import { thinkingOf } from "./thinking.ts";
import { closed, type ToolUse, toToolUse } from "./tools.ts";

/**
 * The body of a Messages request: model, messages, system, the sent parameters in the plan's order, `stream`, and
 * `extra_body` last, which wins over all. With it what the body cannot say of the plan.
 * @throws AppFailure `invalid_input` for content that Anthropic has no form for, and for an answer that was begun for a
 * model that does not go on with one.
 */
export function translate(plan: RequestPlan): { body: JsonObject; warnings: Warning[] } {
  const { warn, warnings } = collectWarnings();
  const { system, messages } = toConversation(plan.messages, warn);
  endsWithUser(messages, plan);
  const body: JsonObject = { model: plan.route.model, messages: asJson(messages) };
  if (system !== undefined) body["system"] = system;
  const values: JsonObject = {};
  for (const { key, sentAs, value } of withoutSecondSampling(plan, warn)) values[sentAs ?? key] = value;
  const settings = { values, tools: toolsOf(values, plan, warn), plan, warn };
  for (const [key, value] of Object.entries(values)) setParameter(body, key, value, settings);
  if (plan.stream) body["stream"] = true;
  return { body: { ...body, ...plan.extraBody }, warnings };
}

function toolsOf(values: JsonObject, plan: RequestPlan, warn: Warn): ToolUse {
  const own = toToolUse(values, warn);
  const schema = answerSchemaOf(plan);
  if (!schema) return own;
  const { thinking } = thinkingOf(values, plan.traits);
  return withAnswerTool(own, schema, isJsonObject(thinking) && thinking["type"] !== "disabled", warn);
}

interface Settings {
  values: JsonObject;
  tools: ToolUse;
  plan: RequestPlan;
  warn: Warn;
}

function setParameter(body: JsonObject, key: string, value: JsonValue, settings: Settings): void {
  const { tools, warn } = settings;
  switch (key) {
    case "stop_sequences":
      setStops(body, value, warn);
      return;
    case "tools":
    case "web_search_options":
      setTools(body, tools);
      return;
    case "tool_choice":
    case "parallel_tool_calls":
      if (tools.choice) setTools(body, tools);
      else if (key === "tool_choice") warn(key, "tool_choice is not sent: Anthropic takes it with tools only.");
      return;
    case "response_format":
      if (answerSchemaOf(settings.plan)) setTools(body, tools);
      else setResponseFormat(body, value, warn);
      return;
    case "output_config":
      addToOutputConfig(body, value);
      return;
    case "reasoning_effort":
    case "thinking":
      setThinking(body, settings);
      return;
    case "service_tier":
      setServiceTier(body, value, warn);
      return;
    case "stream_options":
      // A stream of Anthropic always tells the usage; the field it does not know, and refuses.
      return;
    case "user":
      setUser(body, value, warn);
      return;
    case "system":
      setSystem(body, value);
      return;
    case "metadata":
      setMetadata(body, value, warn);
      return;
    default:
      body[key] = value;
  }
}

function setTools(body: JsonObject, { tools, choice }: ToolUse): void {
  if (tools !== undefined) body["tools"] = tools;
  if (choice) body["tool_choice"] = choice;
}

/** Anthropic refuses blank ones, which OpenAI takes. */
function setStops(body: JsonObject, value: JsonValue, warn: Warn): void {
  const stops = typeof value === "string" ? [value] : value;
  const kept = Array.isArray(stops) ? stops.filter((stop) => typeof stop !== "string" || stop.trim() !== "") : stops;
  if (Array.isArray(stops) && Array.isArray(kept) && kept.length < stops.length) {
    warn("stop", "Blank stop sequences are not sent: Anthropic refuses them.");
    if (kept.length === 0) return;
  }
  body["stop_sequences"] = kept;
}

/** OpenAI's schema in Anthropic's place for it. Free JSON it does not have: OpenAI's rule is that messages ask for it. */
function setResponseFormat(body: JsonObject, format: JsonValue, warn: Warn): void {
  const schema = schemaOfResponseFormat(format);
  if (schema) {
    addToOutputConfig(body, { format: { type: "json_schema", schema: closed(schema, "response_format", warn) } });
  } else if (!isJsonObject(format) || format["type"] !== "text") {
    const type = isJsonObject(format) ? format["type"] : format;
    warn(
      "response_format",
      `response_format ${JSON.stringify(type ?? null)} is not sent: Anthropic has it with a schema only. The messages have to ask for JSON.`,
    );
  }
}

function addToOutputConfig(body: JsonObject, value: JsonValue): void {
  const before = body["output_config"];
  body["output_config"] = isJsonObject(value) && isJsonObject(before) ? { ...before, ...value } : value;
}

function setThinking(body: JsonObject, { values, plan, warn }: Settings): void {
  const { thinking, effort, problem } = thinkingOf(values, plan.traits);
  if (thinking !== undefined) body["thinking"] = thinking;
  const given = values["output_config"];
  const isGiven = isJsonObject(given) && given["effort"] !== undefined;
  if (effort !== undefined && !isGiven) addToOutputConfig(body, { effort });
  if (problem !== undefined) warn("reasoning_effort", `reasoning_effort is not sent: ${problem}.`);
}

/** Of OpenAI's tiers only the usual one has an equal. */
function setServiceTier(body: JsonObject, value: JsonValue, warn: Warn): void {
  const tier = value === "default" ? "standard_only" : value;
  if (tier === "auto" || tier === "standard_only") body["service_tier"] = tier;
  else warn("service_tier", `service_tier ${JSON.stringify(value)} is not sent: Anthropic has auto and standard_only.`);
}

function setUser(body: JsonObject, value: JsonValue, warn: Warn): void {
  if (typeof value === "string" && isPersonal(value)) {
    warn("user", "user is not sent: Anthropic refuses e-mail addresses and telephone numbers.");
    return;
  }
  body["metadata"] = { ...(isJsonObject(body["metadata"]) ? body["metadata"] : {}), user_id: value };
}

/** Anthropic's own key for it stands before what the messages say. */
function setSystem(body: JsonObject, value: JsonValue): void {
  const said = body["system"];
  body["system"] = said === undefined ? value : [...systemBlocks(value), ...systemBlocks(said)];
}

function systemBlocks(value: JsonValue): JsonValue[] {
  return Array.isArray(value) ? value : [{ type: "text", text: value }];
}

/** Anthropic's metadata has one key. */
function setMetadata(body: JsonObject, value: JsonValue, warn: Warn): void {
  if (!isJsonObject(value)) {
    body["metadata"] = value;
    return;
  }
  const { user_id: userId, ...others } = value;
  const names = Object.keys(others);
  if (names.length > 0) {
    warn("metadata", `Of metadata ${names.join(", ")} is not sent: Anthropic has user_id alone.`);
  }
  if (userId !== undefined && userId !== null) setUser(body, userId, warn);
}

/** LiteLLM's patterns. */
function isPersonal(user: string): boolean {
  return /^[\w.%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}$/.test(user) || /^\+?[\d\s()-]{7,}$/.test(user);
}
