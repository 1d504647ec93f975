import { createHash } from "node:crypto";
import type { Warning } from "@shared/domain/error/error.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { Api } from "../apis/api.ts";

/** Parameters that name tools. */
const naming = new Set(["tools", "tool_choice", "functions", "function_call"]);
/** What lies in them belongs to whoever wrote the tool: a `name` there is no tool's. */
const notNames = new Set(["parameters", "input_schema", "format", "arguments", "input"]);
const digits = 8;

/**
 * A plan whose tools have names as long as the API takes them, for a client whose own form takes longer ones (Anthropic
 * 128 characters, OpenAI 64). As in LiteLLM the beginning stays and eight digits of the name's hash follow: one name is
 * always written the same. `written` has the names the client knows by those that are sent.
 */
export function fitToolNames(
  plan: RequestPlan,
  { label, longestToolName = Number.POSITIVE_INFINITY }: Pick<Api, "label" | "longestToolName">,
): { plan: RequestPlan; written: ReadonlyMap<string, string> } {
  const written = new Map<string, string>();
  const shorten = (name: string): string => {
    if (name.length <= longestToolName) return name;
    const hash = createHash("sha256").update(name).digest("hex").slice(0, digits);
    const short = `${name.slice(0, longestToolName - digits - 1)}_${hash}`;
    written.set(short, name);
    return short;
  };
  const parameters = plan.parameters.map((one) =>
    naming.has(one.key) ? { ...one, value: renamed(one.value, shorten) } : one,
  );
  const messages = plan.messages.map((message) => fitMessage(message, shorten));
  if (written.size === 0) return { plan, written };
  const warning: Warning = {
    code: "request_translated",
    stage: "config",
    subject: "tools",
    message: `Names of tools are shortened: ${label} takes ${longestToolName} characters. Calls come back under their own names.`,
  };
  return { plan: { ...plan, parameters, messages, warnings: [...plan.warnings, warning] }, written };
}

type Shorten = (name: string) => string;

/** Of a turn with calls its calls and the parts that say them again; of a function's result its name. */
function fitMessage(message: Message, shorten: Shorten): Message {
  const { role, name } = message;
  if (role === "function" && name !== undefined) return { ...message, name: shorten(name) };
  if (role !== "assistant") return message;
  const calling = Object.entries(message).filter(([key]) => /^(?:tool_calls|function_call|output_parts)$/.test(key));
  return {
    ...message,
    ...Object.fromEntries(calling.map(([key, value]) => [key, renamed(value as JsonValue, shorten)])),
  };
}

function renamed(value: JsonValue, shorten: Shorten): JsonValue {
  if (Array.isArray(value)) return value.map((one) => renamed(one, shorten));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, JsonValue] => {
    if (key === "name" && typeof inner === "string") return [key, shorten(inner)];
    return [key, notNames.has(key) ? inner : renamed(inner, shorten)];
  });
  return Object.fromEntries(entries) as JsonObject;
}
