import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { checkConfig } from "@engine/gateway/check-config.ts";
import { createHeadlessPorts } from "@engine/gateway/open-gateway.ts";
import { formatProblem } from "@engine/litellm/config-problem.ts";
import { configEnvironment, loadConfig } from "@engine/litellm/load-config.ts";
import type { ClientMessagesMode } from "@shared/domain/prompt/compiled.ts";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runCheck } from "../../../electron/hosts/gateway/check.ts";
import { type FakeLangfuse, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { faults } from "../../fakes/langfuse/faults.ts";

const chat = (content: string, role = "user") => [{ role, content }];
const prompts = [
  { name: "movie", prompt: chat("{{a}} and {{b}}"), labels: ["production"] },
  { name: "old", prompt: "one", labels: ["staging"] },
  { name: "old", prompt: "two" },
  { name: "old", prompt: "three", labels: ["production", "new"] },
  { name: "unlabelled", prompt: "x" },
  { name: "routed", prompt: "x", config: { model: "nowhere-model" }, labels: ["production"] },
  {
    name: "keys",
    prompt: "x",
    config: { temprature: 1, api_base: "http://x", top_p: 1, model: "gpt-4o" },
    labels: ["production"],
  },
  { name: "azured", prompt: "x", config: { model: "gpt-4o" }, labels: ["production"] },
  { name: "system", prompt: chat("x", "system"), labels: ["production"] },
  { name: "text", prompt: "x", labels: ["production"] },
  {
    name: "agent",
    prompt: chat("x"),
    config: { tools: [{ type: "function", function: { name: "f", parameters: { type: "object" } } }] },
    labels: ["production"],
  },
  ...Array.from({ length: 60 }, (_, at) => ({ name: "long", prompt: `v${at}`, labels: ["latest"] })),
];

let langfuse: FakeLangfuse;
beforeEach(async () => {
  langfuse = await startFakeLangfuse({ prompts });
});
afterEach(() => langfuse.close());

function variables(): Record<string, string> {
  const { url, publicKey, secretKey } = langfuse;
  return {
    LANGFUSE_HOST: url,
    LANGFUSE_PUBLIC_KEY: publicKey,
    LANGFUSE_SECRET_KEY: secretKey,
    OPENAI_API_KEY: "sk-0123456789abcd",
  };
}

async function check(params: string, mode: ClientMessagesMode = "replace", given = variables()): Promise<string[]> {
  const text = `model_list:\n  - model_name: a\n    litellm_params:\n${params
    .split("; ")
    .map((line) => `      ${line}\n`)
    .join("")}`;
  const { config, problems } = loadConfig(text, {
    fileName: "c.yaml",
    environment: readEnvironment(given),
    readIncluded: () => undefined,
  });
  const environment = configEnvironment(config, given);
  const { providers, vault, openLibrary } = createHeadlessPorts(config, environment);
  const promptLibrary = given["LANGFUSE_SECRET_KEY"] ? await openLibrary({}, "langfuse") : null;
  const io = { signal: new AbortController().signal };
  const ports = { environment, providers, vault, promptLibrary, clientMessagesMode: mode };
  return (await checkConfig(config, problems, ports, io)).map(formatProblem);
}

it("an entry that answers by itself needs no key (it was warned of, and answered)", async () => {
  const mock = "model: groq/m; mock_response: Hello.";
  expect(await check(mock)).toEqual([]);
  expect((await check("model: groq/m")).join()).toContain("There is no API key for Groq");
});

describe("drift", () => {
  it.each([
    ["prompt missing", "model: langfuse/gpt-4o; prompt_id: gone", "c.yaml:5:7: warning", "Langfuse has no prompt gone"],
    [
      "label missing",
      "model: langfuse/gpt-4o; prompt_id: old; prompt_label: gone",
      "c.yaml:6:7: warning",
      "Its labels: ",
    ],
    [
      "version missing",
      "model: langfuse/gpt-4o; prompt_id: old; prompt_version: 9",
      "c.yaml:6:7: warning",
      "has no version 9. Its versions: 3, 2, 1",
    ],
    [
      "no production",
      "model: langfuse/gpt-4o; prompt_id: unlabelled",
      "c.yaml:5:7: warning",
      "has the label production",
    ],
    [
      "only LiteLLM needs production",
      "model: langfuse/gpt-4o; prompt_id: unlabelled; prompt_version: 1",
      "warning",
      "LiteLLM asks for it first",
    ],
    [
      "label moved",
      "model: langfuse/gpt-4o; prompt_id: old; prompt_label: new; prompt_version: 2",
      "warning",
      "is on version 3 now, the entry pins version 2",
    ],
    [
      "older than production",
      "model: langfuse/gpt-4o; prompt_id: old; prompt_version: 1",
      "c.yaml:6:7: warning",
      "production is version 3",
    ],
    [
      "variable unfilled",
      "model: langfuse/gpt-4o; prompt_id: movie; prompt_variables: {a: 1}",
      "c.yaml:6:7: warning",
      "b of movie has no value",
    ],
    [
      "route unknown",
      "model: langfuse/gpt-4o; prompt_id: routed",
      "c.yaml:4:7: warning",
      "config.model of routed is nowhere-model",
    ],
    ["unknown key", "model: langfuse/gpt-4o; prompt_id: keys", "c.yaml:5:7: warning", "Did you mean temperature?"],
    [
      "forbidden key",
      "model: langfuse/gpt-4o; prompt_id: keys",
      "warning",
      "“api_base” in the config of keys is not sent",
    ],
    ["key unset", "model: openai/gpt-4o; api_key: os.environ/NOT_THERE", "c.yaml:5:7: warning", "NOT_THERE"],
    ["no key at all", "model: groq/llama", "c.yaml:4:7: warning", "There is no API key for Groq"],
    ["no prompt id", "model: langfuse/gpt-4o", "c.yaml:4:7: warning", "every request has to bring its own"],
  ])("%s", async (_name, params, place, words) => {
    const found = (await check(params)).filter((line) => line.includes(words));
    expect(found).toEqual([expect.stringContaining(place)]);
  });

  it("text prompt as the only system message: told for providers that refuse it, in append mode", async () => {
    const anthropic = { ...variables(), ANTHROPIC_API_KEY: "sk-ant-0123456789" };
    const params = "model: langfuse/anthropic/claude-sonnet-4-5; prompt_id: text";
    expect(await check(params, "append", anthropic)).toEqual([expect.stringContaining("system messages only")]);
    expect(await check(params, "replace", anthropic)).toEqual([]);
    const system = "model: langfuse/anthropic/claude-sonnet-4-5; prompt_id: system";
    expect(await check(system, "replace", anthropic)).toEqual([expect.stringContaining("system messages only")]);
  });

  it.each([
    ["model: langfuse/gpt-4o; prompt_id: agent", "replace", "agent has tools: of the client's messages the turns"],
    ["model: langfuse/gpt-4o; prompt_id: agent; client_messages: replace-all", "replace", "same call without an end"],
    ["model: langfuse/gpt-4o; prompt_id: text; tools: [{type: function}]", "replace", "This entry has tools"],
    ["model: langfuse/gpt-4o; prompt_id: agent; client_messages: append", "replace", undefined],
    ["model: langfuse/gpt-4o; prompt_id: agent; ignore_prompt_manager_optional_params: true", "replace", undefined],
    ["model: langfuse/gpt-4o; prompt_id: agent", "append", undefined],
  ] as const)("%s (%s): whether an agent's loop comes to its end is told", async (params, mode, words) => {
    const told = (await check(params, mode)).filter((line) => line.includes("tool"));
    expect(told).toEqual(words === undefined ? [] : [expect.stringContaining(words)]);
  });

  it("values that are to come with each request are no mistake (LiteLLM's own page failed --strict)", async () => {
    expect(await check("model: langfuse/gpt-4o; prompt_id: movie")).toEqual([]);
  });

  it("a target only the prompt's config decides is judged by it (a working config failed --strict)", async () => {
    expect(await check("model: langfuse/my-azure; prompt_id: azured")).toEqual([]);
    expect(await check("model: langfuse/my-azure; prompt_id: routed")).toEqual([
      expect.stringMatching(/warning: .*config\.model of routed is nowhere-model/),
    ]);
    expect(await check("model: langfuse/my-azure; prompt_id: gone")).toEqual([
      expect.stringMatching(/warning: .*my-azure is neither the model_name/),
      expect.stringContaining("Langfuse has no prompt gone"),
    ]);
  });

  it("of a prompt with many versions it tells the newest (it printed all sixty)", async () => {
    const [found] = await check("model: langfuse/gpt-4o; prompt_id: long; prompt_version: 99");
    expect(found).toContain("Its newest versions: 60, 59, 58, 57, 56 (60 in all).");
  });

  it("a config in order has no findings", async () => {
    expect(await check("model: langfuse/gpt-4o; prompt_id: movie; prompt_variables: {a: 1, b: 2}")).toEqual([]);
  });

  it("without Langfuse keys, and with a Langfuse that is down, it says so and goes on", async () => {
    const { LANGFUSE_SECRET_KEY: _, ...without } = variables();
    expect(await check("model: langfuse/gpt-4o; prompt_id: movie", "replace", without)).toEqual([
      expect.stringContaining("no Langfuse keys are set"),
    ]);
    const down = { ...variables(), LANGFUSE_HOST: "http://127.0.0.1:9" };
    expect(await check("model: langfuse/gpt-4o; prompt_id: movie", "replace", down)).toEqual([
      expect.stringMatching(/c\.yaml:5:7: warning: .*(127\.0\.0\.1:9|Langfuse)/),
    ]);
  });
});

describe("promptscope check", () => {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-check-"));
  const path = join(folder, "config.yaml");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function run(
    text: string,
    argv: string[] = [path],
    more: Record<string, string> = {},
    stop = new AbortController(),
  ) {
    writeFileSync(path, text);
    const out: string[] = [];
    const err: string[] = [];
    const io = {
      variables: { ...variables(), ...more },
      out: (line: string) => void out.push(line),
      err: (line: string) => void err.push(line),
      signal: stop.signal,
    };
    return { code: await runCheck(argv, io), out, err };
  }
  const ok =
    "model_list:\n  - {model_name: a, litellm_params: {model: langfuse/openai/gpt-fixture, prompt_id: text}}\n";

  it("exits with 0 unless the start would fail (3), 3 on a warning when strict, 2 for a wrong command line", async () => {
    expect(await run(ok)).toEqual({ code: 0, out: [], err: ["0 errors, 0 warnings"] });
    const gone = ok.replace("prompt_id: text", "prompt_id: gone");
    expect(await run(gone)).toMatchObject({
      code: 0,
      out: [expect.stringMatching(/^config\.yaml:2:/)],
      err: ["0 errors, 1 warning"],
    });
    expect((await run(gone, [path, "--strict"])).code).toBe(3);
    expect((await run(`${ok}general_settings: {master_key: ""}\n`)).code).toBe(3);
    expect((await run(gone, [path, "--offline"])).code).toBe(0);
    const odd = `${ok}x_company: 1\n`;
    expect((await run(odd)).code).toBe(0);
    expect((await run(odd, [path, "--strict"])).code).toBe(3);
    expect((await run(ok, [path, "--nonsense"])).code).toBe(2);
    expect((await run(ok, [path, "another.yaml"])).code).toBe(2);
  });

  it("says that drop_params is on: nobody would see it otherwise (it was read and forgotten)", async () => {
    const { err, code } = await run(`${ok}litellm_settings: {drop_params: true}\n`, [path, "--strict"]);
    expect([code, err[0]]).toEqual([0, expect.stringContaining("drop_params is on")]);
  });

  it("one broken entry does not keep the prompts of the others from being checked", async () => {
    const broken = `${ok.replace("prompt_id: text", "prompt_id: gone")}  - {model_name: b, litellm_params: {model: openai/gpt-fixture, rpm: x}}\n`;
    const { out, code } = await run(broken);
    expect(out).toEqual([
      expect.stringContaining("Langfuse has no prompt gone"),
      expect.stringContaining("rpm must be a whole number"),
    ]);
    expect(code).toBe(0);
  });

  it("when Langfuse cannot be asked it says why, and no key goes to a server that was only half named", async () => {
    const half = `environment_variables: {LANGFUSE_HOST: os.environ/NOT_THERE}\n${ok}`;
    expect((await run(half)).err).toEqual([expect.stringMatching(/^Langfuse was not asked: /), "1 error, 0 warnings"]);
    expect((await run("model_list: [\n")).err[0]).toContain("no entry of the file can be read");
    expect(langfuse.requests).toHaveLength(0);
  });

  it("--client_messages append finds the prompts that are refused only then", async () => {
    const config =
      "model_list:\n  - {model_name: a, litellm_params: {model: langfuse/anthropic/claude-x, prompt_id: text}}\n";
    const key = { ANTHROPIC_API_KEY: "sk-ant-0123456789" };
    expect((await run(config, [path, "--strict"], key)).code).toBe(0);
    const appended = await run(config, ["--config", path, "--client_messages", "append", "--strict"], key);
    expect(appended).toMatchObject({ code: 3, out: [expect.stringContaining("system messages only")] });
    expect((await run(config, [path, "--client-messages", "both"])).code).toBe(2);
  });

  it("warns of a model that ends soon or is gone, also of one that a prompt's config names, with what replaces it", async () => {
    const direct = "model_list:\n  - {model_name: a, litellm_params: {model: openai/gpt-4o}}\n";
    const { out, code } = await run(direct, [path, "--json", "--offline"]);
    expect(code).toBe(0);
    expect(out.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({
        severity: "warning",
        code: expect.stringMatching(/^model_(retiring|gone)$/) as string,
        message: expect.stringMatching(/^gpt-4o .*2027-01-14.*gpt-6-luna replaces it/) as string,
        line: 2,
      }),
    ]);
    expect((await run(direct, [path, "--offline", "--strict"])).code).toBe(3);
    const behind = ok.replace("prompt_id: text", "prompt_id: azured");
    expect((await run(behind)).out).toEqual([expect.stringContaining("config.model of azured: gpt-4o ")]);
  });

  it("a wrong command line is explained in words of ours", async () => {
    expect((await run(ok, [path, "--bogus"])).err).toEqual([
      "There is no option --bogus.\nSee: promptscope check --help",
    ]);
    expect((await run(ok, ["--config"])).err[0]).toContain("--config needs a value.");
    expect((await run(ok, [])).err[0]).toContain("promptscope check config.yaml");
  });

  it("stopped while Langfuse hangs it ends with 130 (it was a stack trace and 1)", async () => {
    langfuse.fail(faults.hang);
    const stop = new AbortController();
    const ended = run(ok, [path], {}, stop);
    await vi.waitUntil(() => langfuse.requests.length > 0);
    stop.abort();
    expect(await ended).toEqual({ code: 130, out: [], err: ["Stopped."] });
  });

  it("--json gives one finding per line, and an unset key is told once", async () => {
    const unset =
      "model_list:\n  - {model_name: a, litellm_params: {model: openai/gpt-fixture, api_key: os.environ/NOT_THERE}}\n";
    const { out, code } = await run(unset, [path, "--json"]);
    expect(out.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ severity: "warning", code: "credential_missing", file: "config.yaml", line: 2 }),
    ]);
    expect(code).toBe(0);
  });
});
