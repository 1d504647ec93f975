import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { ModelTraits } from "@shared/domain/model/model-traits.ts";
import type { ChatTraits } from "../api.ts";
import { inWords, isFailedResult } from "../wire/failed-results.ts";
import { unfoldTurn } from "./unfold-turns.ts";

/** What became of messages: what a server does not take stands in `left`, by name. */
export interface FittedMessages {
  messages: Message[];
  /** Keys that carry no content and were left out. */
  leftKeys: Set<string>;
  /** Kinds of content parts that were left out: something of the conversation is lost. */
  leftParts: Set<string>;
  /** Results of tools that failed say so in their words. */
  sayFailures: boolean;
}

/** Keys of a tool call that OpenAI has; strict servers refuse any other. */
const callKeys = new Set(["id", "type", "function", "custom", "index"]);

/** Gives messages the form a server takes (`electron/engine/apis/README.md#what-a-server-takes`). Their number stays. */
export function fitMessages(messages: readonly Message[], traits: ChatTraits, model: ModelTraits): FittedMessages {
  const fitted: FittedMessages = { messages: [], leftKeys: new Set(), leftParts: new Set(), sayFailures: false };
  for (const message of messages) {
    const isFailed = isFailedResult(message);
    fitted.sayFailures ||= isFailed;
    const said = isFailed ? inWords(message) : unfoldTurn(message, traits);
    fitted.messages.push(fitMessage(said, traits, model, fitted));
  }
  return fitted;
}

function fitMessage(message: Message, traits: ChatTraits, model: ModelTraits, fitted: FittedMessages): Message {
  const { role, content, ...others } = message;
  const taken: Message = { role: fitRole(role, traits, model) };
  if (content !== undefined) taken.content = fitContent(content, traits, fitted);
  for (const [key, value] of Object.entries(others)) {
    // OpenAI's own objects have them for what is not there; servers that know no such key refuse it.
    if (value === null || value === undefined) continue;
    if (takes(key, traits)) taken[key] = key === "tool_calls" ? fitCalls(value as JsonValue, traits, fitted) : value;
    else fitted.leftKeys.add(key);
  }
  return taken;
}

function fitRole(role: string, { developer }: ChatTraits, { takesDeveloper }: ModelTraits): string {
  if (role !== "developer" || developer === "all models") return role;
  return developer === "some models" && takesDeveloper ? role : "system";
}

/** What an answer has beside OpenAI's keys (LiteLLM's names): a client that puts it back sends it to whoever is next. */
const broughtByAnswers = new Set(["reasoning_content", "reasoning", "reasoning_details", "thinking_blocks"]);

function takes(key: string, { messageKeys, cacheControl, plainTurns }: ChatTraits): boolean {
  if (plainTurns && broughtByAnswers.has(key)) return false;
  if (key === "cache_control") return cacheControl === true;
  return messageKeys === undefined || messageKeys.includes(key);
}

function fitCalls(calls: JsonValue, traits: ChatTraits, { leftKeys }: FittedMessages): JsonValue {
  const takesAll = traits.callExtras || (traits.messageKeys === undefined && !traits.plainTurns);
  if (takesAll || !Array.isArray(calls)) return calls;
  return calls.map((call) => {
    if (!isJsonObject(call)) return call;
    const left = Object.keys(call).filter((key) => !callKeys.has(key));
    for (const key of left) leftKeys.add(key);
    return Object.fromEntries(Object.entries(call).filter(([key]) => callKeys.has(key)));
  });
}

type Content = NonNullable<Message["content"]> | null;

function fitContent(content: Content, traits: ChatTraits, fitted: FittedMessages): Content {
  if (!Array.isArray(content)) return content;
  const parts = content.map((part) => fitPart(part, traits, fitted));
  if (traits.content === undefined) return parts;
  const texts = parts.flatMap((part) => (typeof part["text"] === "string" ? [part["text"]] : []));
  if (texts.length === parts.length) return texts.join("");
  if (traits.content === "texts joined") return parts;
  for (const { type, text } of parts) if (typeof text !== "string") fitted.leftParts.add(type);
  return texts.join("");
}

type Part = Exclude<Content, string | null>[number];

function fitPart(part: Part, { cacheControl }: ChatTraits, { leftKeys }: FittedMessages): Part {
  const { cache_control: mark, ...plain } = part;
  if (mark !== undefined && !cacheControl) leftKeys.add("cache_control");
  const kept: Part = mark === undefined || cacheControl ? part : (plain as Part);
  const image = kept["image_url"];
  return typeof image === "string" ? { ...kept, image_url: { url: image } } : kept;
}
