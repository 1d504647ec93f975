import type { ChildProcess } from "node:child_process";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hasCurl } from "../fakes/curl-stand-in.ts";
import { startFakeLangfuse } from "../fakes/langfuse/fake-langfuse.ts";
import { type CommandLine, openCommandLine, providerKey } from "./command-line.ts";

/**
 * The page of LiteLLM's documentation about Langfuse prompts, its blocks run as they stand there but for keys and hosts
 * (`test/fixtures/litellm/documented-page.md`): who follows that page with our gateway gets what it promises. Needs a
 * build.
 */
const page = resolve(import.meta.dirname, "../fixtures/litellm/documented-page.md");
const documented = "http://0.0.0.0:4000";
const promptId = "<langfuse_prompt_id>";
const template = [
  { role: "system", content: "You are a helpful assistant." },
  { role: "user", content: "Say: {{key}}" },
];
const filled = [template[0], { role: "user", content: "Say: this is used" }];

let cli: CommandLine;
let blocks: Map<string, string>;
let address: string;
let said: string;
let serving: ChildProcess | undefined;

beforeEach(async () => {
  const text = await readFile(page, "utf8");
  const marked = text.matchAll(/<!-- page:([\w-]+) -->\n```\w*\n([\s\S]*?)```/g);
  blocks = new Map([...marked].map(([, name = "", code = ""]) => [name, code]));
  cli = await openCommandLine({ prompts: [{ name: promptId, prompt: template, labels: ["production"] }] });
  said = "";
});

afterEach(async () => {
  serving?.kill("SIGTERM");
  serving = undefined;
  await cli.close();
});

/** A block of the page with a free port in place of its 4000. */
function block(name: string): string {
  const code = blocks.get(name);
  if (code === undefined) throw new Error(`The page has no block ${name}.`);
  return address === undefined ? code : code.replaceAll(documented, address);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  await new Promise<void>((closed) => server.close(() => closed()));
  return port;
}

/** Starts the gateway with the words of the page, `serve` in place of the program's name. */
async function start(config: string, more: Record<string, string> = {}): Promise<void> {
  const path = join(cli.profile, "config.yaml");
  await writeFile(path, config);
  const port = await freePort();
  address = `http://0.0.0.0:${port}`;
  const words = block("start").trim().split(" ").slice(1);
  const given = words.map((word) => (word === "config.yaml" ? path : word));
  const { child } = cli.start(["serve", ...given, "--port", String(port)], {
    variables: { ...cli.variables, ...more },
  });
  serving = child;
  const take = (chunk: Buffer) => {
    said += chunk.toString();
  };
  child.stdout?.on("data", take);
  child.stderr?.on("data", take);
  await vi.waitUntil(() => child.exitCode !== null || said.includes(`:${port}`), { timeout: 60_000 });
  // Of its own config the page's key in the prompt's entry is warned of, which is right; nothing is an error.
  expect(said).not.toContain("error");
}

/** The page's example for OpenAI's client, which in JavaScript has the same options in its own spelling. */
async function askAsThePage(model = "gpt-3.5-turbo"): Promise<string | null | undefined> {
  const python = block("openai-python");
  const baseURL = /base_url="([^"]+)"/.exec(python)?.[1];
  const client = new OpenAI({ apiKey: "anything", ...(baseURL === undefined ? {} : { baseURL }), maxRetries: 0 });
  expect(python).toContain(`model="gpt-3.5-turbo"`);
  const answer = await client.chat.completions.create({
    model,
    messages: [{ role: "user", content: "this is a test request, write a short poem" }],
    // Python's extra_body puts its keys at the top of the body.
    ...{ prompt_variables: { key: "this is used" } },
  });
  return answer.choices[0]?.message.content;
}

describe("LiteLLM's page about Langfuse prompts, word for word", () => {
  it.skipIf(!hasCurl())("its config, its start, its curl, its log", async () => {
    await start(block("config"));
    const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", block("curl")]);
    expect(JSON.parse(stdout)).toMatchObject({
      model: "my-langfuse-model",
      choices: [{ message: { content: "Hello from the fake provider." } }],
    });
    const [received, ...more] = cli.provider.requests;
    expect([received?.json(), more]).toEqual([{ model: "gpt-3.5-turbo", messages: filled }, []]);
    expect(received?.header("authorization")).toBe(`Bearer ${providerKey}`);
    // The log may come a moment after the answer. It has the page's lines, with a whole address and a body that runs.
    await vi.waitUntil(() => said.includes("RESPONSE:"), { timeout: 20_000 });
    const [heading = "", command = ""] = block("log").split("\n");
    const at = said.indexOf(heading.replace("LiteLLM", "Promptscope"));
    expect(at).toBeGreaterThanOrEqual(0);
    const log = said.slice(said.indexOf("\n", at) + 1);
    expect(log.startsWith(command.replace(" \\", ""))).toBe(true);
    expect(log).toContain(`${cli.provider.baseUrl("openai")}/chat/completions`);
    expect(log).toContain(JSON.stringify({ model: "gpt-3.5-turbo", messages: filled }));
    expect(said).not.toContain(providerKey);
  });

  it("its example for OpenAI's client, at its address without /v1", async () => {
    await start(block("model-on-litellm"));
    expect(await askAsThePage()).toBe("Hello from the fake provider.");
    expect(cli.provider.requests.map((request) => request.json())).toEqual([
      { model: "gpt-3.5-turbo", messages: filled },
    ]);
  });

  it("its other model, langfuse/anthropic/claude-3-5-sonnet", async () => {
    const config = block("model-on-litellm")
      .replace(/langfuse\/gpt-3\.5-turbo # OR /, "")
      .replace("OPENAI", "ANTHROPIC");
    await start(config);
    expect(await askAsThePage()).toBe("Hello from the fake provider.");
    const [received] = cli.provider.requests;
    expect(received?.path).toBe("/v1/messages");
    expect(received?.json()).toMatchObject({ model: "claude-3-5-sonnet", messages: [{ role: "user" }] });
  });

  it("the model set in Langfuse names an entry, and that one answers", async () => {
    cli.langfuse.prompts.add({
      name: promptId,
      prompt: template,
      labels: ["production"],
      config: { model: "gpt-3.5-turbo" },
    });
    const azure = block("model-in-langfuse").replace("model_list:\n", "");
    await start(block("config") + azure, { AZURE_API_KEY: "k-azure", AZURE_API_BASE: cli.provider.baseUrl("azure") });
    expect(await askAsThePage("my-langfuse-model")).toBe("Hello from the fake provider.");
    expect(cli.provider.requests.map(({ path }) => path.split("?")[0])).toEqual([
      "/openai/deployments/chatgpt-v-2/chat/completions",
    ]);
    expect(cli.provider.requests[0]?.json()["messages"]).toEqual(filled);
  });

  it.each(["langfuse_secret", "langfuse_secret_key"])(
    "every parameter of its API reference in an entry, the secret as %s: another project's prompt is used",
    async (secret) => {
      const other = await startFakeLangfuse({ publicKey: "pk-lf-other", secretKey: "sk-lf-other" });
      other.prompts.add({ name: "greet", prompt: "Bonjour {{key}} de {{city}}", labels: [] });
      other.prompts.add({ name: "greet", prompt: "a newer version", labels: ["production"] });
      const values: Record<string, string> = {
        prompt_id: "greet",
        prompt_variables: "{key: monde, city: Paris}",
        prompt_version: "1",
        langfuse_public_key: "pk-lf-other",
        [secret]: "os.environ/OTHER_SECRET",
        langfuse_host: other.url,
      };
      const documentedNames = [...block("parameters").matchAll(/^(\w+):/gm)].map(([, name = ""]) => name);
      const lines = documentedNames.filter((name) => name in values).map((name) => `      ${name}: ${values[name]}\n`);
      expect(lines).toHaveLength(6);
      const entry = "  - model_name: another\n    litellm_params:\n      model: langfuse/openai-model\n";
      try {
        await start(block("config") + entry + lines.join(""), { OTHER_SECRET: "sk-lf-other" });
        const client = new OpenAI({ apiKey: "anything", baseURL: address, maxRetries: 0 });
        await client.chat.completions.create({ model: "another", messages: [] });
        expect(cli.provider.requests[0]?.json()["messages"]).toEqual([
          { role: "user", content: "Bonjour monde de Paris" },
        ]);
        expect(cli.langfuse.requests).toEqual([]);
      } finally {
        await other.close();
      }
    },
  );
});
