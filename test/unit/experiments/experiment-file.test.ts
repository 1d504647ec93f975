import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readExperiment } from "@engine/experiments/read-experiment.ts";
import { showExperiment } from "@engine/experiments/show-experiment.ts";
import { experimentJsonSchema } from "@shared/domain/experiment/experiment-file.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "promptscope-experiment-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(lines: readonly string[], files: Record<string, string> = {}) {
  for (const [name, text] of Object.entries({ ...files, "experiment.yaml": lines.join("\n") })) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return readExperiment(join(folder, "experiment.yaml"), {
    openPrompt: async () => undefined,
    environment: () => undefined,
    signal: new AbortController().signal,
  });
}

async function errorsOf(lines: readonly string[], files: Record<string, string> = {}) {
  const outcome = await read(lines, files);
  return outcome.read === "error" ? outcome.errors.map(({ line, message }) => `${line}: ${message}`) : [];
}

async function shown(lines: readonly string[], files: Record<string, string> = {}): Promise<JsonObject> {
  const outcome = await read(lines, files);
  if (outcome.read === "error") throw new Error(outcome.errors.map(({ message }) => message).join("\n"));
  return showExperiment(outcome.experiment, outcome.read);
}

const csv = "ticket_id,customer_message,answer\nA,Where is my oar?,oar\nA,Is it open?,open\nB,Hello,hello\n";
const whole = [
  "name: reply-draft v32",
  "dataset: { file: data/tickets.csv, map: { text: customer_message }, expected: answer, group: ticket_id }",
  "variants:",
  '  - { name: base, prompt: { text: "Answer: {{text}}" }, model: openai/gpt-4o-mini }',
  "  - { name: edit, prompt: { file: reply.prompt.yml }, model: anthropic/claude-sonnet-4-5, parameters: { temperature: 0 } }",
  "base: base",
  "repetitions: 2",
  "seed: 7",
  "evaluators:",
  '  - { type: contains, value: "{{expected}}", name: answers }',
  "  - { type: json-schema, schema: { file: reply.schema.json } }",
  '  - { type: latency, pass: "<= 5 s" }',
  "verdict: { score: pass, delta: 0.02, alpha: 0.05 }",
  "limits: { cost: 5.00, calls: 2000, concurrency: 8 }",
  'gates: [ "edit.pass >= 0.8", "edit not worse than base by more than 0.02", "edit.latency.p95 <= 8 s" ]',
];
const files = {
  "data/tickets.csv": csv,
  "reply.prompt.yml": "messages:\n  - role: system\n    content: Be brief.\n  - role: user\n    content: '{{text}}'\n",
  "reply.schema.json": '{ "type": "object" }',
};

describe("answers that are there already", () => {
  const lines = (variant: string) => [
    "name: given",
    "dataset: { file: data.csv, expected: answer }",
    "variants:",
    `  - ${variant}`,
    '  - { name: new, prompt: { text: "{{question}}" }, model: openai/gpt-4o-mini }',
  ];
  const data = { "data.csv": "question,answer,actual_output\nq1,a,one\nq2,b,\n" };

  it("stand in a column, also where they are empty", async () => {
    const document = await shown(lines("{ name: today, prompt: { answers: actual_output } }"), data);
    expect(document["matrix"]).toMatchObject([
      { row: 1, provider: "today", given: "one" },
      { row: 1, provider: "new", text: "q1" },
      { row: 2, provider: "today", given: "" },
      { row: 2, provider: "new", text: "q2" },
    ]);
    expect(document["prompts"]).toMatchObject([{ answers: "actual_output" }, {}]);
  });

  it("of a column that is not there, or with a model, are mistakes", async () => {
    expect(await errorsOf(lines("{ name: today, prompt: { answers: response } }"), data)).toEqual([
      expect.stringContaining("no column “response”"),
    ]);
    expect(
      await errorsOf(lines("{ name: today, prompt: { answers: actual_output }, model: openai/gpt-4o }"), data),
    ).toEqual([expect.stringContaining("4: “today” has answers already")]);
  });
});

describe("experiment.yaml", () => {
  it("is read whole: rows, variants, what would be sent, checks", async () => {
    const document = await shown(whole, files);
    expect(document).toMatchObject({
      read: "ok",
      name: "reply-draft v32",
      rows: 3,
      cells: 6,
      repetitions: 2,
      concurrency: 8,
      models: ["openai/gpt-4o-mini", "anthropic/claude-sonnet-4-5"],
      warnings: [],
      refusals: [],
    });
    expect(document["matrix"]).toMatchObject([
      { row: 1, provider: "base", text: "Answer: Where is my oar?" },
      {
        row: 1,
        provider: "edit",
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Where is my oar?" },
        ],
      },
      { row: 2 },
      { row: 2 },
      { row: 3 },
      { row: 3, vars: { text: "Hello", customer_message: "Hello" } },
    ]);
    expect(document["assertions"]).toMatchObject([{ expected: "oar", group: "A" }, { group: "A" }, { group: "B" }]);
  });

  it("takes rows in place, and messages with placeholders", async () => {
    const document = await shown([
      "name: n",
      "dataset:",
      "  rows:",
      "    - { variables: { q: Why? }, placeholders: { history: [{ role: user, content: Hi }] }, expected: [a, b] }",
      "variants:",
      "  - name: only",
      "    model: openai/gpt-4o-mini",
      "    prompt:",
      "      messages: [{ type: placeholder, name: history }, { role: user, content: '{{q}}' }]",
    ]);
    expect(document["matrix"]).toMatchObject([{ messages: [{ content: "Hi" }, { content: "Why?" }] }]);
    expect(document["assertions"]).toMatchObject([{ expected: ["a", "b"] }]);
  });

  it("names every mistake by its line", async () => {
    const wrong = [...whole];
    wrong[5] = "base: nobody";
    wrong[9] = '  - { type: contains, valeu: "x", name: answers }';
    wrong[11] = '  - { type: latency, pass: "5 s" }';
    wrong[14] = 'gates: [ "edit.pass is good" ]';
    wrong.push("outputPath: x");
    const errors = await errorsOf(wrong, files);
    expect(errors).toHaveLength(4);
    expect(errors).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^10: .*valeu/),
        expect.stringMatching(/^12: .*comparison/),
        expect.stringMatching(/^15: .*no gate/),
        expect.stringMatching(/^16: .*outputPath/),
      ]),
    );
    expect(await errorsOf(whole.with(5, "base: nobody"), files)).toEqual([expect.stringMatching(/^6: .*nobody/)]);
    expect(await errorsOf(whole.with(14, 'gates: ["edit.tone >= 1"]'), files)).toEqual([
      expect.stringMatching(/^15: .*tone/),
    ]);
    expect(await errorsOf(whole.with(4, whole[3] ?? "").slice(0, 14), files)).toEqual([
      expect.stringMatching(/^5: .*another variant/),
    ]);
    expect(await errorsOf(whole.with(3, '  - { name: base, prompt: { text: "x" } }'), files)).toEqual([
      expect.stringMatching(/^4: .*no model/),
    ]);
  });

  it("says what columns there are where one is named that is not", async () => {
    const other = whole.with(1, "dataset: { file: data/tickets.csv, map: { text: body } }");
    expect(await errorsOf(other, files)).toEqual([expect.stringMatching(/^2: .*body.*customer_message/)]);
  });

  it("YAML that does not parse is told with its place", async () => {
    expect(await errorsOf(["name: a", "variants: [", "x: y: z"])).toEqual(
      expect.arrayContaining([expect.stringMatching(/^\d+: /)]),
    );
  });

  it("reads nothing outside of its folder, by no way", async () => {
    await writeFile(join(folder, "..", "promptscope-secret.txt"), "secret");
    await symlink(join(folder, "..", "promptscope-secret.txt"), join(folder, "link.txt"));
    for (const path of ["../promptscope-secret.txt", "/etc/passwd", "link.txt", "a/../../promptscope-secret.txt"]) {
      const other = whole.with(3, `  - { name: base, prompt: { file: ${path} }, model: openai/gpt-4o-mini }`);
      expect(await errorsOf(other, files)).toEqual([expect.stringMatching(/^4: .*outside/)]);
    }
    await rm(join(folder, "..", "promptscope-secret.txt"));
  });

  it("has a JSON schema for editors, with every evaluator", () => {
    const schema = JSON.stringify(experimentJsonSchema());
    for (const word of ["variants", "evaluators", "json-schema", "tool-called", "langfuse", "gates"])
      expect(schema).toContain(word);
  });

  it("its schema takes what is read and what the READMEs show, and refuses what it can see is wrong", async () => {
    const validate = new Ajv2020({ allErrors: true, validateFormats: false }).compile(experimentJsonSchema());
    const faultsOf = (text: string) => {
      validate(parse(text));
      return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
    };
    expect(faultsOf(whole.join("\n"))).toEqual([]);
    const shown = await Promise.all(
      ["README.md", "electron/engine/experiments/README.md"].map(async (name) => {
        const page = await readFile(join(import.meta.dirname, "../../..", name), "utf8");
        return [...page.matchAll(/^```yaml\n(name: .*?)^```/gms)].map(([, text = ""]) => text);
      }),
    );
    expect(shown.flat()).toHaveLength(2);
    for (const text of shown.flat()) expect(faultsOf(text)).toEqual([]);
    const broken: [number, string, RegExp][] = [
      [1, "dataset: { fiel: data/tickets.csv }", /dataset/],
      [3, '  - { name: base, prompt: { txet: "x" }, model: openai/gpt-4o-mini }', /variants\/0/],
      [6, "repetitions: 0", /repetitions/],
      [7, "seed: seven", /seed/],
      [9, '  - { type: contains, valeu: "x", name: answers }', /evaluators\/0/],
      [12, "verdict: { score: pass, delta: 2 }", /verdict\/delta/],
      [13, "limits: { calls: many }", /limits\/calls/],
      [14, "outputPath: x", /additionalProperties/],
    ];
    for (const [line, text, fault] of broken) {
      expect(faultsOf(whole.with(line, text).join("\n")), text).toContainEqual(expect.stringMatching(fault));
      expect(await errorsOf(whole.with(line, text), files), text).not.toEqual([]);
    }
  });
});
