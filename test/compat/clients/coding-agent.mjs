import { Anthropic } from "@anthropic-ai/sdk";
import { abortAfterFirst, citySchema, failureOf, question, sunny, toolDescription } from "./scenarios.mjs";

const cached = { cache_control: { type: "ephemeral" } };
const betas = ["claude-code-20250219", "interleaved-thinking-2025-05-14", "fine-grained-tool-streaming-2025-05-14"];

/**
 * What agents that write code send, Claude Code first among them: a token instead of a key, the beta endpoint with its
 * `?beta=true`, betas, a long system text in marked parts, tools with marks, a user's id that is JSON, tokens counted
 * before each call, everything streamed, pictures and failures among the results of tools.
 */
export async function open(baseURL) {
  const client = new Anthropic({
    apiKey: null,
    authToken: "sk-anything",
    baseURL: new URL(baseURL).origin,
    maxRetries: 0,
    defaultHeaders: { "x-app": "cli", "user-agent": "claude-cli/2.1.0 (external, cli)" },
  });
  const system = [
    { type: "text", text: "You write code.", ...cached },
    { type: "text", text: `<env>\n${"Working directory: /home/me\n".repeat(40)}</env>`, ...cached },
  ];
  const tools = [
    { name: "weather", description: toolDescription, input_schema: citySchema },
    {
      name: "Bash",
      description: "Runs a command.",
      input_schema: {
        $schema: "http://json-schema.org/draft-07/schema#",
        type: "object",
        properties: { command: { type: "string" }, timeout: { type: "number", maximum: 600000 } },
        required: ["command"],
        additionalProperties: false,
      },
      ...cached,
    },
  ];
  const user_id = JSON.stringify({ device_id: "d".repeat(64), account_uuid: "", session_id: "0".repeat(36) });
  const asked = (model, more = {}) => ({
    model,
    max_tokens: 32000,
    system,
    tools,
    metadata: { user_id },
    betas,
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "<system-reminder>Today is Sunday.</system-reminder>" },
          { type: "text", text: question, ...cached },
        ],
      },
    ],
    ...more,
  });
  const textOf = ({ content }) => content.map((block) => (block.type === "text" ? block.text : "")).join("");

  async function ask({ max_tokens, metadata, ...counted }, more = {}) {
    const { input_tokens } = await client.beta.messages.countTokens(counted);
    if (!(input_tokens > 20)) throw new Error(`counted ${input_tokens} tokens`);
    return client.beta.messages.stream({ max_tokens, metadata, ...counted, ...more }).finalMessage();
  }

  async function loop(model, more) {
    const body = asked(model, more);
    const first = await ask(body);
    const call = first.content.find(({ type }) => type === "tool_use");
    const picture = { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" };
    const result = {
      type: "tool_result",
      tool_use_id: call.id,
      is_error: false,
      content: [
        { type: "text", text: sunny },
        { type: "image", source: picture },
      ],
      ...cached,
    };
    const reminder = { type: "text", text: "<system-reminder>Go on.</system-reminder>" };
    const turns = [
      { role: "assistant", content: first.content },
      { role: "user", content: [result, reminder] },
    ];
    return { text: textOf(await ask({ ...body, messages: [...body.messages, ...turns] })) };
  }

  const thinking = { thinking: { type: "enabled", budget_tokens: 31999 } };
  return {
    chat: async (model) => ({ text: textOf(await ask(asked(model, { tools: [] }))) }),
    async stream(model) {
      const { usage, ...message } = await ask(asked(model));
      return { text: textOf(message), total: usage.input_tokens + usage.output_tokens };
    },
    tools: (model) => loop(model),
    thinks_streamed: (model) => loop(model, thinking),
    async structured(model) {
      const output_config = { format: { type: "json_schema", schema: citySchema } };
      const message = await client.beta.messages.stream(asked(model, { tools: [], output_config })).finalMessage();
      return JSON.parse(textOf(message));
    },
    error: (model) => failureOf(() => client.beta.messages.stream(asked(model)).finalMessage()),
    abort: (model) =>
      abortAfterFirst(async (signal, got) => {
        for await (const event of client.beta.messages.stream(asked(model), { signal })) {
          if (event.type === "content_block_delta") got();
        }
      }),
  };
}
