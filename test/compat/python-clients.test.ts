import { join } from "node:path";
import { describe, inject, it } from "vitest";
import { expectMatrix, type MatrixClient, models, thinking } from "./client-matrix.ts";
import type { PythonEnvironment } from "./environments.ts";

/** Python's clients, each unchanged, against the gateway. */
interface PythonClient extends Omit<MatrixClient, "file" | "args"> {
  environment: PythonEnvironment;
  program: string;
  mode?: string;
}

const clients: PythonClient[] = [
  { name: "openai 1", environment: "openai1", program: "openai_sdk" },
  { name: "openai 2", environment: "openai2", program: "openai_sdk" },
  { name: "openai 3", environment: "openai3", program: "openai_sdk" },
  { name: "openai 2, Responses", environment: "openai2", program: "openai_responses_sdk", thinks: thinking },
  { name: "openai 3, Responses", environment: "openai3", program: "openai_responses_sdk", thinks: thinking },
  { name: "anthropic", environment: "anthropic", program: "anthropic_sdk", thinks: thinking },
  { name: "langchain-openai", environment: "frameworks", program: "langchain_sdk" },
  { name: "pydantic-ai", environment: "frameworks", program: "pydantic_ai_sdk" },
  // It is for structured output alone.
  ...["JSON", "JSON_SCHEMA", "TOOLS"].map((mode) => ({
    name: `instructor, ${mode}`,
    environment: "frameworks" as const,
    program: "instructor_sdk",
    mode,
    lacks: ["chat", "stream", "tools", "abort"] as const,
    ...(mode === "TOOLS" ? { outputTool: "Place" } : {}),
  })),
  { name: "LiteLLM's SDK", environment: "litellm", program: "litellm_sdk" },
  { name: "LiteLLM's SDK, newest", environment: "litellm-newest", program: "litellm_sdk" },
];

const pythons = inject("pythons");
const folder = join(import.meta.dirname, "clients/python");

describe.each(clients)("$name", ({ environment, program, mode, ...more }) => {
  const file = pythons[environment];
  it.skipIf(file === "").each(models)("through %s: chat, stream, tools, structured output, errors, abort", (model) => {
    const args = [join(folder, `${program}.py`), ...(mode === undefined ? [] : [mode])];
    return expectMatrix({ ...more, file, args }, model);
  });
});
