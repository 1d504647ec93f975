import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runServe } from "../../../../electron/hosts/gateway/serve.ts";
import { type FakeLangfuse, startFakeLangfuse } from "../../../fakes/langfuse/fake-langfuse.ts";
import { type FakeProvider, startFakeProvider } from "../../../fakes/provider/fake-provider.ts";

/* Whatever a client, a prompt or a provider says, the operator's terminal shows text: no line of theirs, no control. */
const evil =
  "x\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egnp\u2066\rListening on http://evil\nListening on http://evil\u0085";

let provider: FakeProvider;
let langfuse: FakeLangfuse;
let url: string;
let stop: AbortController;
let served: Promise<number>;
const folder = mkdtempSync(join(tmpdir(), "promptscope-log-"));
const log: string[] = [];

beforeAll(async () => {
  provider = await startFakeProvider();
  const prompts = [
    { name: "by-config", prompt: "hi {{who}}", config: { model: `openai/${evil}` }, labels: ["production"] },
    { name: evil, prompt: "hi", labels: ["production"] },
  ];
  langfuse = await startFakeLangfuse({ prompts });
  const base = { api_base: provider.baseUrl("openai"), api_key: "sk-0123456789abcdef" };
  const config = {
    model_list: [
      { model_name: "*", litellm_params: { model: "openai/*", ...base } },
      { model_name: "p", litellm_params: { model: "langfuse/m", prompt_id: "by-config" } },
    ],
  };
  writeFileSync(join(folder, "config.yaml"), JSON.stringify(config));
  stop = new AbortController();
  const port = Promise.withResolvers<number>();
  served = runServe(["--config", join(folder, "config.yaml"), "--port", "0", "--detailed_debug", "--no-history"], {
    variables: {
      PROMPTSCOPE_HOME: join(folder, "profile"),
      LANGFUSE_HOST: langfuse.url,
      LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
      LANGFUSE_SECRET_KEY: langfuse.secretKey,
    },
    out: (text) => void log.push(text),
    err: (text) => void log.push(text),
    signal: stop.signal,
    onListening: port.resolve,
  });
  url = `http://127.0.0.1:${await port.promise}`;
  log.length = 0;
});
afterAll(async () => {
  stop.abort();
  await served;
  await provider.close();
  await langfuse.close();
  rmSync(folder, { recursive: true, force: true });
});

const messages = [{ role: "user", content: evil }];
const ways: [name: string, path: string, body: object][] = [
  ["the model", "/v1/chat/completions", { model: evil, messages }],
  ["the model in the path", `/openai/deployments/${encodeURIComponent(evil)}/chat/completions`, { messages }],
  ["a path nobody serves", `/${encodeURIComponent(evil)}`, {}],
  ["prompt_id", "/v1/chat/completions", { model: "p", messages, prompt_id: evil }],
  ["prompt_label", "/v1/chat/completions", { model: "p", messages, prompt_label: evil }],
  ["a variable", "/v1/chat/completions", { model: "p", messages, prompt_variables: { who: evil } }],
  ["the prompt's config", "/v1/chat/completions", { model: "p", messages }],
  [
    "a tool's name",
    "/v1/chat/completions",
    { model: "m", messages, tools: [{ type: "function", function: { name: evil } }] },
  ],
  ["a key of the body", "/v1/chat/completions", { model: "m", messages, [evil]: 1 }],
  ["a fallback", "/v1/chat/completions", { model: "m", messages, fallbacks: [evil] }],
];

it.each(ways)("%s steers no terminal and writes no line", async (_name, path, body) => {
  provider.next({ kind: "status", status: 400, message: evil });
  log.length = 0;
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await response.text();
  await expect.poll(() => log.length).toBeGreaterThan(0);
  const text = log.join("\n");
  expect(text).toMatch(/^(?:[\n\t]|[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069])*$/u);
  expect(text).not.toMatch(/^Listening/m);
});
