import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import fc from "fast-check";
import type { NewPrompt } from "../fakes/langfuse/stored-prompts.ts";

/** One call that both make, and the prompt it is of, if any. */
export interface GeneratedCall {
  /** Without the addresses of the fakes. */
  call: JsonObject & { model: string };
  prompt?: Omit<NewPrompt, "name">;
}

const text = fc.constantFrom(
  "Hi",
  "Tell {{topic}} about {{ n }}",
  "über 日本 🙂",
  "a\nb",
  "{{missing}} {{x",
  "{'q': 1}",
);
const models = [
  "openai/gpt-4o-mini",
  "openai/gpt-4.1",
  "azure/dep",
  "anthropic/claude-sonnet-4-5",
  "groq/llama-3.3-70b-versatile",
  "mistral/mistral-small-latest",
  "deepseek/deepseek-chat",
  "hosted_vllm/qwen",
];
const schema: JsonObject = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};
const tool: JsonObject = {
  type: "function",
  function: { name: "weather", description: "of a city", parameters: schema },
};
const picture = "data:image/png;base64,iVBORw0KGgo=";

/** Turns a client may send, each a conversation that every API accepts. */
export const conversation = fc.oneof(
  text.map((content) => [{ role: "user", content }]),
  fc.tuple(text, text).map(([system, content]) => [
    { role: "system", content: system },
    { role: "user", content },
  ]),
  fc.tuple(text, text, text).map(([first, answer, next]) => [
    { role: "user", content: first },
    { role: "assistant", content: answer },
    { role: "user", content: next },
  ]),
  text.map((content) => [
    {
      role: "user",
      content: [
        { type: "text", text: content },
        { type: "image_url", image_url: { url: picture } },
      ],
    },
  ]),
  text.map((content) => [
    { role: "user", content: "Weather?" },
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Paris"}' } }],
    },
    { role: "tool", tool_call_id: "call_1", content },
  ]),
) as fc.Arbitrary<JsonValue[]>;

export const parameters = fc.record(
  {
    temperature: fc.constantFrom(0, 0.5, 1),
    top_p: fc.constantFrom(0.1, 0.9),
    max_tokens: fc.constantFrom(7, 4000),
    stop: fc.constantFrom<JsonValue[]>("END", ["END", "STOP"]),
    seed: fc.constant(7),
    user: fc.constant("somebody"),
    n: fc.constant(1),
    presence_penalty: fc.constant(0.5),
    stream: fc.constant(true),
    response_format: fc.constantFrom<JsonObject[]>(
      { type: "json_object" },
      { type: "json_schema", json_schema: { name: "place", strict: true, schema } },
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;

export const tools = fc.constantFrom<JsonObject[]>(
  {},
  { tools: [tool] },
  { tools: [tool], tool_choice: "auto" },
  { tools: [tool], tool_choice: "required" },
  { tools: [tool], tool_choice: { type: "function", function: { name: "weather" } } },
  { tools: [tool], parallel_tool_calls: false },
);

const prompt = fc.record({
  prompt: fc.oneof(
    text,
    fc.tuple(text, text).map(([system, user]) => [
      { role: "system", content: system },
      { role: "user", content: user },
    ]),
  ),
  config: fc.constantFrom<JsonObject[]>({}, {}, {}, { temperature: 0.3 }),
  labels: fc.constant(["production"]),
}) as fc.Arbitrary<Omit<NewPrompt, "name">>;

export const variables = fc.constantFrom<JsonObject[]>(
  {},
  { topic: "rain", n: 3 },
  { topic: true, n: null },
  { topic: { a: [1, "x", null] }, n: 1.5 },
  { topic: "{{n}}", n: "'\"" },
);

/** Calls as people make them, each parameter in about a quarter of them. */
export const generatedCall: fc.Arbitrary<GeneratedCall> = fc
  .tuple(
    fc.constantFrom(...models),
    conversation,
    parameters,
    fc.array(fc.nat(3), { minLength: 10, maxLength: 10 }),
    tools,
    fc.option(prompt, { freq: 1 }),
    variables,
  )
  .map(([model, messages, given, kept, offered, stored, values]) => {
    const few = Object.fromEntries(Object.entries(given).filter((_entry, index) => kept[index] === 0));
    const base = { messages, ...few, ...offered };
    if (stored === null) return { call: { ...base, model } };
    return { call: { ...base, model: `langfuse/${model}`, prompt_variables: values }, prompt: stored };
  });
