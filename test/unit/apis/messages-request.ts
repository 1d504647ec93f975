import { messages as api } from "@engine/apis/messages/api.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { PlannedParameter } from "@shared/domain/run/request-plan.ts";
import { expect } from "vitest";
import { refusalOf } from "../../fakes/provider/refusals/refuse.ts";
import { planFor } from "../../fakes/provider/run-plan.ts";

const anthropic = builtInProviders.find("anthropic");
if (!anthropic) throw new Error("no Anthropic");
const provider = anthropic;

export const user = (content: Message["content"], more: object = {}): Message => ({ role: "user", content, ...more });
export const assistant = (content: Message["content"], more: object = {}): Message => ({
  role: "assistant",
  content,
  ...more,
});
export const call = (id: string, name = "w", args = "{}") => ({
  id,
  type: "function" as const,
  function: { name, arguments: args },
});
export const result = (id: string, content: Message["content"] = "r"): Message => ({
  role: "tool",
  tool_call_id: id,
  content,
});
export const tool = (more: JsonObject = {}, own: JsonObject = {}): JsonObject => ({
  type: "function",
  function: { name: "w", parameters: { type: "object", properties: {} }, ...more },
  ...own,
});
export const ephemeral = { type: "ephemeral" };

interface Asked {
  messages?: Message[];
  parameters?: JsonObject;
  model?: string;
  /** Who set a parameter; by default the call. */
  sources?: Record<string, PlannedParameter["source"]>;
}

function planOf({ messages = [user("hi")], parameters = {}, model = "claude-opus-4-8", sources = {} }: Asked) {
  const planned = Object.entries(parameters).map(([key, value]): PlannedParameter => {
    const sentAs = api.parameters.renames[key];
    return { key, value, source: sources[key] ?? "call", sent: true, ...(sentAs ? { sentAs } : {}) };
  });
  return planFor(provider, {
    baseUrl: "http://127.0.0.1:9",
    stream: false,
    model,
    messages,
    parameters: planned,
  });
}

/** The headers of a call by name. */
export function headersTo(asked: Asked): Record<string, string> {
  return Object.fromEntries(api.build(planOf(asked), { baseUrl: "http://127.0.0.1:9", provider }).headers);
}

/** The body of a call and what it warns of; fails when Anthropic would refuse it. */
export function sentTo(asked: Asked) {
  const plan = planOf(asked);
  const { body } = api.build(plan, { baseUrl: "http://127.0.0.1:9", provider });
  const parsed = JSON.parse(body ?? "") as JsonObject;
  expect(refusalOf("anthropic", { header: () => "set", body: parsed })).toBeUndefined();
  return { body: parsed, warned: (api.warningsOf?.(plan) ?? []).map(({ subject }) => subject) };
}
