import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { completion } from "../../../electron/hosts/package/completion.ts";
import { PromptscopeError } from "../../../electron/hosts/package/promptscope-error.ts";
import type { CompletionOptions, CompletionWarning } from "../../../electron/hosts/package/types.ts";
import { type LibraryBench, openLibraryBench } from "./open-package.ts";

let bench: LibraryBench;
beforeAll(async () => {
  bench = await openLibraryBench({
    prompts: [{ name: "greet", prompt: "Hello {{name}}", labels: ["production"] }],
  });
});
afterAll(() => bench.close());
afterEach(() => vi.unstubAllEnvs());
beforeEach(() => {
  for (const [name, value] of Object.entries(bench.environment)) vi.stubEnv(name, value);
});

const messages = [{ role: "user", content: "Hi" }];
const silent = { onWarning: () => undefined };

async function failureOf(options: CompletionOptions): Promise<PromptscopeError> {
  try {
    await completion(options);
  } catch (error) {
    if (error instanceof PromptscopeError) return error;
    throw error;
  }
  throw new Error("The call did not fail.");
}

describe("a whole answer", () => {
  it("of an OpenAI server keeps every field and every choice of the server", async () => {
    const own = {
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 1,
      model: "gpt-4o-2024-08-06",
      system_fingerprint: "fp_1",
      choices: [
        { index: 0, message: { role: "assistant", content: "a", annotations: [] }, finish_reason: "stop" },
        { index: 1, message: { role: "assistant", content: "b" }, finish_reason: "length" },
      ],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, own_figure: 4 },
    };
    bench.provider.next({ kind: "raw", body: JSON.stringify(own) });
    expect(await completion({ model: "gpt-4o", messages, n: 2 })).toEqual(own);
  });

  it("of Anthropic is translated: text, thoughts, tool calls, finish reason and token counts", async () => {
    bench.provider.next({
      kind: "answer",
      answer: {
        text: "Let me look.",
        reasoning: "Hm.",
        toolCalls: [{ id: "toolu_1", name: "weather", arguments: '{"city":"Ulm"}' }],
        usage: { input: 20, output: 9, cached: 8 },
        model: "claude-3-5-sonnet-20240620",
      },
    });
    const answer = await completion({ model: "anthropic/claude-3-5-sonnet-20240620", messages });
    expect(answer).toEqual({
      id: "msg_fake",
      object: "chat.completion",
      created: expect.any(Number),
      model: "claude-3-5-sonnet-20240620",
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: "Let me look.",
            refusal: null,
            reasoning_content: "Hm.",
            thinking_blocks: [{ type: "thinking", thinking: "Hm.", signature: "c2ln" }],
            tool_calls: [
              { id: "toolu_1", type: "function", function: { name: "weather", arguments: '{"city":"Ulm"}' } },
            ],
          },
          finish_reason: "tool_calls",
          logprobs: null,
        },
      ],
      usage: { prompt_tokens: 20, completion_tokens: 9, total_tokens: 29, prompt_tokens_details: { cached_tokens: 8 } },
    });
  });

  it("of Azure comes over its address, with the api_version of the call", async () => {
    const request = await bench.sentBy(() =>
      completion({ model: "azure/my-deployment", messages, api_version: "2024-06-01" }),
    );
    expect(request?.path).toBe("/openai/deployments/my-deployment/chat/completions?api-version=2024-06-01");
  });

  it("langfuse/anthropic/… fills the prompt and goes to Anthropic in its own form", async () => {
    const request = await bench.sentBy(() =>
      completion({ model: "langfuse/anthropic/claude-x", prompt_id: "greet", prompt_variables: { name: "Ada" } }),
    );
    expect(request?.path).toBe("/v1/messages");
    expect(request?.json()).toMatchObject({ model: "claude-x", max_tokens: 4096 });
    expect(request?.body).toContain("Hello Ada");
  });
});

it("a custom tool's call in the history goes to OpenAI as it is", async () => {
  const call = { id: "c1", type: "custom" as const, custom: { name: "sql", input: "select 1" } };
  const history = [...messages, { role: "assistant", content: null, tool_calls: [call] }];
  const result = { role: "tool", tool_call_id: "c1", content: "1" };
  const request = await bench.sentBy(() => completion({ model: "gpt-4o", messages: [...history, result] }));
  expect(request?.json()).toMatchObject({ messages: [{}, { tool_calls: [call] }, result] });
});

describe("errors", () => {
  it.each([false, true])(
    "a refused call rejects with the provider's words, status and id, stream %s",
    async (stream) => {
      bench.provider.next({ kind: "status", status: 400, message: "Unknown argument" });
      const error = await failureOf({ model: "gpt-4o", messages, stream });
      expect(error).toMatchObject({
        name: "PromptscopeError",
        status: 400,
        code: "provider_rejected",
        stage: "provider",
        provider: "openai",
        requestId: "req_fake_1",
      });
      expect(error.message).toContain("Unknown argument");
    },
  );

  it.each([false, true])("says when to ask again and how much is left, stream %s", async (stream) => {
    const headers = {
      "retry-after": "120",
      "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-reset-requests": "2m0s",
      "set-cookie": "a=b",
      "openai-organization": "org-of-somebody",
    };
    bench.provider.next({ kind: "status", status: 429, headers });
    const error = await failureOf({ model: "gpt-4o", messages, stream });
    expect(error).toMatchObject({ status: 429, retryAfterMs: 120_000, requestId: "req_fake_1" });
    const { "set-cookie": _, "openai-organization": __, ...told } = headers;
    expect(error.headers).toEqual({ ...told, "x-request-id": "req_fake_1" });
  });

  it("a failure inside an answer of 200 has its id and limits too; one before any answer has none", async () => {
    const headers = { "x-request-id": "req_of_200", "x-ratelimit-remaining-tokens": "7" };
    bench.provider.next({ kind: "raw", headers, body: '{"error":{"message":"No more.","code":429}}' });
    const failed = await failureOf({ model: "gpt-4o", messages });
    expect(failed).toMatchObject({ code: "provider_error", requestId: "req_of_200", headers });
    expect((await failureOf({ model: "my-model", messages })).headers).toEqual({});
  });

  it("a key the server echoes is not in the error", async () => {
    const key = bench.environment["OPENAI_API_KEY"] ?? "";
    bench.provider.next({ kind: "status", status: 401, message: `Incorrect API key provided: ${key}` });
    const error = await failureOf({ model: "gpt-4o", messages });
    expect(error.message).toContain("Incorrect API key");
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain(key);
  });

  it.each<[string, object, object]>([
    ["a model nobody serves", { model: "my-model" }, { code: "model_unknown", status: 400 }],
    [
      "no model",
      { model: undefined },
      { code: "invalid_input", status: 400, message: expect.stringMatching(/^model must be the name/) },
    ],
    [
      "messages that are none",
      { model: "gpt-4o", messages: "Hi" },
      { message: "messages must be a list of messages." },
    ],
    [
      "a message without a role",
      { model: "gpt-4o", messages: [messages[0], { content: "x" }] },
      { message: expect.stringMatching(/^role of messages\[1\] /) },
    ],
    [
      "a version that is no number",
      { model: "langfuse/x", prompt_id: "greet", prompt_version: "latest" },
      { status: 400, message: "prompt_version must be a whole number, 1 or more." },
    ],
    [
      "a mode there is not",
      { model: "gpt-4o", client_messages: "both" },
      { message: "client_messages is replace or append." },
    ],
    [
      "a label that is no text",
      { model: "langfuse/x", prompt_id: "greet", prompt_label: 7 },
      { message: expect.stringMatching(/^prompt_label must/) },
    ],
    ["no key for a known provider", { model: "groq/llama" }, { code: "credential_missing", provider: "groq" }],
    ["variables that are a list", { model: "gpt-4o", prompt_variables: ["x"] }, { code: "invalid_input" }],
    ["a variable JSON cannot hold", { model: "gpt-4o", prompt_variables: { n: 1n } }, { code: "invalid_input" }],
    ["an unset os.environ/ name", { model: "gpt-4o", api_key: "os.environ/NOT_SET" }, { code: "credential_missing" }],
    [
      "a Langfuse host without keys",
      { model: "langfuse/x", prompt_id: "greet", langfuse_host: "http://h" },
      { code: "langfuse_not_configured" },
    ],
  ])("%s is told before anything is sent", async (_name, options, expected) => {
    const before = bench.provider.requests.length;
    const error = await failureOf(Object.assign({ model: "", messages, ...silent }, options));
    expect(error).toMatchObject(expected);
    expect(bench.provider.requests.length).toBe(before);
  });

  it("a signal that has aborted sends nothing; its reason is the cause", async () => {
    const before = bench.provider.requests.length;
    const reason = new Error("no time");
    const error = await failureOf({ model: "gpt-4o", messages, signal: AbortSignal.abort(reason) });
    expect(error).toMatchObject({ code: "cancelled", cause: reason });
    expect(bench.provider.requests.length).toBe(before);
  });

  it("aborting a call that waits closes its connection", async () => {
    const index = bench.provider.requests.length;
    bench.provider.next({ kind: "hang_before_headers" });
    const controller = new AbortController();
    const failing = failureOf({ model: "gpt-4o", messages, signal: controller.signal });
    const request = await bench.provider.request(index);
    controller.abort();
    expect(await failing).toMatchObject({ code: "cancelled" });
    await request.closed;
  });
});

describe("credentials and callers", () => {
  it("os.environ/NAME is read when the call is made", async () => {
    vi.stubEnv("TEAM_KEY", "sk-canary-of-the-team-11aa");
    const request = await bench.sentBy(() => completion({ model: "gpt-4o", messages, api_key: "os.environ/TEAM_KEY" }));
    expect(request?.header("authorization")).toBe("Bearer sk-canary-of-the-team-11aa");
  });

  it("a variable set after the first call counts for the next", async () => {
    await completion({ model: "gpt-4o", messages });
    vi.stubEnv("OPENAI_API_KEY", "sk-canary-rotated-22bb");
    const request = await bench.sentBy(() => completion({ model: "gpt-4o", messages }));
    expect(request?.header("authorization")).toBe("Bearer sk-canary-rotated-22bb");
  });

  it("a base URL of the call never gets the key of the environment", async () => {
    const request = await bench.sentBy(() =>
      completion({ model: "ollama/llama3", messages, api_base: bench.provider.baseUrl("openai") }),
    );
    expect(request?.headers.map(([, value]) => value).join()).not.toContain("canary");
    const error = await failureOf({ model: "gpt-4o", messages, api_base: bench.provider.baseUrl("openai") });
    expect(error).toMatchObject({ code: "credential_missing", status: 401, provider: "openai" });
  });

  it("concurrent callers share nothing: keys, prompts and answers stay with their call", async () => {
    const other = await openLibraryBench({
      prompts: [{ name: "greet", prompt: "Servus {{name}}", labels: ["production"] }],
      publicKey: bench.langfuse.publicKey,
      secretKey: "sk-lf-test-other",
    });
    try {
      const caller = (side: LibraryBench, index: number) =>
        completion({
          model: "langfuse/gpt-4o",
          prompt_id: "greet",
          prompt_variables: { name: `n${index}` },
          ...side.credentials,
          api_key: `sk-canary-caller-${index}`,
          api_base: side.provider.baseUrl("openai"),
        });
      const before = bench.provider.requests.length;
      await Promise.all(Array.from({ length: 20 }, (_, index) => caller(index % 2 === 0 ? bench : other, index)));
      const received = (side: LibraryBench, from = 0) =>
        side.provider.requests.slice(from).map((request) => {
          const [message] = request.json()["messages"] as { content: string }[];
          return `${request.header("authorization")} ${message?.content}`;
        });
      const expected = (odd: number, word: string) =>
        Array.from({ length: 10 }, (_, half) => half * 2 + odd).map(
          (n) => `Bearer sk-canary-caller-${n} ${word} n${n}`,
        );
      expect(received(bench, before).toSorted()).toEqual(expected(0, "Hello").toSorted());
      expect(received(other).toSorted()).toEqual(expected(1, "Servus").toSorted());
    } finally {
      await other.close();
    }
  });
});

describe("parameters, warnings and the debug log", () => {
  it("parameters and extra_body reach the body; unset ones do not", async () => {
    const noArguments = { type: "object", properties: {} };
    bench.provider.takesMore({ fields: ["custom"] });
    const request = await bench.sentBy(() =>
      completion({
        model: "gpt-4o",
        messages,
        temperature: 0.2,
        top_p: undefined,
        seed: null,
        tools: [{ type: "function", function: { name: "f", description: undefined, parameters: noArguments } }],
        extra_body: { custom: { a: 1 } },
      }),
    );
    expect(request?.json()).toEqual({
      model: "gpt-4o",
      messages,
      temperature: 0.2,
      tools: [{ type: "function", function: { name: "f", parameters: noArguments } }],
      custom: { a: 1 },
    });
  });

  it("a warning goes to stderr once, and never again for the same text", async () => {
    const emitted = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    for (let call = 0; call < 3; call += 1) await completion({ model: "gpt-4o", prompt_id: "unused", messages });
    expect(emitted.mock.calls.filter(([text]) => String(text).includes("“unused”"))).toHaveLength(1);
    emitted.mockRestore();
  });

  it("onWarning gets every warning of every call, and stderr nothing", async () => {
    const emitted = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const warnings: CompletionWarning[] = [];
    for (let call = 0; call < 2; call += 1) {
      await completion({ model: "gpt-4o", prompt_id: "x", messages, onWarning: (warning) => warnings.push(warning) });
    }
    expect(warnings.map(({ code }) => code)).toEqual(["prompt_not_used", "prompt_not_used"]);
    expect(emitted).not.toHaveBeenCalled();
    emitted.mockRestore();
  });

  it("set_verbose prints LiteLLM's log with our name and a masked key", async () => {
    const written: string[] = [];
    const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
    await completion({ model: "gpt-4o", messages, set_verbose: true });
    write.mockRestore();
    const log = written.join("");
    expect(log).toContain("POST Request Sent from Promptscope:\ncurl -X POST ");
    expect(log).toContain(`${bench.provider.baseUrl("openai")}/chat/completions`);
    expect(log).not.toContain(bench.environment["OPENAI_API_KEY"]);
  });
});
