import { asJson } from "@shared/domain/json/as-json.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { textAt } from "@shared/domain/json/read-json.ts";
import type { ToolCall } from "@shared/domain/message/message.ts";
import { type OutputPart, turnPartsKey } from "@shared/domain/message/output-part.ts";
import { GatewayFailure } from "../../body/gateway-failure.ts";
import { splitCarried } from "../wire/carried.ts";
import { runOfItemId } from "../wire/written-ids.ts";
import { toContent } from "./content.ts";

/** The API whose items come as it made them. */
const madeBy = "responses";

/**
 * Items of a conversation as messages of chat completions' form: instructions open it, what an answer was made of (thoughts,
 * words, calls, steps of the provider's tools) is one turn that carries its parts.
 * @throws GatewayFailure 400.
 */
export function readInput(body: JsonObject): JsonValue[] {
  const { instructions, input = [] } = body;
  const opening = typeof instructions === "string" ? [{ role: "system", content: instructions }] : [];
  if (typeof input === "string") return [...opening, { role: "user", content: input }];
  if (!Array.isArray(input) || !input.every(isJsonObject)) {
    throw new GatewayFailure(400, "input must be a text or a list of items.", { param: "input" });
  }
  const messages: JsonObject[] = [];
  let answer: JsonObject[] = [];
  const end = () => {
    if (answer.length > 0) messages.push(toAnswer(answer));
    answer = [];
  };
  for (const item of input) {
    if (isOfAnswer(item)) answer.push(item);
    else {
      end();
      messages.push(toMessage(item));
    }
  }
  end();
  return [...opening, ...messages];
}

function isOfAnswer(item: JsonObject): boolean {
  const type = textAt(item, "type") ?? "message";
  return type === "message" ? item["role"] === "assistant" : !type.endsWith("_output");
}

function toMessage(item: JsonObject): JsonObject {
  const type = textAt(item, "type") ?? "message";
  if (type === "message") return { role: item["role"] ?? "", content: toContent(item["content"]) };
  const id = splitCarried(textAt(item, "call_id") ?? "").text;
  return { role: "tool", tool_call_id: id, content: toContent(item["output"]) };
}

function toAnswer(items: readonly JsonObject[]): JsonObject {
  const customs = items.filter(({ type }) => type === "custom_tool_call").map(toCustomCall);
  const parts = items.flatMap(toParts);
  const text = parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  const refusal = parts.map((part) => (part.type === "refusal" ? part.text : "")).join("");
  const calls = asJson(parts.flatMap((part) => (part.type === "tool_call" ? [part.call] : [])));
  const toolCalls = [...calls, ...customs];
  return {
    role: "assistant",
    content: text === "" ? refusal : text,
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
    // A call whose input is a text is no part of ours: such a turn is what was written.
    ...(customs.length > 0 ? {} : { [turnPartsKey]: asJson(parts) }),
  };
}

function toParts(item: JsonObject): OutputPart[] {
  switch (item["type"] ?? "message") {
    case "message":
      return toTexts(item);
    case "reasoning":
      return [toThought(item)];
    case "function_call":
      return [toCall(item)];
    case "custom_tool_call":
      return [];
    default:
      return [{ type: "server_tool", value: { type: item["type"] ?? "" }, opaque: { api: madeBy, data: item } }];
  }
}

function toTexts({ content, id, phase }: JsonObject): OutputPart[] {
  const plain: JsonValue[] = typeof content === "string" ? [{ type: "output_text", text: content }] : [];
  const given = Array.isArray(content) ? content : plain;
  const data = { ...(typeof id === "string" ? { id } : {}), ...(typeof phase === "string" ? { phase } : {}) };
  const mark = Object.keys(data).length === 0 ? {} : { opaque: { api: madeBy, data } };
  return given.filter(isJsonObject).map((part): OutputPart => {
    const isRefusal = part["type"] === "refusal";
    const text = textAt(part, isRefusal ? "refusal" : "text") ?? "";
    return { type: isRefusal ? "refusal" : "text", text, ...mark };
  });
}

/** A thought of our own writing has in its encrypted text what another API wants back. */
function toThought(item: JsonObject): OutputPart {
  const texts = [item["summary"], item["content"]].flatMap((list) => (Array.isArray(list) ? list : []));
  const text = texts.map((part) => (isJsonObject(part) ? (textAt(part, "text") ?? "") : "")).join("\n\n");
  const { opaque } = splitCarried(textAt(item, "encrypted_content") ?? "");
  if (opaque) return { type: "reasoning", text, opaque };
  // One that nobody wants anything back with is its words, which some servers want (DeepSeek).
  const isPlain = !item["encrypted_content"] && runOfItemId(textAt(item, "id") ?? "") !== undefined;
  return { type: "reasoning", text, ...(isPlain ? {} : { opaque: { api: madeBy, data: item } }) };
}

function toCall(item: JsonObject): OutputPart {
  const { text: id, opaque } = splitCarried(textAt(item, "call_id") ?? "");
  const name = textAt(item, "name") ?? "";
  const call: ToolCall = { id, type: "function", function: { name, arguments: textAt(item, "arguments") ?? "" } };
  const { arguments: _, ...data } = item;
  return { type: "tool_call", call, opaque: opaque ?? { api: madeBy, data } };
}

function toCustomCall(item: JsonObject): JsonObject {
  const custom = { name: item["name"] ?? "", input: item["input"] ?? "" };
  return { id: item["call_id"] ?? "", type: "custom", custom };
}
