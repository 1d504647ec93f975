import type { JsonObject } from "@shared/domain/json/json.ts";

export interface SnippetInput {
  /** `http://127.0.0.1:4000`. */
  address: string;
  model: string;
  /** Null for a model without a prompt. */
  variables: JsonObject | null;
  masterKey: boolean;
}

export interface Snippet {
  id: "curl" | "python" | "typescript";
  label: string;
  text: string;
}

/** How programs call the gateway: LiteLLM's documented ways, with this gateway's address and model. */
export function snippets({ address, model, variables, masterKey }: SnippetInput): Snippet[] {
  const content = variables ? "ignored: the prompt replaces it" : "Hello";
  const messages = [{ role: "user", content }];
  const body = JSON.stringify({ model, messages, ...(variables ? { prompt_variables: variables } : {}) }, null, 2);
  // With a prompt none are needed.
  const listed = variables ? "[]" : JSON.stringify(messages);
  const key = masterKey ? "$LITELLM_MASTER_KEY" : "sk-anything";
  const python = masterKey ? 'os.environ["LITELLM_MASTER_KEY"]' : '"sk-anything"';
  const typescript = masterKey ? "env.LITELLM_MASTER_KEY" : '"sk-anything"';
  const imported = [...(masterKey ? ["import os"] : []), ...(variables ? ["import json"] : [])];
  const imports = imported.length > 0 ? `${imported.join("\n")}\n\n` : "";
  return [
    {
      id: "curl",
      label: "curl",
      text: `curl ${address}/v1/chat/completions \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '${body.replaceAll("'", `'\\''`)}'
`,
    },
    {
      id: "python",
      label: "Python",
      text: `${imports}from openai import OpenAI

client = OpenAI(base_url=${JSON.stringify(`${address}/v1`)}, api_key=${python})
answer = client.chat.completions.create(
    model=${JSON.stringify(model)},
    messages=${listed},${variables ? `\n    extra_body={"prompt_variables": json.loads(${pythonText(JSON.stringify(variables))})},` : ""}
)
print(answer.choices[0].message.content)
`,
    },
    {
      id: "typescript",
      label: "TypeScript",
      text: `${masterKey ? 'import { env } from "node:process";\n' : ""}import OpenAI from "openai";

const client = new OpenAI({ baseURL: ${JSON.stringify(`${address}/v1`)}, apiKey: ${typescript} });
const answer = await client.chat.completions.create({
  model: ${JSON.stringify(model)},
  messages: ${listed},${variables ? `\n  ...{ prompt_variables: ${JSON.stringify(variables)} },` : ""}
});
console.log(answer.choices[0]?.message.content);
`,
    },
  ];
}

/** JSON's escapes mean the same in a Python string. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}
