import { createHash } from "node:crypto";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, numberAt, textAt } from "@shared/domain/json/read-json.ts";
import { sampleModels, sampleNotice, type Topic } from "./sample-answers.ts";

/** An answer cut into pieces as a model would write them. */
export interface SampleCompletion {
  reasoning: string[];
  text: string[];
  finishReason: "stop" | "length";
  usage: JsonObject;
}

/** Words too common to say what a message is about. */
const fillers = new Set(
  "about above after again answer could every first give have here into just like make message more most only other please question said should some such tell than that their them then there these they this very want what when where which while will with would write your".split(
    " ",
  ),
);

/**
 * Chooses a sample by the messages, so that the same request has the same answer, and cuts it at `max_tokens`.
 * Undefined for a model that is not there.
 */
export function completeSample(request: JsonObject): SampleCompletion | undefined {
  const model = textAt(request, "model") ?? "";
  const samples = Object.hasOwn(sampleModels, model) ? sampleModels[model] : undefined;
  if (!samples) return undefined;
  const messages = listAt(request, "messages");
  const choice = createHash("sha256").update(JSON.stringify(messages)).digest().readUInt32BE(0) % samples.length;
  const answer = samples[choice]?.(topicOf(messages)) ?? { text: "" };
  const limit =
    numberAt(request, "max_completion_tokens") ?? numberAt(request, "max_tokens") ?? Number.MAX_SAFE_INTEGER;
  const reasoning = pieces(answer.reasoning ?? "").slice(0, limit);
  const whole = pieces(`${sampleNotice}\n\n${answer.text}`);
  const text = whole.slice(0, Math.max(0, limit - reasoning.length));
  const input = messages.reduce<number>((sum, message) => sum + pieces(messageText(message)).length, 0);
  const output = reasoning.length + text.length;
  return {
    reasoning,
    text,
    finishReason: text.length < whole.length ? "length" : "stop",
    usage: {
      prompt_tokens: input,
      completion_tokens: output,
      total_tokens: input + output,
      completion_tokens_details: { reasoning_tokens: reasoning.length },
    },
  };
}

function topicOf(messages: readonly JsonValue[]): Topic {
  const asked = messages.findLast((message) => isJsonObject(message) && message["role"] === "user");
  const text = messageText(asked ?? messages.at(-1))
    .replace(/\s+/g, " ")
    .trim();
  const excerpt = text.split(" ").slice(0, 14).join(" ");
  const telling = [...new Set(text.match(/[\p{L}\p{N}][\p{L}\p{N}-]{3,}/gu) ?? [])]
    .filter((word) => !fillers.has(word.toLowerCase()))
    .sort((a, b) => b.length - a.length);
  return { excerpt: excerpt || "…", first: telling[0] ?? "nothing", second: telling[1] ?? "the reader" };
}

function messageText(message: JsonValue | undefined): string {
  if (!isJsonObject(message)) return "";
  const content = textAt(message, "content");
  if (content !== undefined) return content;
  return listAt(message, "content")
    .map((part) => (isJsonObject(part) ? (textAt(part, "text") ?? "") : ""))
    .join(" ");
}

/** Words with the space before them; long ones in parts, roughly as tokenizers cut. */
function pieces(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}]{1,7}|[^\s\p{L}\p{N}]+/gu)?.reduce<string[]>(joinSpaces, []) ?? [];
}

/** A single space belongs to the word after it. */
function joinSpaces(joined: string[], piece: string): string[] {
  if (joined.at(-1) === " ") joined[joined.length - 1] = ` ${piece}`;
  else joined.push(piece);
  return joined;
}
