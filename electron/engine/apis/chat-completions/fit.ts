import type { Warning } from "@shared/domain/error/error.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { PlannedParameter, RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { ProviderTraits } from "../api.ts";
import { saidInWords } from "../wire/failed-results.ts";
import { fitMessages } from "./fit-messages.ts";
import { mediaBehindResults } from "./media-of-results.ts";

/** A plan whose messages and tools are what the server takes; what it does not take is warned of by name. */
export function fit(plan: RequestPlan, { label, chat = {} }: ProviderTraits): RequestPlan {
  const { messages: fitted, leftKeys, leftParts, sayFailures } = fitMessages(plan.messages, chat, plan.traits ?? {});
  const { messages, moved } = mediaBehindResults(fitted);
  const parameters = plan.parameters.map((one) => {
    if (!one.sent) return one;
    if (one.key === "tools" && !chat.cacheControl) return withoutMarks(one, leftKeys);
    if (one.key === "tool_choice") return fitChoice(one, plan);
    return one;
  });
  const warnings: Warning[] = [
    ...[...leftKeys].map((key) => warning("message_key_not_sent", key, `“${key}” of messages or tools`, label)),
    ...[...leftParts].map((type) => warning("message_part_not_sent", type, `A “${type}” part of the messages`, label)),
    ...(chat.filesInline && messages.some(hasFileAtAddress) ? [notFetched(label)] : []),
    ...(sayFailures ? [translated(saidInWords)] : []),
    ...(moved ? [translated(mediaMoved)] : []),
  ];
  return { ...plan, messages, parameters, warnings: [...plan.warnings, ...warnings] };
}

const mediaMoved =
  "Pictures and files among the results of tools follow them in a message of the user's: results are text here.";

/** A document at an address, as LiteLLM writes it. */
function hasFileAtAddress({ content }: Message): boolean {
  if (!Array.isArray(content)) return false;
  return content.some((part) => {
    const file = objectAt(part as JsonObject, "file");
    return ["file_id", "file_data"].some((key) => /^https?:/i.test(textAt(file, key) ?? ""));
  });
}

function notFetched(label: string): Warning {
  const message = `${label} fetches no document from an address in chat completions and is likely to refuse it: attach the file itself, or choose the Responses API, which fetches it.`;
  return { code: "message_part_questionable", stage: "config", subject: "file", message };
}

function translated(message: string): Warning {
  return { code: "request_translated", stage: "config", subject: "messages", message };
}

function warning(code: string, subject: string, what: string, label: string): Warning {
  return { code, stage: "config", subject, message: `${what} is not sent: ${label} does not take it.` };
}

/** `cache_control` of tools is Anthropic's; most servers of OpenAI's form refuse it or do not know it. */
function withoutMarks(tools: PlannedParameter, leftKeys: Set<string>): PlannedParameter {
  const { value } = tools;
  if (!Array.isArray(value)) return tools;
  const plain = value.map((tool) => {
    if (!isJsonObject(tool)) return tool;
    const inner = tool["function"];
    const inFunction = isJsonObject(inner) && Object.hasOwn(inner, "cache_control");
    if (!Object.hasOwn(tool, "cache_control") && !inFunction) return tool;
    leftKeys.add("cache_control");
    const { cache_control: _, ...rest } = tool;
    if (!isJsonObject(inner)) return rest;
    const { cache_control: __, ...bare } = inner;
    return { ...rest, function: bare };
  });
  return { ...tools, value: plain };
}

/** Servers refuse a choice where there is nothing to choose from; Anthropic's `{type: auto}` is OpenAI's text. */
function fitChoice(choice: PlannedParameter, { parameters, extraBody }: RequestPlan): PlannedParameter {
  const hasTools =
    parameters.some(({ key, sent }) => sent && (key === "tools" || key === "functions")) || "tools" in extraBody;
  if (!hasTools) return { ...choice, sent: false, note: "there are no tools to choose from" };
  const { value } = choice;
  const type = isJsonObject(value) && Object.keys(value).length === 1 ? value["type"] : undefined;
  return typeof type === "string" ? { ...choice, value: type } : choice;
}
