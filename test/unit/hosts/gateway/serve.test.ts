import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { runServe } from "../../../../electron/hosts/gateway/serve.ts";
import { type FakeLangfuse, startFakeLangfuse } from "../../../fakes/langfuse/fake-langfuse.ts";
import { type FakeProvider, startFakeProvider } from "../../../fakes/provider/fake-provider.ts";

const folder = mkdtempSync(join(tmpdir(), "promptscope-serve-"));
const configPath = join(folder, "config.yaml");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Serving {
  port: Promise<number>;
  code: Promise<number>;
  out: string[];
  err: string[];
  stop(): void;
}

function serve(argv: string[], variables: Record<string, string> = {}): Serving {
  const stop = new AbortController();
  const out: string[] = [];
  const err: string[] = [];
  const port = Promise.withResolvers<number>();
  const io = {
    // Not that of whoever runs the tests.
    variables: { PROMPTSCOPE_HOME: join(folder, "profile"), ...variables },
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    signal: stop.signal,
    onListening: port.resolve,
  };
  return { port: port.promise, code: runServe(argv, io), out, err, stop: () => stop.abort() };
}

async function ended(argv: string[]): Promise<Serving> {
  const serving = serve(argv);
  await serving.code;
  return serving;
}

describe("promptscope serve", () => {
  let provider: FakeProvider | undefined;
  let langfuse: FakeLangfuse | undefined;
  afterEach(async () => {
    await provider?.close();
    await langfuse?.close();
    provider = undefined;
    langfuse = undefined;
  });

  it("--json_logs makes every line of the log an object, a call's with the id its client got", async () => {
    provider = await startFakeProvider();
    const serving = serve(["--model", "gpt-4o", "--port", "0", "--json_logs"], {
      OPENAI_API_KEY: "sk-canary-0123456789abcd",
      OPENAI_BASE_URL: provider.baseUrl("openai"),
    });
    const response = await fetch(`http://127.0.0.1:${await serving.port}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "a\nb", messages: [{ role: "user", content: "hi" }] }),
    });
    await response.text();
    serving.stop();
    await serving.code;
    const lines = serving.out.map((line) => JSON.parse(line) as Record<string, unknown>);
    const call = lines.find(({ message }) => message === "call");
    expect(call).toMatchObject({ level: "INFO", model: "a\nb", outcome: "completed", status: 200 });
    expect(call?.["request_id"]).toBe(response.headers.get("x-litellm-call-id"));
    expect(lines.every(({ timestamp }) => !Number.isNaN(Date.parse(String(timestamp))))).toBe(true);
  });

  it("--model with --prompt_id answers whatever model the client names, and --detailed_debug shows a curl that is masked", async () => {
    provider = await startFakeProvider();
    langfuse = await startFakeLangfuse({
      prompts: [{ name: "greet", prompt: "Say 'hi' to {{who}}", labels: ["production"] }],
    });
    const serving = serve(["--model", "gpt-4o", "--prompt_id", "greet", "--port", "0", "--detailed_debug"], {
      OPENAI_API_KEY: "sk-canary-0123456789abcd",
      OPENAI_BASE_URL: provider.baseUrl("openai"),
      LANGFUSE_HOST: langfuse.url,
      LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
      LANGFUSE_SECRET_KEY: langfuse.secretKey,
    });
    const response = await fetch(`http://127.0.0.1:${await serving.port}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "anything-at-all", messages: [], prompt_variables: { who: "Ann" } }),
    });
    expect(response.status).toBe(200);
    serving.stop();
    expect(await serving.code).toBe(0);
    expect(provider.requests[0]?.json()).toEqual({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Say 'hi' to Ann" }],
    });
    const log = serving.out.join("\n");
    expect(log).toContain("POST Request Sent from Promptscope:");
    expect(log).toContain(`curl -X POST '${provider.baseUrl("openai")}/chat/completions'`);
    expect(log).toContain(String.raw`Say '\''hi'\'' to Ann`);
    expect(log).toContain("RESPONSE: 200");
    expect(log).toContain("No master key is set: any key is accepted");
    expect(log).toContain("sk-…abcd");
    expect(log).not.toMatch(/canary|sk-lf-test/);
  });

  it("--prompts names the folder of local/ models, in the place of the config's", async () => {
    provider = await startFakeProvider();
    const prompts = mkdtempSync(join(folder, "prompts-"));
    writeFileSync(join(prompts, "greet.prompt.yml"), "messages:\n  - role: user\n    content: Hi {{who}}\n");
    const variables = { OPENAI_API_KEY: "sk-0123456789abcd", OPENAI_BASE_URL: provider.baseUrl("openai") };
    writeFileSync(
      configPath,
      "model_list:\n  - {model_name: mine, litellm_params: {model: local/openai/gpt-4o-mini}}\nlitellm_settings: {global_prompt_directory: nowhere}\n",
    );
    const ways = [
      ["--config", configPath],
      ["--model", "local/openai/gpt-4o-mini", "--prompt_id", "greet"],
    ];
    for (const way of ways) {
      const serving = serve([...way, "--prompts", prompts, "--port", "0"], variables);
      const response = await fetch(`http://127.0.0.1:${await serving.port}/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model: "mine", prompt_id: "greet", messages: [], prompt_variables: { who: "Ann" } }),
      });
      expect(response.status).toBe(200);
      serving.stop();
      await serving.code;
      expect(provider.requests.at(-1)?.json()).toEqual({
        model: "gpt-4o-mini",
        messages: [{ role: "user", content: "Hi Ann" }],
      });
    }
  });

  it("requests that never become a call are in the log, and cannot break out of it (the ones one debugs)", async () => {
    provider = await startFakeProvider();
    const base = provider.baseUrl("openai");
    writeFileSync(
      configPath,
      `model_list:\n  - {model_name: a, litellm_params: {model: openai/gpt-4o, api_key: sk-0123456789, api_base: "${base}"}}\nlitellm_settings: {set_verbose: true}\n`,
    );
    const serving = serve(["--config", configPath, "--port", "0"]);
    const url = `http://127.0.0.1:${await serving.port}`;
    const post = (path: string, body: string, type = "application/json") =>
      fetch(`${url}${path}`, { method: "POST", headers: { "content-type": type }, body });
    const messages = [{ role: "user", content: "Hi" }];
    await post("/v1/chat/completions", "{");
    await post("/v1/chat/completions", JSON.stringify({ model: "a", messages, api_base: "http://127.0.0.1:9" }));
    await post("/v1/chat/completions", JSON.stringify({ model: "a", messages, prompt_variables: "x" }));
    await post("/v1/chat/completions", "{}", "text/plain");
    await post("/v1/%0Anowhere", "{}");
    expect(serving.out.filter((line) => line.startsWith("REFUSED"))).toEqual([
      "REFUSED 400: POST /v1/chat/completions: The body is not JSON.",
      expect.stringMatching(/^REFUSED 400: POST \/v1\/chat\/completions: api_base cannot be set by a request/),
      expect.stringMatching(/^REFUSED 400: .* prompt_variables must be an object/),
      expect.stringMatching(/^REFUSED 415: /),
      expect.stringMatching(/^REFUSED 404: POST \/v1\/%0Anowhere/),
    ]);
    expect(provider.requests).toHaveLength(0);
    // set_verbose of the config is --detailed_debug.
    await (await post("/v1/chat/completions", JSON.stringify({ model: "a", messages }))).text();
    expect(serving.out.join("\n")).toContain("POST Request Sent from Promptscope:");
    serving.stop();
    await serving.code;
  });

  it.each([
    [["--nonsense"], 2, "nonsense"],
    [[], 2, "--config config.yaml"],
    [["--config", "x.yaml", "--prompt_id", "p"], 2, "goes with --model"],
    [["config.yaml"], 2, "serve --config config.yaml"],
    [["--model", "gpt-4o", "more"], 2, "one word too many"],
    [["--model", "gpt-4o", "--port", "many"], 2, "is not a port number"],
    [["--config", join(folder, "nowhere.yaml")], 3, "is not there"],
    [["--model", "no-such-model"], 3, "No provider is known"],
    [["--model", "gpt-4o", "--host", "0.0.0.0"], 3, "needs general_settings.master_key"],
  ])("%j ends with %i and says why", async (argv, code, words) => {
    const serving = serve(argv);
    expect(await serving.code).toBe(code);
    expect(serving.err.join("\n")).toContain(words);
  });

  it("a --model that cannot be is told as what was typed, not as a line of a file nobody wrote", async () => {
    expect((await ended(["--model", "no-such-model"])).err).toEqual([
      "--model: error: No provider is known for the model “no-such-model”. Put the provider in front, for example openai/no-such-model.",
    ]);
    expect((await ended(["--model", "no-such-model", "--prompt_id", "p", "--host", "0.0.0.0"])).err[0]).toMatch(
      /^--model: warning: .* Name a provider, for example --model openai\/gpt-6-luna\.$/,
    );
  });

  it("all mistakes of a config at once, exit 3, nothing listens", async () => {
    writeFileSync(
      configPath,
      "model_list:\n  - model_name: a\n  - litellm_params: {model: nowhere, rpm: x}\ngeneral_settings: {masterkey: x}\n",
    );
    const serving = serve(["--config", configPath, "--port", "0"]);
    expect(await serving.code).toBe(3);
    expect(serving.err.map((line) => line.split(": ").slice(0, 2))).toEqual([
      ["config.yaml:2:5", "warning"],
      ["config.yaml:3:5", "warning"],
      ["config.yaml:3:43", "warning"],
      ["config.yaml:4:20", "error"],
    ]);
  });

  it("what cannot be served stops nothing else: it is told, not listed, and a call to it says why (exit 3 for all)", async () => {
    provider = await startFakeProvider();
    const good = `api_key: sk-0123456789, api_base: "${provider.baseUrl("openai")}"`;
    writeFileSync(
      configPath,
      `model_list:
  - {model_name: good, litellm_params: {model: openai/gpt-4o, ${good}}}
  - {model_name: b, litellm_params: {model: bedrock/anthropic.claude-v2}}
  - {model_name: t, litellm_params: {model: sagemaker/jumpstart-model}}
  - {model_name: p, litellm_params: {model: langfuse/good, prompt_id: x}}
  - {model_name: p, litellm_params: {model: langfuse/good, prompt_id: y}}
  - {model_name: rpm, litellm_params: {model: openai/gpt-4o, rpm: many}}
router_settings: {model_group_alias: {nick: good, lost: gone}, fallbacks: [{good: [absent]}]}
`,
    );
    const serving = serve(["--config", configPath, "--port", "0"]);
    const url = `http://127.0.0.1:${await serving.port}`;
    const ask = (model: string) =>
      fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model, messages: [{ role: "user", content: "Hi" }] }),
      });
    expect((await ask("good")).status).toBe(200);
    const refused = await ask("b");
    expect([refused.status, await refused.json()]).toEqual([
      400,
      {
        error: {
          message:
            "b stands in the gateway's config but is not served: LiteLLM serves bedrock/…; Promptscope does not yet.",
          type: "invalid_request_error",
          param: "model",
          code: "400",
        },
      },
    ]);
    expect((await ask("lost")).status).toBe(400);
    const { data } = (await (await fetch(`${url}/v1/models`)).json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toEqual(["good", "p", "nick"]);
    const info = JSON.stringify(await (await fetch(`${url}/model/info`)).json());
    expect(info).toContain("LiteLLM serves bedrock/…; Promptscope does not yet.");
    serving.stop();
    expect(await serving.code).toBe(0);
    const words = ["bedrock/…", "sagemaker/…", "p is already the name", "rpm must be", "gone", "absent"];
    for (const word of words) expect(serving.err.filter((line) => line.includes(word))).toHaveLength(1);
    expect(serving.out).toContain("    b (not served, see above)");
  });

  it.each([
    ["192.0.2.1", /^192\.0\.2\.1 is no address of this machine\. /],
    ["no-such-host.invalid", /^No address is known for the host no-such-host\.invalid\. /],
  ])("--host %s is explained, not shown as the system's error", async (host, words) => {
    writeFileSync(
      configPath,
      "model_list: [{model_name: a, litellm_params: {model: openai/gpt-4o}}]\ngeneral_settings: {master_key: sk-0123456789}\n",
    );
    const serving = await ended(["--config", configPath, "--host", host, "--port", "0"]);
    expect([await serving.code, serving.err]).toEqual([1, [expect.stringMatching(words)]]);
  });

  it("--client_messages append lets the client's messages follow the prompt, and says so at the start", async () => {
    provider = await startFakeProvider();
    langfuse = await startFakeLangfuse({ prompts: [{ name: "greet", prompt: "Be brief", labels: ["production"] }] });
    const words = ["--model", "gpt-4o", "--prompt_id", "greet", "--port", "0", "--client_messages", "append"];
    const serving = serve(words, {
      OPENAI_API_KEY: "sk-0123456789abcd",
      OPENAI_BASE_URL: provider.baseUrl("openai"),
      LANGFUSE_HOST: langfuse.url,
      LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
      LANGFUSE_SECRET_KEY: langfuse.secretKey,
    });
    const user = { role: "user", content: "Hi" };
    await fetch(`http://127.0.0.1:${await serving.port}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "x", messages: [user] }),
    });
    serving.stop();
    await serving.code;
    expect(provider.requests[0]?.json()["messages"]).toEqual([{ role: "system", content: "Be brief" }, user]);
    expect(serving.out).toContain("With a prompt, the client's messages follow it, as in LiteLLM from 1.57.7 on.");
  });

  it("a taken port is said in one line, exit 1", async () => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => squatter.once("listening", resolve));
    const { port } = squatter.address() as { port: number };
    const serving = serve(["--model", "gpt-4o", "--port", String(port)]);
    expect(await serving.code).toBe(1);
    expect(serving.err).toEqual([
      `Port ${port} is taken by another program. Choose another with --port, or 0 for any.`,
    ]);
    squatter.close();
  });
});
