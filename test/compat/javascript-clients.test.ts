import { join } from "node:path";
import { describe, inject, it } from "vitest";
import { expectMatrix, type MatrixClient, models, thinking } from "./client-matrix.ts";

/** JavaScript's clients of `clients/package.json`, each unchanged, against the gateway. */
const folder = inject("clientFolder");
const runner = join(folder, "run-client.mjs");
const client = (name: string, file: string, variant = "", more: Partial<MatrixClient> = {}): MatrixClient => ({
  name,
  file: process.execPath,
  args: [runner, file, variant],
  ...more,
});

const clients = [
  client("openai 4", "openai.mjs", "openai4"),
  client("openai 5", "openai.mjs", "openai5"),
  client("openai 6", "openai.mjs", "openai6"),
  client("openai 7", "openai.mjs", "openai7"),
  client("openai 6, Responses", "openai-responses.mjs", "openai6", { thinks: thinking }),
  client("openai 7, Responses", "openai-responses.mjs", "openai7", { thinks: thinking }),
  client("AI SDK, OpenAI’s default (Responses)", "ai-sdk.mjs", "responses", { thinks: thinking }),
  client("AI SDK, Anthropic", "ai-sdk.mjs", "anthropic", { thinks: thinking }),
  client("AI SDK, OpenAI", "ai-sdk.mjs", "openai"),
  client("AI SDK, OpenAI-compatible", "ai-sdk.mjs", "compatible"),
  client("LangChain", "langchain.mjs"),
  client("LlamaIndex", "llamaindex.mjs", "", { lacks: ["abort"] }),
  client("OpenAI Agents SDK, chat completions", "agents.mjs", "chat"),
  client("OpenAI Agents SDK (Responses)", "agents.mjs", "", { thinks: thinking }),
  client("Anthropic SDK", "anthropic.mjs", "", { thinks: thinking }),
  client("an agent that writes code", "coding-agent.mjs", "", { thinks: ["thinks_streamed"] }),
];

describe.skipIf(folder === "").each(clients)("$name", (given) => {
  it.each(models)("through %s: chat, stream, tools, structured output, errors, abort", (model) =>
    expectMatrix(given, model),
  );
});
