import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";

const script = resolve(import.meta.dirname, "../../fakes/start.ts");
let child: ChildProcess | undefined;
afterEach(() => void child?.kill("SIGKILL"));

/** Starts the fakes as `npm run fakes` does and reads what they ask to be exported. */
async function startFakes() {
  const started = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  child = started;
  const variables: Record<string, string> = {};
  for await (const line of createInterface({ input: started.stdout })) {
    const [, name, value] = /^export (\w+)=(\S+)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) variables[name] = value;
    if (line.startsWith("Ctrl-C")) break;
  }
  return { started, variables };
}

const words = { "content-type": "application/json" };
const asked = JSON.stringify({ model: "m", max_tokens: 5, messages: [{ role: "user", content: "Hi" }] });

describe("npm run fakes", () => {
  it("prints addresses that answer with the printed keys, and ends with Ctrl-C (a stale line leads nowhere)", async () => {
    const { started, variables } = await startFakes();
    const { LANGFUSE_HOST, LANGFUSE_PUBLIC_KEY, LANGFUSE_SECRET_KEY, OPENAI_BASE_URL, OPENAI_API_KEY } = variables;
    const basic = Buffer.from(`${LANGFUSE_PUBLIC_KEY}:${LANGFUSE_SECRET_KEY}`).toString("base64");
    const prompt = await fetch(`${LANGFUSE_HOST}/api/public/v2/prompts/test-chat-prompt`, {
      headers: { authorization: `Basic ${basic}` },
    });
    expect(await prompt.json()).toMatchObject({ name: "test-chat-prompt", type: "chat" });

    const answer = await fetch(`${OPENAI_BASE_URL}/chat/completions`, {
      method: "POST",
      headers: { ...words, authorization: `Bearer ${OPENAI_API_KEY}` },
      body: asked,
    });
    expect(await answer.json()).toMatchObject({ object: "chat.completion" });
    const other = await fetch(`${variables["ANTHROPIC_BASE_URL"]}/v1/messages`, {
      method: "POST",
      headers: { ...words, "x-api-key": variables["ANTHROPIC_API_KEY"] ?? "", "anthropic-version": "2023-06-01" },
      body: asked,
    });
    expect(await other.json()).toMatchObject({ type: "message" });

    const exited = once(started, "exit");
    started.kill("SIGINT");
    expect(await exited).toEqual([0, null]);
  });
});
