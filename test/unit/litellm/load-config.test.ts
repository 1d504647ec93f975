import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { loadConfig } from "@engine/litellm/load-config.ts";
import { openConfig } from "@engine/litellm/open-config.ts";
import { readPythonScalar } from "@engine/litellm/python-scalar.ts";
import { afterEach, describe, expect, it } from "vitest";

function load(text: string, variables: Record<string, string> = {}, files: Record<string, string> = {}) {
  return loadConfig(text, {
    fileName: "config.yaml",
    environment: readEnvironment(variables),
    readIncluded: (name) => files[name],
  });
}

const page = `
model_list:
  - model_name: my-langfuse-model
    litellm_params:
      model: langfuse/openai-model
      prompt_id: "<langfuse_prompt_id>"
      api_key: os.environ/OPENAI_API_KEY
  - model_name: openai-model
    litellm_params:
      model: openai/gpt-3.5-turbo
      api_key: os.environ/OPENAI_API_KEY
`;

describe("config.yaml", () => {
  it("the documented page's example loads, with one warning about its double key", () => {
    const { config, problems } = load(page, { OPENAI_API_KEY: "sk-canary-0123456789" });
    expect(problems.map(({ code, severity }) => [severity, code])).toEqual([["warning", "key_beside_alias"]]);
    expect(config.models.map(({ modelName, model, promptId }) => [modelName, model, promptId])).toEqual([
      ["my-langfuse-model", "langfuse/openai-model", "<langfuse_prompt_id>"],
      ["openai-model", "openai/gpt-3.5-turbo", undefined],
    ]);
    expect(config.models[1]?.apiKey?.read()).toBe("sk-canary-0123456789");
  });

  it("no key can be seen in the loaded config or its findings", () => {
    const text = `${page}general_settings: {master_key: sk-written-out-0123456789}\n`;
    expect(JSON.stringify(load(text, { OPENAI_API_KEY: "sk-canary-0123456789" }))).not.toMatch(/canary|written/);
  });

  it("environment_variables are there before models are read, and win over the process", () => {
    const text = `environment_variables: {KEY: sk-from-config-1234, FLAG: true, COPY: os.environ/OUTER}\nmodel_list:\n  - model_name: a\n    litellm_params: {model: openai/gpt-4o, api_key: os.environ/KEY, user: os.environ/FLAG, seed_name: os.environ/COPY}\n`;
    const { config } = load(text, { KEY: "sk-from-process-1234", OUTER: "outer" });
    expect(config.models[0]?.apiKey?.read()).toBe("sk-from-config-1234");
    // `str(True)`: LiteLLM exports Python's text.
    expect(config.models[0]?.parameters).toEqual({ user: "True", seed_name: "outer" });
  });

  it("os.environ/ is looked up in mappings and in mappings in lists, not in bare list items (as LiteLLM does)", () => {
    const text = `model_list:\n  - model_name: a\n    litellm_params:\n      model: openai/gpt-4o\n      labels: {a: os.environ/X, b: [os.environ/X, {c: os.environ/X}], d: see os.environ/X}\n`;
    expect(load(text, { X: "1" }).config.models[0]?.parameters["labels"]).toEqual({
      a: "1",
      b: ["os.environ/X", { c: "1" }],
      d: "see os.environ/X",
    });
  });

  it("numbers and truth values are LiteLLM's, not YAML 1.2's", () => {
    const text =
      "model_list:\n  - model_name: a\n    litellm_params: {model: openai/gpt-4o, stream_it: yes, max_tokens: 0100, stop: off}\n";
    expect(load(text).config.models[0]?.parameters).toEqual({ stream_it: true, max_tokens: 64, stop: false });
  });

  it("several entries under one name stay apart, with their weights", () => {
    const text =
      "model_list:\n" +
      [1, 2, 3]
        .map((n) => `  - {model_name: a, litellm_params: {model: openai/gpt-4o, weight: ${n}, rpm: "${n}0"}}\n`)
        .join("");
    const { config, problems } = load(text);
    expect(problems).toEqual([]);
    expect(config.models.map(({ weight, rpm }) => [weight, rpm])).toEqual([
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
    expect(new Set(config.models.map(({ id }) => id)).size).toBe(3);
  });

  it("included lists are appended, other keys replaced, findings name the included file", () => {
    const main =
      "model_list:\n  - {model_name: a, litellm_params: {model: openai/gpt-4o}}\ninclude: [more.yaml]\nlitellm_settings: {num_retries: 1}\n";
    const more =
      "model_list:\n  - {model_name: b, litellm_params: {model: nowhere}}\nlitellm_settings: {num_retries: 5}\ninclude: [more.yaml, third.yaml]\n";
    const { config, problems } = load(
      main,
      {},
      { "more.yaml": more, "third.yaml": "router_settings: {cooldown_time: 9}\n" },
    );
    expect(config.models.map(({ modelName }) => modelName)).toEqual(["a", "b"]);
    expect([config.retries, config.cooldownSeconds]).toEqual([5, 9]);
    expect(problems.map(({ file, line, code }) => [file, line, code])).toEqual([
      ["more.yaml", 2, "model_unknown"],
      ["more.yaml", 4, "include_circle"],
    ]);
  });

  it("a config of five megabytes is refused unread", () => {
    expect(load(`a: "${"x".repeat(5_000_000)}"`).problems.map(({ code }) => code)).toEqual(["yaml_too_large"]);
  });

  it("a circle of includes is warned of and read once, the config itself too (its models were there twice)", () => {
    const one = "model_list:\n  - {model_name: a, litellm_params: {model: openai/gpt-4o, api_key: k}}\n";
    const files = {
      "config.yaml": `${one}include: [./x//b.yaml]\n`,
      "x/b.yaml": "include: [config.yaml, c.yaml, c.yaml]\n",
      "c.yaml": "include: [x/b.yaml]\n",
    };
    const { config, problems } = load(files["config.yaml"], {}, files);
    expect(config.models).toHaveLength(1);
    expect(problems.map(({ file, severity, code, message }) => [file, severity, code, message.split(" ")[0]])).toEqual([
      ["x/b.yaml", "warning", "include_circle", "config.yaml"],
      ["c.yaml", "warning", "include_circle", "x/b.yaml"],
    ]);
    // Twice is no circle.
    expect(load(`${one}include: [c.yaml, c.yaml]\n`, {}, { "c.yaml": "router_settings: {}\n" }).problems).toEqual([]);
  });

  it("LITELLM_MASTER_KEY counts when the config names none", () => {
    expect(load(page, { LITELLM_MASTER_KEY: "sk-master-123456" }).config.masterKey?.read()).toBe("sk-master-123456");
  });

  it("an entry whose address is in the environment lacks nothing (it failed check --strict)", () => {
    const text = "model_list:\n  - {model_name: a, litellm_params: {model: azure/dep}}\n";
    expect(load(text).problems.map(({ code }) => code)).toEqual(["base_missing"]);
    expect(load(text, { AZURE_API_BASE: "https://x.openai.azure.com" }).problems).toEqual([]);
  });

  it("a prototype cannot be reached from a key", () => {
    load(`${page}__proto__: {polluted: true}\nconstructor: {prototype: {polluted: true}}\n`);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("a bomb, 20 000 levels and 5 MB are refused quickly and without harm", () => {
    for (const text of [`a: ${"[".repeat(20_000)}`, `a: "${"x".repeat(5_000_000)}"`]) {
      expect(load(text).problems.map(({ code }) => code)).toEqual([expect.stringMatching(/^yaml_too_(deep|large)$/)]);
    }
  });
});

describe("what LiteLLM knows", () => {
  const entry = (params: string, more = "") => `model_list:\n  - {model_name: a, litellm_params: {${params}}${more}}\n`;
  const told = (text: string) => load(text).problems.map(({ severity, path, message }) => [severity, path, message]);

  it("is never called unknown (39 keys of its own table were)", () => {
    const settings = `general_settings: {store_prompts_in_spend_logs: true, maximum_spend_logs_retention_period: 7d, user_header_name: h, proxy_base_url: x, enable_jwt_auth: true}
litellm_settings: {max_end_user_budget: 1, s3_callback_params: {}, extra_spend_tag_headers: [], of_mine: 1}
router_settings: {provider_budget_config: {}, default_litellm_params: {temperature: 1}}
mcp_servers: {}
credential_list: []
`;
    const messages = told(`${entry("model: openai/gpt-4o")}${settings}`).map(([, , message]) => message);
    expect(messages.filter((message) => message?.includes("not known to LiteLLM"))).toEqual([]);
    expect(messages.filter((message) => message?.includes("is kept, but does nothing"))).toHaveLength(10);
    expect(messages.find((message) => message?.startsWith("of_mine"))).toContain("is not known to Promptscope");
  });

  it.each([
    ["model: openai/rerank-1", ", model_info: {mode: rerank}", "mode: rerank is kept, but"],
    [
      "model: openai/m",
      ", model_info: {mode: embeding}",
      "embeding is kept and does nothing: it is not known to LiteLLM",
    ],
    ["model: anthropic/claude-opus-4-8", ", model_info: {mode: embedding}", "nothing passes embedding on to Anthropic"],
    [`model: openai/gpt-4o, api_key: '\${OPENAI_API_KEY}'`, "", "is sent as it stands"],
    ["model: ollama_chat/llama3, num_ctx: 9000", "", "num_ctx is kept and not sent"],
    [
      "model: gemini/gemini-3-pro, api_key: k, api_base: 'https://generativelanguage.googleapis.com/v1beta'",
      "",
      "/v1beta/openai",
    ],
    [
      "model: gemini/gemini-3-pro, api_key: k, api_base: 'https://aiplatform.googleapis.com/v1/publishers/google'",
      "",
      "which Promptscope does not speak yet. This entry is not served.",
    ],
    ["model: bitbucket/gpt-4, prompt_id: p", "", "LiteLLM fills a prompt for bitbucket/…"],
    ["model: openai/gpt-4o, client_messages: both", "", "must be one of replace, append"],
  ])("%s%s: one warning, with the truth", (params, more, words) => {
    const found = told(entry(params, more)).filter(([, , message]) => message?.includes(words));
    expect(found).toEqual([["warning", expect.any(String), expect.any(String)]]);
  });

  it.each(["chat", "completion", "embedding"])("mode: %s of a server of OpenAI's form is answered", (mode) => {
    expect(told(entry("model: openai/m", `, model_info: {mode: ${mode}}`))).toEqual([]);
    expect(told(entry("model: text-completion-openai/m", `, model_info: {mode: ${mode}}`))).toEqual([]);
  });

  it("Gemini's own base becomes that of its compatible API", () => {
    const base = "https://generativelanguage.googleapis.com/v1beta";
    const { config } = load(entry(`model: gemini/gemini-3-pro, api_key: k, api_base: '${base}/'`));
    expect(config.models[0]?.apiBase).toBe(`${base}/openai`);
  });

  it("prompts of dotprompt are read, others told of at their line", () => {
    const section = (params: string) =>
      `${entry("model: openai/gpt-4o")}prompts:\n  - {prompt_id: p, litellm_params: {${params}}}\n`;
    const dotprompt = load(section("prompt_integration: dotprompt, prompt_file: a/b.prompt"));
    expect(dotprompt.problems).toEqual([]);
    expect(dotprompt.config.prompts["p"]).toMatchObject({ promptId: "p", name: "p", folder: "a", file: "b" });
    expect(told(section("prompt_integration: gitlab"))[0]?.[2]).toContain("not gitlab");
    expect(told(section("prompt_integration: langfuse"))[0]?.[2]).toContain(
      "does not start with prompt_integration: langfuse",
    );
    const unnamed = load(section("prompt_id: p"));
    expect(unnamed.problems[0]).toMatchObject({ severity: "warning", path: "prompts[0]" });
    expect(unnamed.config.prompts).toEqual({});
  });
});

describe("plain values", () => {
  // Expected: PyYAML 6.0.3 `yaml.safe_load`.
  it.each([
    ["no", false],
    ["Yes", true],
    ["on", true],
    ["y", "y"],
    ["tRue", "tRue"],
    ["012", 10],
    ["0o12", "0o12"],
    ["08", "08"],
    ["1_000", 1000],
    ["1:30", 90],
    ["190:20:30", 685_230],
    ["1e3", "1e3"],
    ["1.0e+3", 1000],
    ["1.5e-3", 0.0015],
    ["1.5e5", "1.5e5"],
    ["0x1F", 31],
    ["-0x1F", -31],
    ["0b1_0", 2],
    ["1.", 1],
    [".5", 0.5],
    ["-.5", "-.5"],
    ["+1", 1],
    ["1_0.5", 10.5],
    ["~", null],
    ["NULL", null],
    ["", null],
    ["0", 0],
    ["-0", -0],
  ])("%s is %s to PyYAML", (source, value) => {
    expect(readPythonScalar(source).value).toBe(value);
  });
});

describe("files", () => {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-config-"));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("a link out of the folder is no included file", () => {
    const inside = join(folder, "inside");
    mkdirSync(inside);
    writeFileSync(join(folder, "secret.yaml"), "model_list: []\n");
    writeFileSync(join(inside, "config.yaml"), `${page}include: [link.yaml]\n`);
    symlinkSync(join(folder, "secret.yaml"), join(inside, "link.yaml"));
    const { problems } = openConfig(
      join(inside, "config.yaml"),
      readEnvironment({ OPENAI_API_KEY: "sk-0123456789ab" }),
    );
    expect(problems.map(({ code }) => code)).toContain("include_missing");
  });

  it("a pipe or a device is refused at once, as the config and in it (check waited for ever, deaf to Ctrl+C)", () => {
    mkdirSync(folder);
    const pipe = join(folder, "pipe.yaml");
    execFileSync("mkfifo", [pipe]);
    // Who reads it after all gets something, instead of keeping this process for ever.
    const writer = spawn("sh", ["-c", `echo 'model_list: []' > '${pipe}'`], { stdio: "ignore" });
    const environment = readEnvironment({ OPENAI_API_KEY: "sk-0123456789ab" });
    writeFileSync(join(folder, "config.yaml"), `${page}include: [pipe.yaml]\n`);
    const told = (path: string) => openConfig(path, environment).problems.map(({ code, message }) => [code, message]);
    expect(told(join(folder, "config.yaml"))).toContainEqual(["include_unreadable", "pipe.yaml is no ordinary file."]);
    for (const path of [pipe, "/dev/zero"])
      expect(told(path)).toEqual([["file_unreadable", `${path} is no ordinary file.`]]);
    writer.kill();
  });
});
