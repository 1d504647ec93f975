import type { Warning } from "@shared/domain/error/error.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, textAt } from "@shared/domain/json/read-json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { PlannedParameter, RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { Api } from "../apis/api.ts";

/** LiteLLM's own parameter: where `cache_control` is put for whoever cannot write it into the messages. */
export const cachePointsKey = "cache_control_injection_points";

/** Anthropic refuses more. */
const mostMarks = 4;
const plainMark: JsonObject = { type: "ephemeral" };

/**
 * Puts the marks that `cache_control_injection_points` asks for on messages and tools, as LiteLLM does
 * (`integrations/anthropic_cache_control_hook.py`, 1.108.7): in their order, on the last part of a message's list, never
 * on a message that has one, four of the request at most. The parameter itself is not sent.
 */
export function withCachePoints(plan: RequestPlan, api: Pick<Api, "cachesTools">): RequestPlan {
  const asked = plan.parameters.find(({ key, sent }) => key === cachePointsKey && sent);
  if (!asked) return plan;
  const points = Array.isArray(asked.value) ? asked.value.filter(isJsonObject) : [];
  const toolPoint = api.cachesTools ? points.find((point) => point["location"] === "tool_config") : undefined;
  const marking = new Marking(plan, toolPoint ? 1 : 0);
  const unplaced = points.filter((point) => point["location"] === "message" && !marking.place(point));
  const parameters = plan.parameters.map((one) =>
    one === asked ? { ...one, sent: false, note: "its marks stand in the messages and tools" } : one,
  );
  return {
    ...plan,
    messages: marking.messages,
    parameters:
      toolPoint && marking.hasRoomForTool() ? parameters.map((one) => withToolMark(one, toolPoint)) : parameters,
    warnings: [...plan.warnings, ...unplaced.map(notPlaced)],
  };
}

function notPlaced(point: JsonObject): Warning {
  const message = `${cachePointsKey}: no message is marked for ${JSON.stringify(point)}.`;
  return { code: "cache_point_unplaced", stage: "config", subject: cachePointsKey, message };
}

class Marking {
  readonly messages: Message[];
  private used: number;
  private readonly reserved: number;

  constructor({ messages, parameters, extraBody }: RequestPlan, reserved: number) {
    this.messages = [...messages];
    const tools = [...parameters.filter(isTools).map(({ value }) => value), extraBody["tools"] ?? []];
    const isAutomatic = parameters.some(({ key, sent }) => key === "cache_control" && sent);
    const ofTools = tools.flatMap((list) => (Array.isArray(list) ? list : [])).filter(isToolMarked).length;
    this.used = ofTools + (isAutomatic || "cache_control" in extraBody ? 1 : 0);
    for (const message of messages) this.used += marksOf(message);
    this.reserved = reserved;
  }

  /** False where it means no message; one that is marked already has what is asked for. */
  place(point: JsonObject): boolean {
    const indices = this.indicesOf(point);
    for (const index of indices) {
      const message = this.messages[index];
      if (!message || marksOf(message) > 0 || this.used >= mostMarks - this.reserved) continue;
      const marked = withMark(message, markOf(point));
      this.messages[index] = marked;
      this.used += marksOf(marked);
    }
    return indices.length > 0;
  }

  hasRoomForTool(): boolean {
    return this.used < mostMarks;
  }

  private indicesOf(point: JsonObject): number[] {
    const given = point["index"];
    const index = typeof given === "string" && /^[+-]?\d+$/.test(given.trim()) ? Number(given) : given;
    if (typeof index === "number") {
      const at = index < 0 ? index + this.messages.length : index;
      return this.messages[at] ? [at] : [];
    }
    const role = textAt(point, "role");
    return [...this.messages.keys()].filter((at) => this.messages[at]?.role === role);
  }
}

function isTools({ key, sent }: PlannedParameter): boolean {
  return key === "tools" && sent;
}

function markOf(point: JsonObject): JsonObject {
  return isJsonObject(point["control"]) ? point["control"] : plainMark;
}

function marksOf(message: Message): number {
  const content = Array.isArray(message.content) ? message.content : [];
  const all: unknown[] = [message, ...content, ...(message.tool_calls ?? [])];
  return all.filter(isMarked).length;
}

function isMarked(value: unknown): boolean {
  return typeof value === "object" && value !== null && "cache_control" in value && value.cache_control != null;
}

function isToolMarked(tool: JsonValue): boolean {
  return isMarked(tool) || (isJsonObject(tool) && isMarked(tool["function"]));
}

function withMark(message: Message, mark: JsonObject): Message {
  const { content } = message;
  if (typeof content === "string") return { ...message, cache_control: mark };
  const last = Array.isArray(content) ? content.at(-1) : undefined;
  if (!Array.isArray(content) || !last) return message;
  return { ...message, content: [...content.slice(0, -1), { ...last, cache_control: mark }] };
}

/** Tools are cached up to the marked one: the last, unless the caller has marked one. */
function withToolMark(parameter: PlannedParameter, point: JsonObject): PlannedParameter {
  if (!isTools(parameter)) return parameter;
  const tools = listAt({ tools: parameter.value }, "tools");
  const at = tools.findLastIndex((tool) => isJsonObject(tool) && !textAt(tool, "type")?.startsWith("tool_search_tool"));
  const tool = tools[at];
  if (!isJsonObject(tool) || tools.some(isToolMarked)) return parameter;
  return { ...parameter, value: tools.with(at, { ...tool, cache_control: markOf(point) }) };
}
