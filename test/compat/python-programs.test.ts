import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toLiteLlmPython, toOpenAiPython } from "@shared/domain/code/python.ts";
import { pythonLiteral } from "@shared/domain/code/python-literal.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import fc from "fast-check";
import { afterAll, describe, expect, inject, it } from "vitest";
import { drawn } from "../prove-scale.ts";
import { codeOf, nastyText, type RequestOptions, requestFor } from "../unit/domain/code/sent-request.ts";

/** Any of them: both packages are stood in for. */
const python = inject("pythons").openai3;

const folder = mkdtempSync(join(tmpdir(), "promptscope-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Stands in for both packages: prints what the program calls them with. */
const recorder = `
import json
def _say(what, kwargs):
    print(json.dumps([what, kwargs]))
class _Answer:
    choices = [type("C", (), {"message": None, "delta": type("D", (), {"content": None})})]
    def __iter__(self):
        return iter([])
class _Completions:
    def create(self, **kwargs):
        _say("create", kwargs)
        return _Answer()
class _Chat:
    completions = _Completions()
class OpenAI:
    chat = _Chat()
    def __init__(self, **kwargs):
        _say(type(self).__name__, kwargs)
class AzureOpenAI(OpenAI):
    pass
def completion(**kwargs):
    _say("completion", kwargs)
    return _Answer()
`;
for (const name of ["openai.py", "litellm.py"]) writeFileSync(join(folder, name), recorder);

function runPython(code: string): [what: string, kwargs: JsonObject][] {
  const file = join(folder, "program.py");
  writeFileSync(file, code);
  const env = { ...process.env, PYTHONPATH: folder, PYTHONIOENCODING: "utf-8", OPENAI_API_KEY: "sk-from-environment" };
  const { stdout, stderr, status } = spawnSync(python, [file], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  const lines = stdout.split("\n").filter((line) => line.startsWith("["));
  return lines.map((line) => JSON.parse(line) as [string, JsonObject]);
}

const tool = { type: "function", function: { name: "f", parameters: { type: "object", properties: {} } } };
const parameters: JsonObject = {
  temperature: 0.5,
  stop: ["\n", nastyText],
  tools: [tool],
  n: 1,
  store: true,
  user: "",
};
const extraBody: JsonObject = { top_k: 5, "two words": { deep: [null, false] } };

describe.skipIf(python === "")("python programs, run", () => {
  const cases: RequestOptions[] = [
    { parameters, extraBody },
    { stream: true, parameters: { seed: 7 } },
    { provider: "openrouter", model: "a/b" },
    { provider: "mistral", model: "m", parameters: { random_seed: 3 } },
  ];

  it.each(cases)("openai is given the body that was sent, key for key: %j", async (options) => {
    const input = await requestFor(options);
    const [client, create] = runPython(codeOf(toOpenAiPython(input)));
    const { extra_body: extra, ...named } = create?.[1] ?? {};
    expect({ ...named, ...(extra as JsonObject | undefined) }).toEqual(JSON.parse(input.wire.body));
    expect(client?.[1]["api_key"]).toBe("sk-from-environment");
    expect(input.wire.url).toBe(`${String(client?.[1]["base_url"])}/chat/completions`);
  });

  it("litellm is given the plan in OpenAI's words, for a provider it translates to", async () => {
    const input = await requestFor({ provider: "anthropic", model: "claude-sonnet-4", parameters, extraBody });
    const [[, call] = []] = runPython(codeOf(toLiteLlmPython(input)));
    expect(call).toMatchObject({ model: "anthropic/claude-sonnet-4", max_tokens: 4096, ...parameters });
    expect(call?.["messages"]).toEqual([{ role: "user", content: nastyText }]);
    expect(call?.["extra_body"]).toEqual(extraBody);
    expect(call).not.toHaveProperty("api_base");
  });

  it("Azure gets its own client, deployment and version", async () => {
    const input = await requestFor({ provider: "azure", baseUrl: "https://x.openai.azure.com", model: "dep" });
    const [[client, options] = [], [, create] = []] = runPython(codeOf(toOpenAiPython(input)));
    expect(client).toBe("AzureOpenAI");
    expect(options).toMatchObject({ base_url: "https://x.openai.azure.com/openai/deployments/dep" });
    expect(options).toHaveProperty("api_version");
    expect(create).toMatchObject({ model: "dep" });
  });

  it("a server without a key gets the text that was sent in its place", async () => {
    const code = codeOf(toOpenAiPython(await requestFor({ provider: "ollama", keyless: true, content: "x" })));
    expect(code).not.toContain("import os");
    expect(runPython(code)[0]?.[1]).toMatchObject({ api_key: "ollama" });
  });

  it("every JSON value comes back equal", () => {
    const values = fc.sample(
      fc.jsonValue({ noUnicodeString: false, maxDepth: 4 }) as fc.Arbitrary<JsonValue>,
      drawn(300),
    );
    // Python tells 1.0 from 1 and has no -0.
    const given = JSON.parse(JSON.stringify(values)) as JsonValue[];
    const code = `import litellm\nlitellm.completion(values=${pythonLiteral(given)})\n`;
    expect(runPython(code)[0]?.[1]["values"]).toEqual(given);
  });
});
