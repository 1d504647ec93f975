import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHistory } from "@engine/history/history.ts";
import { expect } from "vitest";
import { keepCalls } from "../../electron/hosts/gateway/keep-calls.ts";
import { type GatewayWorld, openWorld } from "../conformance/gateway/gateway-world.ts";
import type { FakeAnswer } from "../fakes/provider/answers.ts";
import { encryptedThought } from "../fakes/provider/response-answers.ts";
import { type LineProgram, startLineProgram } from "./line-program.ts";

/** One way to call the gateway: a client in the version of its environment. */
export interface MatrixClient {
  name: string;
  file: string;
  args: string[];
  /** What it cannot do at all, and why nobody can ask it to. */
  lacks?: readonly Scenario[];
  /** Of `thinking` it asks for these: its program keeps what it thought over two turns. */
  thinks?: readonly Thinking[];
  /** The tool a client makes of a structured output; without one it sends response_format. */
  outputTool?: string;
}

export const models = ["gpt", "claude", "reasoner", "prompt"] as const;
type Model = (typeof models)[number];
const scenarios = ["chat", "stream", "tools", "structured", "error", "abort"] as const;
/** Tools over two turns beside thoughts, whole and streamed. */
export const thinking = ["thinks", "thinks_streamed"] as const;
type Thinking = (typeof thinking)[number];
type Scenario = (typeof scenarios)[number] | Thinking;
/** What the second turn has to bring back, or the real API refuses it. */
const thoughts: Partial<Record<Model, RegExp>> = {
  claude: /"signature":"c2ln"/,
  // What OpenAI keeps itself may be named.
  reasoner: new RegExp(`${encryptedThought}|"item_reference","id":"rs_fake"`),
};

const config = `
model_list:
  - model_name: gpt
    litellm_params: {model: openai/gpt-4o, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}
  - model_name: claude
    litellm_params: {model: anthropic/claude-sonnet-4-5, api_key: os.environ/PROVIDER_KEY, api_base: ORIGIN}
  - model_name: reasoner
    litellm_params: {model: openai/responses/gpt-5.2, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}
  - model_name: prompt
    litellm_params: {model: langfuse/gpt, prompt_id: greet}
`;
const prompt = {
  name: "greet",
  prompt: [
    { role: "system", content: "You are the prompt." },
    // A prompt replaces what clients add to ask for JSON, and OpenAI wants the word where json_object is asked for.
    { role: "user", content: "Ask, and answer with JSON if told so." },
  ],
  labels: ["production"],
};
const city = '{"city":"Paris"}';
const hello = "Hello from the fake provider.";
const expected: Record<Scenario, object> = {
  chat: { text: hello },
  stream: { text: hello, total: 17 },
  tools: { text: "It is sunny." },
  thinks: { text: "It is sunny." },
  thinks_streamed: { text: "It is sunny." },
  structured: { city: "Paris" },
  error: { status: 422, told: true },
  abort: { aborted: true },
};

/** Every scenario of a client through one entry, with a history as `serve` has it, and what reached the provider. */
export async function expectMatrix(client: MatrixClient, model: Model): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-client-"));
  const history = await openHistory({ folder });
  await history.ready;
  await history.close();
  const keeper = keepCalls(folder, (problem) => {
    throw new Error(problem);
  });
  if (!keeper) throw new Error("There is no history.");
  const { follow, answers } = keeper;
  const world = await openWorld({ config, prompts: [prompt], follow, answers });
  const program = startLineProgram(client.file, client.args, { BASE_URL: `${world.url}/v1` });
  const asked: Scenario[] = [
    ...scenarios.filter((scenario) => !client.lacks?.includes(scenario)),
    ...(thoughts[model] === undefined ? [] : (client.thinks ?? [])),
  ];
  try {
    const results: Partial<Record<Scenario, object>> = {};
    for (const scenario of asked) results[scenario] = await run(world, program, client, scenario, model);
    expect(results).toEqual(Object.fromEntries(asked.map((scenario) => [scenario, expected[scenario]])));
  } finally {
    await program.close();
    await world.close();
    await keeper.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(world: GatewayWorld, program: LineProgram, client: MatrixClient, scenario: Scenario, model: Model) {
  const { provider } = world;
  const before = provider.requests.length;
  const toolCall = (name: string): FakeAnswer => ({ toolCalls: [{ id: "call_1", name, arguments: city }] });
  const thought = scenario === "thinks" || scenario === "thinks_streamed" ? thoughts[model] : undefined;
  if (scenario === "tools" || thought !== undefined) {
    const reasoning = thought === undefined ? {} : { reasoning: "Let me see." };
    provider.next(
      { kind: "answer", answer: { ...toolCall("weather"), ...reasoning } },
      { kind: "answer", answer: { text: "It is sunny." } },
    );
  }
  if (scenario === "structured") {
    const answer = client.outputTool === undefined ? { text: city } : toolCall(client.outputTool);
    provider.next({ kind: "answer", answer });
  }
  if (scenario === "error") provider.next({ kind: "status", status: 422, message: "temperature is too hot" });
  if (scenario === "abort") provider.next({ kind: "hang", after: 5 });
  const result = await program.ask<object>({ scenario, model });
  const sent = provider.requests.slice(before);
  if (scenario === "abort" && "aborted" in result) await sent[0]?.closed;
  if ((scenario === "tools" || thought !== undefined) && "text" in result) {
    expect(sent.map(({ body }) => body.includes("sunny"))).toEqual([false, true]);
    if (thought !== undefined) expect(sent[1]?.body).toMatch(thought);
  }
  for (const { body } of sent) expect(body.includes("You are the prompt.")).toBe(model === "prompt");
  return result;
}
