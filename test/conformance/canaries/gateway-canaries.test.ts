import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runServe } from "../../../electron/hosts/gateway/serve.ts";
import { isProving } from "../../prove-scale.ts";
import { modes } from "./echo-modes.ts";
import { type EchoingServer, startEchoingServer } from "./echoing-server.ts";
import { canary, forms, leaksOf } from "./forms.ts";

/*
 * `promptscope serve` with a key in every slot a config has, before servers that repeat each key they get. Neither the
 * client's answers nor the log may have one (KEY-1, KEY-2). The log is the detailed one: it shows requests.
 */
const keys = Object.fromEntries(
  [
    ...[
      "literal",
      "variable",
      "claude",
      "own-variable",
      "of-list",
      "header",
      "header-variable",
      "anthropic-header",
      "azure",
      "groq",
    ],
    ...["langfuse", "langfuse-entry", "master", "openai-env", "mistral-env"],
  ].map((name) => [name, canary(name)]),
) as Record<string, string>;
const key = (name: string) => keys[name] ?? "";

/** Entries of which each sends another key. */
const models = {
  literal: ["literal"],
  variable: ["variable"],
  claude: ["claude"],
  "own-variable": ["own-variable"],
  "of-list": ["of-list"],
  headers: ["literal", "header", "header-variable"],
  "claude-headers": ["claude", "anthropic-header"],
  azure: ["azure"],
  groq: ["groq"],
  prompt: ["langfuse"],
  "prompt-of-entry": ["langfuse-entry"],
} satisfies Record<string, string[]>;
type Model = keyof typeof models;

let server: EchoingServer;
let url: string;
let stop: AbortController;
let served: Promise<number>;
let folder: string;
const log: string[] = [];

beforeAll(async () => {
  server = await startEchoingServer();
  folder = mkdtempSync(join(tmpdir(), "promptscope-canaries-"));
  const entry = (name: string, params: object) => ({ model_name: name, litellm_params: params });
  const base = { api_base: `${server.origin}/v1` };
  const config = {
    model_list: [
      entry("literal", { model: "openai/m", ...base, api_key: key("literal") }),
      entry("variable", { model: "openai/m", ...base, api_key: "os.environ/SOME_KEY" }),
      entry("claude", { model: "anthropic/claude-sonnet-4-5", api_base: server.origin, api_key: key("claude") }),
      entry("own-variable", { model: "openai/m", ...base, api_key: "os.environ/OWN_KEY" }),
      entry("of-list", { model: "openai/m", litellm_credential_name: "shared" }),
      entry("headers", {
        model: "openai/m",
        ...base,
        api_key: key("literal"),
        extra_headers: { "x-team-token": key("header"), "x-auth": "os.environ/HEADER_KEY" },
      }),
      entry("claude-headers", {
        model: "anthropic/claude-sonnet-4-5",
        api_base: server.origin,
        api_key: key("claude"),
        extra_headers: { "x-proxy-secret": key("anthropic-header") },
      }),
      entry("azure", { model: "azure/dep", api_base: server.origin, api_key: key("azure") }),
      entry("groq", { model: "groq/llama", ...base, api_key: key("groq") }),
      entry("prompt", { model: "langfuse/literal", prompt_id: "p" }),
      entry("prompt-of-entry", {
        model: "langfuse/literal",
        prompt_id: "p",
        langfuse_public_key: "pk-lf-entry",
        langfuse_secret: key("langfuse-entry"),
        langfuse_host: server.origin,
      }),
    ],
    credential_list: [{ credential_name: "shared", credential_values: { ...base, api_key: key("of-list") } }],
    environment_variables: { OWN_KEY: key("own-variable") },
    general_settings: { master_key: key("master") },
    litellm_settings: { num_retries: 0 },
  };
  writeFileSync(join(folder, "config.yaml"), JSON.stringify(config));
  ({ url, stop, served } = await serve("--detailed_debug"));
});
afterAll(async () => {
  stop.abort();
  await served;
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(flag: string): Promise<{ url: string; stop: AbortController; served: Promise<number> }> {
  const stopping = new AbortController();
  const listening = Promise.withResolvers<number>();
  const ending = runServe(["--config", join(folder, "config.yaml"), "--port", "0", flag, "--no-history"], {
    variables: {
      PROMPTSCOPE_HOME: join(folder, "profile"),
      SOME_KEY: key("variable"),
      HEADER_KEY: key("header-variable"),
      OPENAI_API_KEY: key("openai-env"),
      MISTRAL_API_KEY: key("mistral-env"),
      LANGFUSE_HOST: server.origin,
      LANGFUSE_PUBLIC_KEY: "pk-lf-canary",
      LANGFUSE_SECRET_KEY: key("langfuse"),
    },
    out: (text) => void log.push(text),
    err: (text) => void log.push(text),
    signal: stopping.signal,
    onListening: listening.resolve,
  });
  const ended = ending.then((code) => Promise.reject(new Error(`It ended with ${code}: ${log.join("\n")}`)));
  const port = await Promise.race([listening.promise, ended]);
  return { url: `http://127.0.0.1:${port}`, stop: stopping, served: ending };
}

/** Everything the client of one call can see. */
async function asked(model: string, stream: boolean, of = url): Promise<string> {
  try {
    const response = await fetch(`${of}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key("master")}` },
      body: JSON.stringify({ model, stream, messages: [{ role: "user", content: "hello" }] }),
    });
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    return `${response.status} ${response.statusText}\n${headers}\n\n${await response.text()}`;
  } catch (broken) {
    // A body that gives a key away and has begun can only be cut off.
    return `broken: ${String(broken)}`;
  }
}

/** Each mode with one form in the short test, in turn; every form with every mode when proving. */
function combinations(): [mode: string, form: string, model: Model, stream: boolean][] {
  const names = Object.keys(models) as Model[];
  const formNames = Object.keys(forms);
  return Object.keys(modes).flatMap((mode, index) => {
    const chosen = isProving ? formNames : [formNames[index % formNames.length] ?? "plain"];
    return chosen.flatMap((form, at) =>
      (isProving ? names : [names[index % names.length] ?? "literal", "literal" as const, "claude" as const]).flatMap(
        (model): [string, string, Model, boolean][] => [
          [mode, form, model, true],
          [mode, form, model, (index + at) % 2 === 0],
        ],
      ),
    );
  });
}

it("no client and no log hears a key, whatever a server makes of it", async () => {
  const leaks: string[] = [];
  const perModel = new Map<Model, number>();
  for (const [mode, form, model, stream] of combinations()) {
    server.behave(mode, forms[form] ?? String);
    log.length = 0;
    const answer = await asked(model, stream);
    perModel.set(model, (perModel.get(model) ?? 0) + 1);
    const where = `${mode}, ${form}, ${model}${stream ? ", streamed" : ""}`;
    leaks.push(...leaksOf(answer, keys).map((leak) => `client: ${where}: ${leak}\n${answer}`));
    leaks.push(...leaksOf(log.join("\n"), keys).map((leak) => `log: ${where}: ${leak}`));
  }
  if (isProving) {
    const calls = [...perModel.values()].reduce((sum, count) => sum + count, 0);
    const ways = Object.keys(modes).length * Object.keys(forms).length;
    console.log(`gateway: ${calls} calls, ${Object.keys(keys).length} keys, ${ways} ways: ${leaks.length} leaks`);
  }
  expect(leaks.slice(0, 5)).toEqual([]);
  expect(leaks).toHaveLength(0);
});

const figures = async (of: string) =>
  (await fetch(`${of}/metrics`, { headers: { authorization: `Bearer ${key("master")}` } })).text();

it("no figure of /metrics and no line of a log for programs has one", async () => {
  const json = await serve("--json_logs");
  const leaks: string[] = [];
  const names = Object.keys(models) as Model[];
  for (const [index, mode] of Object.keys(modes).entries()) {
    server.behave(mode, String);
    log.length = 0;
    await asked(names[index % names.length] ?? "literal", index % 2 === 0, json.url);
    leaks.push(...leaksOf(log.join("\n"), keys).map((leak) => `log: ${mode}: ${leak}`));
  }
  const told = await figures(json.url);
  json.stop.abort();
  await json.served;
  expect(told).toContain("literal");
  leaks.push(...leaksOf(told, keys), ...leaksOf(await figures(url), keys), ...leaksOf(log.join("\n"), keys));
  expect(leaks).toEqual([]);
});

it("every key has gone where it belongs, so that the test above cannot pass by sending nothing", async () => {
  server.behave("text, whole", () => "nothing");
  for (const model of Object.keys(models)) await asked(model, false);
  const sent = new Set(Object.values(models).flat());
  expect([...sent].filter((name) => !server.received.has(key(name)))).toEqual([]);
  // The client's key is for the gateway.
  expect(server.received).not.toContain(key("master"));
});

it("what the gateway says of itself has none", async () => {
  server.behave("401", String);
  const leaks: string[] = [];
  for (const path of ["/v1/models", "/model/info", "/health", "/health/readiness", "/nowhere"]) {
    const response = await fetch(`${url}${path}`, { headers: { "x-api-key": key("master") } });
    leaks.push(...leaksOf(await response.text(), keys).map((leak) => `${path}: ${leak}`));
  }
  const wrong = await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key("openai-env")}` } });
  leaks.push(...leaksOf(await wrong.text(), keys));
  const preview = await fetch(`${url}/utils/transform_request`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key("master")}` },
    body: JSON.stringify({ call_type: "completion", request_body: { model: "headers", messages: [] } }),
  });
  leaks.push(...leaksOf(await preview.text(), keys), ...leaksOf(log.join("\n"), keys));
  expect(leaks).toEqual([]);
});
