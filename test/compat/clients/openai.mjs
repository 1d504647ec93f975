import { abortAfterFirst, citySchema, failureOf, question, sunny, toolDescription } from "./scenarios.mjs";

export async function open(baseURL, name) {
  const { default: OpenAI } = await import(name);
  const client = new OpenAI({ apiKey: "sk-anything", baseURL, maxRetries: 0 });
  const create = (body, options) => client.chat.completions.create(body, options);
  const messages = [{ role: "user", content: question }];
  const tools = [
    { type: "function", function: { name: "weather", description: toolDescription, parameters: citySchema } },
  ];

  async function loop(model, more = {}) {
    const first = await create({ model, messages, tools, ...more });
    const asked = first.choices[0].message;
    const result = { role: "tool", tool_call_id: asked.tool_calls[0].id, content: sunny };
    const second = await create({ model, messages: [...messages, asked, result], tools, ...more });
    return { text: second.choices[0].message.content };
  }

  return {
    async chat(model) {
      return { text: (await create({ model, messages })).choices[0].message.content };
    },
    async stream(model) {
      let text = "";
      let total;
      for await (const chunk of await create({
        model,
        messages,
        stream: true,
        stream_options: { include_usage: true },
      })) {
        text += chunk.choices[0]?.delta.content ?? "";
        total = chunk.usage?.total_tokens ?? total;
      }
      return { text, total };
    },
    tools: (model) => loop(model),
    thinks: (model) => loop(model, { reasoning_effort: "low" }),
    async structured(model) {
      const format = { type: "json_schema", json_schema: { name: "place", strict: true, schema: citySchema } };
      const answer = await create({ model, messages, response_format: format });
      return JSON.parse(answer.choices[0].message.content);
    },
    error: (model) => failureOf(() => create({ model, messages })),
    abort: (model) =>
      abortAfterFirst(async (signal, got) => {
        for await (const chunk of await create({ model, messages, stream: true }, { signal })) {
          if (chunk.choices[0]?.delta.content) got();
        }
      }),
  };
}
