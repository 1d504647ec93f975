import { abortAfterFirst, citySchema, failureOf, question, sunny, toolDescription } from "./scenarios.mjs";

/** OpenAI's client at its Responses. */
export async function open(baseURL, name) {
  const { default: OpenAI } = await import(name);
  const client = new OpenAI({ apiKey: "sk-anything", baseURL, maxRetries: 0 });
  const create = (body, options) => client.responses.create(body, options);
  const tools = [
    { type: "function", name: "weather", description: toolDescription, parameters: citySchema, strict: true },
  ];

  async function loop(model, ask, more = {}) {
    const input = [{ role: "user", content: question }];
    const first = await ask({ model, input, tools, ...more });
    const asked = first.output.find(({ type }) => type === "function_call");
    const result = { type: "function_call_output", call_id: asked.call_id, output: sunny };
    const second = await ask({ model, input: [...input, ...first.output, result], tools, ...more });
    // Version 6 leaves `output_text` out of an answer that was streamed.
    const texts = second.output.flatMap(({ content = [] }) => content.map(({ text = "" }) => text));
    return { text: texts.join("") };
  }

  const thinking = { store: false, include: ["reasoning.encrypted_content"], reasoning: { effort: "low" } };
  const streamed = (body) => client.responses.stream(body).finalResponse();
  return {
    async chat(model) {
      return { text: (await create({ model, input: question })).output_text };
    },
    async stream(model) {
      let text = "";
      let total;
      for await (const event of await create({ model, input: question, stream: true })) {
        if (event.type === "response.output_text.delta") text += event.delta;
        if (event.type === "response.completed") total = event.response.usage.total_tokens;
      }
      return { text, total };
    },
    tools: (model) => loop(model, create),
    thinks: (model) => loop(model, create, thinking),
    thinks_streamed: (model) => loop(model, streamed, thinking),
    async structured(model) {
      const format = { type: "json_schema", name: "place", strict: true, schema: citySchema };
      return (await client.responses.parse({ model, input: question, text: { format } })).output_parsed;
    },
    error: (model) => failureOf(() => create({ model, input: question })),
    abort: (model) =>
      abortAfterFirst(async (signal, got) => {
        for await (const event of await create({ model, input: question, stream: true }, { signal })) {
          if (event.type === "response.output_text.delta") got();
        }
      }),
  };
}
