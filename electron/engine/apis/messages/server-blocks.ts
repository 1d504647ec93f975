import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { parseObject, textAt } from "@shared/domain/json/read-json.ts";
import type { OutputPart } from "@shared/domain/message/output-part.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import { messagesId } from "./id.ts";

type ServerTool = Extract<OutputPart, { value: unknown }>;

/** Blocks that are neither words nor thoughts nor calls of the caller's tools, as they come in pieces. */
export interface ServerBlocks {
  begin(number: number, block: JsonObject): void;
  /** False for a piece of a block that did not begin here. */
  piece(number: number, delta: JsonObject): boolean;
  end(number: number, events: ProviderEvent[]): void;
}

export function createServerBlocks(): ServerBlocks {
  const open = new Map<number, { block: JsonObject; input: string }>();
  return {
    begin: (number, block) => void open.set(number, { block, input: "" }),
    piece(number, delta) {
      const found = open.get(number);
      if (!found) return false;
      if (delta["type"] === "input_json_delta") found.input += textAt(delta, "partial_json") ?? "";
      // A summary of the conversation so far comes in one piece.
      if (delta["type"] === "compaction_delta") found.block = { ...found.block, content: delta["content"] ?? null };
      return true;
    },
    end(number, events) {
      const found = open.get(number);
      open.delete(number);
      if (!found) return;
      const { block, input } = found;
      const whole = input === "" ? block : { ...block, input: parseObject(input) ?? input };
      events.push({ type: "part", part: serverPartOf(whole) });
    },
  };
}

/**
 * A block as a step that is shown: a use `{type, name, id, input}`, its result `{type, of, status, output, error?}`, anything
 * else by its type. What the next turn has to have back lies behind it, but for the output, which is the same there.
 */
export function serverPartOf(block: JsonObject): ServerTool {
  const { content, ...rest } = block;
  const type = textAt(block, "type") ?? "";
  const of = textAt(block, "tool_use_id");
  if (of !== undefined) {
    const error = errorOf(content) ?? (block["is_error"] === true ? "error" : undefined);
    const status = error === undefined ? "completed" : "failed";
    return made({ type, of, status, output: content, error }, rest);
  }
  if (type === "compaction") return made({ type }, block);
  if (type === "fallback")
    return made({ type, input: { from: block["from"] ?? null, to: block["to"] ?? null } }, block);
  return made({ type, name: block["name"], id: block["id"], input: block["input"] }, block);
}

function made(step: Record<string, JsonValue | undefined>, data: JsonObject): ServerTool {
  const value = Object.fromEntries(Object.entries(step).filter(([, one]) => one !== undefined)) as JsonObject;
  return { type: "server_tool", value, opaque: { api: messagesId, data } };
}

/** Tools that fail say so in the place of their result. */
function errorOf(content: JsonValue | undefined): string | undefined {
  return isJsonObject(content) ? textAt(content, "error_code") : undefined;
}

/** The block of a step, as it came. */
export function serverBlockOf({ value, opaque }: ServerTool): JsonObject[] {
  if (!isJsonObject(opaque?.data)) return [];
  const output = isJsonObject(value) ? value["output"] : undefined;
  return [output === undefined ? opaque.data : { ...opaque.data, content: output }];
}
