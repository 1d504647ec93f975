import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { turnPartsKey } from "@shared/domain/message/output-part.ts";

/* Conversations as people and agents have them, made from a seed: the same seed is the same conversation for ever. */

export interface GeneratedConversation {
  seed: number;
  messages: Message[];
  /** In OpenAI's names. */
  parameters: JsonObject;
}

type Random = () => number;

/** Mulberry32: at least 0, less than 1. */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const words = ["weather", "日本", "naïve", "a\nb", "`code`", "🎉", "{{x}}", "</s>", "\u2028", "long ".repeat(30)];
const pixel =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const pdf = `data:application/pdf;base64,${btoa(`%PDF-${1.7}\n%%EOF`)}`;
const names = ["look", "find_order", "add-2"];

/** @param thinks answers before carry thoughts of the API with this id. */
export function generateConversation(seed: number, thinks?: string): GeneratedConversation {
  const random = randomOf(seed);
  const chance = (share: number) => random() < share;
  const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(random() * list.length)] as Value;
  const text = () => Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(words)).join(" ");
  let calls = 0;

  const media = (): JsonObject[] => [
    ...(chance(0.4) ? [{ type: "image_url", image_url: { url: chance(0.7) ? pixel : "https://a.test/b.png" } }] : []),
    ...(chance(0.2) ? [{ type: "file", file: { filename: "a.pdf", file_data: pdf } }] : []),
  ];
  const user = (): Message => {
    const attached = chance(0.35) ? media() : [];
    return attached.length === 0
      ? { role: "user", content: text() }
      : { role: "user", content: [{ type: "text", text: text() }, ...attached] as Message["content"] };
  };

  function answer(): Message[] {
    const said = chance(0.7) ? text() : "";
    const made = hasTools && chance(0.6) ? Array.from({ length: 1 + Math.floor(random() * 2) }, call) : [];
    const content = said === "" && made.length === 0 ? "Yes." : said;
    // Claude refuses calls of a turn without the thought before them while it is to think.
    const isThought = thinks !== undefined && (made.length > 0 || chance(0.7));
    const parts = isThought ? partsOf(thinks, content, made) : undefined;
    const turn = {
      role: "assistant",
      content: content === "" ? null : content,
      ...(made.length > 0 ? { tool_calls: made } : {}),
      ...(parts ? { [turnPartsKey]: parts } : {}),
    } as unknown as Message;
    const results = made.map(({ id }) => ({ role: "tool", tool_call_id: id, content: text() }) as Message);
    return [turn, ...results];
  }

  function call() {
    calls += 1;
    const args = chance(0.2) ? "{}" : JSON.stringify({ at: pick(words), n: Math.floor(random() * 9) });
    return { id: `call_${seed}_${calls}`, type: "function" as const, function: { name: pick(names), arguments: args } };
  }

  const hasTools = chance(0.6);
  const messages: Message[] = [...(chance(0.5) ? [{ role: "system", content: text() }] : []), user()];
  const turns = Math.floor(random() * 4);
  for (let turn = 0; turn < turns; turn += 1) {
    const made = answer();
    messages.push(...made);
    // After results the model goes on by itself, or somebody says more.
    if (made.length === 1 || chance(0.4)) messages.push(user());
  }
  const parameters: JsonObject = {
    ...(chance(0.5) ? { max_tokens: 8_000 } : {}),
    ...(chance(0.3) ? { stop: chance(0.5) ? "END" : ["END", "STOP"] } : {}),
    ...(thinks === undefined && chance(0.4) ? { temperature: 0.5 } : {}),
    ...(chance(0.2) ? { user: "u-1" } : {}),
    ...(hasTools || messages.some(({ tool_calls: made }) => made) ? { tools: toolsOf(chance(0.3)) } : {}),
  };
  if (parameters["tools"] !== undefined && chance(0.3)) {
    // Thinking and a tool that must be called exclude each other.
    parameters["tool_choice"] =
      thinks !== undefined || chance(0.5) ? "auto" : { type: "function", function: { name: pick(names) } };
    if (chance(0.3)) parameters["parallel_tool_calls"] = false;
  }
  if (chance(0.2)) parameters["response_format"] = { type: "json_schema", json_schema: schema };
  return { seed, messages, parameters };
}

const schema = {
  name: "reply",
  strict: true,
  schema: {
    type: "object",
    properties: { text: { type: "string" } },
    required: ["text"],
    additionalProperties: false,
  },
};

function toolsOf(strict: boolean): JsonValue {
  return names.map((name) => ({
    type: "function",
    function: {
      name,
      description: `Does ${name}`,
      parameters: {
        type: "object",
        properties: { at: { type: "string" }, n: { type: "integer" } },
        required: ["at", "n"],
        additionalProperties: false,
      },
      ...(strict ? { strict: true } : {}),
    },
  }));
}

type MadeCall = NonNullable<Message["tool_calls"]>[number];

/** What an API wants back with an answer that it has thought about. */
function partsOf(api: string, text: string, calls: readonly MadeCall[]): JsonValue {
  const data =
    api === "messages"
      ? { signature: "c2ln" }
      : { id: "rs_1", type: "reasoning", summary: [], encrypted_content: "ZW5j" };
  return [
    { type: "reasoning", text: "Let me think.", opaque: { api, data } },
    ...(text === "" ? [] : [{ type: "text", text }]),
    ...calls.map((one) => ({ type: "tool_call", call: one as unknown as JsonObject })),
  ] as JsonValue;
}
