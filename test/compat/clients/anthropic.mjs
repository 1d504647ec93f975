import { Anthropic } from "@anthropic-ai/sdk";
import { abortAfterFirst, citySchema, failureOf, question, sunny, toolDescription } from "./scenarios.mjs";

/** Anthropic's client at its Messages; its base is the server's origin. */
export async function open(baseURL) {
  const client = new Anthropic({ apiKey: "sk-anything", baseURL: new URL(baseURL).origin, maxRetries: 0 });
  const asked = (model) => ({ model, max_tokens: 4096, messages: [{ role: "user", content: question }] });
  const create = (body, options) => client.messages.create(body, options);
  const streamed = (body) => client.messages.stream(body).finalMessage();
  const textOf = ({ content }) => content.map((block) => (block.type === "text" ? block.text : "")).join("");
  const tools = [{ name: "weather", description: toolDescription, input_schema: citySchema }];

  async function loop(model, ask, more = {}) {
    const body = { ...asked(model), tools, ...more };
    const first = await ask(body);
    const call = first.content.find(({ type }) => type === "tool_use");
    const result = { type: "tool_result", tool_use_id: call.id, content: sunny };
    const turns = [
      { role: "assistant", content: first.content },
      { role: "user", content: [result] },
    ];
    return { text: textOf(await ask({ ...body, messages: [...body.messages, ...turns] })) };
  }

  const thinking = { thinking: { type: "enabled", budget_tokens: 2048 } };
  return {
    chat: async (model) => ({ text: textOf(await create(asked(model))) }),
    async stream(model) {
      const stream = client.messages.stream(asked(model));
      let text = "";
      stream.on("text", (piece) => {
        text += piece;
      });
      const { usage } = await stream.finalMessage();
      return { text, total: usage.input_tokens + usage.output_tokens };
    },
    tools: (model) => loop(model, create),
    thinks: (model) => loop(model, create, thinking),
    thinks_streamed: (model) => loop(model, streamed, thinking),
    async structured(model) {
      const format = { type: "json_schema", schema: citySchema };
      return JSON.parse(textOf(await create({ ...asked(model), output_config: { format } })));
    },
    error: (model) => failureOf(() => create(asked(model))),
    abort: (model) =>
      abortAfterFirst(async (signal, got) => {
        for await (const event of client.messages.stream(asked(model), { signal })) {
          if (event.type === "content_block_delta") got();
        }
      }),
  };
}
