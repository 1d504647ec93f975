import { join } from "node:path";
import { describe, inject, it } from "vitest";
import { expectMatrix, type MatrixClient, models } from "./client-matrix.ts";

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
  client("AI SDK, OpenAI", "ai-sdk.mjs", "openai"),
  client("AI SDK, OpenAI-compatible", "ai-sdk.mjs", "compatible"),
  client("LangChain", "langchain.mjs"),
  client("LlamaIndex", "llamaindex.mjs", "", { lacks: ["abort"] }),
  client("OpenAI Agents SDK", "agents.mjs"),
];

describe.skipIf(folder === "").each(clients)("$name", (given) => {
  it.each(models)("through %s: chat, stream, tools, structured output, errors, abort", (model) =>
    expectMatrix(given, model),
  );
});
