import { asJson } from "@shared/domain/json/as-json.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, textAt } from "@shared/domain/json/read-json.ts";
import type { ToolCall } from "@shared/domain/message/message.ts";
import { type OutputPart, turnPartsKey } from "@shared/domain/message/output-part.ts";
import { GatewayFailure } from "../../body/gateway-failure.ts";
import { splitCarried } from "../wire/carried.ts";
import { toContent, toParts } from "./content.ts";

/** The API whose signatures come without a mark of ours. */
const signedBy = "messages";

/**
 * A conversation of Anthropic's form in OpenAI's: the system's text opens it, results of tools are messages of their own,
 * and answers carry their parts, thoughts with their signatures among them, so that the API that made them has them back.
 * @throws GatewayFailure 400.
 */
export function readMessages(body: JsonObject): JsonValue[] {
  const given = body["messages"] ?? [];
  if (!Array.isArray(given) || !given.every(isJsonObject)) {
    throw new GatewayFailure(400, "messages: Input should be a valid list of messages", { param: "messages" });
  }
  const system = body["system"];
  const opening = system === undefined || system === null ? [] : [{ role: "system", content: toContent(system) }];
  return [...opening, ...given.flatMap(toMessages)];
}

function toMessages(message: JsonObject): JsonObject[] {
  const role = textAt(message, "role") ?? "";
  const content = message["content"];
  if (typeof content === "string" || !Array.isArray(content)) return [{ role, content: toContent(content) }];
  const blocks = content.filter(isJsonObject);
  return role === "assistant" ? [toAnswer(blocks)] : toTurn(role, blocks);
}

/** Clients remind the model of something in the turn that brings results: then the last message is no new question. */
export function textsBesideResults({ messages }: JsonObject): number {
  const last = Array.isArray(messages) ? messages.at(-1) : undefined;
  const types = isJsonObject(last) ? listAt(last, "content").map((block) => isJsonObject(block) && block["type"]) : [];
  return types.includes("tool_result") && types.some((type) => type !== "tool_result") ? 1 : 0;
}

/** Results of tools first: OpenAI's form has them right behind their calls. */
function toTurn(role: string, blocks: readonly JsonObject[]): JsonObject[] {
  const isResult = ({ type }: JsonObject) => type === "tool_result";
  const results = blocks.filter(isResult).map((block): JsonObject => {
    const id = splitCarried(textAt(block, "tool_use_id") ?? "").text;
    const failed = block["is_error"] === true ? { is_error: true } : {};
    return { role: "tool", tool_call_id: id, content: toContent(block["content"]), ...failed };
  });
  const others = blocks.filter((block) => !isResult(block));
  return others.length === 0 ? results : [...results, { role, content: toContent(others) }];
}

function toAnswer(blocks: readonly JsonObject[]): JsonObject {
  const parts = blocks.flatMap((block): OutputPart[] => toOutputPart(block) ?? []);
  const texts = parts.flatMap((part) => (part.type === "text" ? [part.text] : []));
  const calls = parts.flatMap((part) => (part.type === "tool_call" ? [part.call] : []));
  // What OpenAI's form has no part for stays beside the texts; then the turn is what was written, and no answer of ours.
  const foreign = blocks.filter((block) => toOutputPart(block) === undefined);
  return {
    role: "assistant",
    content:
      foreign.length > 0 ? toParts([...blocks.filter(({ type }) => type === "text"), ...foreign]) : texts.join(""),
    ...(calls.length === 0 ? {} : { tool_calls: asJson(calls) }),
    ...(foreign.length > 0 ? {} : { [turnPartsKey]: asJson(parts) }),
  };
}

/** Undefined for a kind that only its own API can say. */
function toOutputPart(block: JsonObject): OutputPart[] | undefined {
  switch (block["type"]) {
    case "text":
      return [{ type: "text", text: textAt(block, "text") ?? "" }];
    case "thinking":
      return [toThought(textAt(block, "thinking") ?? "", textAt(block, "signature") ?? "")];
    case "redacted_thinking":
      return [{ type: "reasoning", text: "", opaque: { api: signedBy, data: { redacted: block["data"] ?? "" } } }];
    case "tool_use":
      return [toCall(block)];
    default:
      return undefined;
  }
}

function toThought(text: string, signature: string): OutputPart {
  const { text: own, opaque } = splitCarried(signature);
  if (opaque) return { type: "reasoning", text, opaque };
  return own === ""
    ? { type: "reasoning", text }
    : { type: "reasoning", text, opaque: { api: signedBy, data: { signature } } };
}

function toCall(block: JsonObject): OutputPart {
  const { text: id, opaque } = splitCarried(textAt(block, "id") ?? "");
  const input = JSON.stringify(block["input"] ?? {});
  const call: ToolCall = { id, type: "function", function: { name: textAt(block, "name") ?? "", arguments: input } };
  return { type: "tool_call", call, ...(opaque ? { opaque } : {}) };
}
