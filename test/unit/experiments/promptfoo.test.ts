import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scoreCell } from "@engine/evaluators/score-cell.ts";
import { readExperiment } from "@engine/experiments/read-experiment.ts";
import { showExperiment } from "@engine/experiments/show-experiment.ts";
import { describe, expect, it } from "vitest";

/*
 * Configs of promptfoo's common forms, each with what must be read, said and sent (`test/fixtures/promptfoo/README.md`).
 */
interface Told {
  line: number;
  file?: string;
  code?: string;
  says: string[];
}
interface Expected extends Record<string, unknown> {
  about: string;
  env?: Record<string, string>;
  prompts: { raw: string }[];
  matrix?: { provider: string; vars: unknown; text?: string; messages?: unknown }[];
  assertions?: { description?: string; metadata?: unknown; threshold?: number; assert: Record<string, unknown>[] }[];
  warnings: Told[];
  refusals: Told[];
}

const folder = join(import.meta.dirname, "../../fixtures/promptfoo");
const names = readdirSync(folder).filter((name) => /^p\d\d-/.test(name));

async function readFrom(inside: string, environment: Record<string, string> = {}) {
  const outcome = await readExperiment(join(inside, "promptfooconfig.yaml"), {
    openPrompt: async () => undefined,
    environment: (variable) => environment[variable],
    signal: new AbortController().signal,
  });
  if (outcome.read === "error") throw new Error(outcome.errors.map(({ message }) => message).join("\n"));
  return outcome;
}

const readWhole = (name: string, environment: Record<string, string> = {}) => readFrom(join(folder, name), environment);

async function readText(text: string) {
  const made = await mkdtemp(join(tmpdir(), "promptscope-promptfoo-"));
  try {
    await writeFile(join(made, "promptfooconfig.yaml"), text);
    return await readFrom(made);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

async function show(name: string, environment: Record<string, string> = {}) {
  const outcome = await readWhole(name, environment);
  return (await showExperiment(outcome.experiment, outcome.read)) as unknown as Expected;
}

const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();

describe.each(names)("%s", (name) => {
  const wanted = JSON.parse(readFileSync(join(folder, name, "expected.json"), "utf8")) as Expected;

  it(`is read as promptfoo reads it: ${wanted.about}`, async () => {
    const shown = await show(name, wanted.env);
    for (const key of ["read", "rows", "cells", "repetitions", "concurrency", "judges", "models", "providers"]) {
      if (wanted[key] !== undefined) expect({ [key]: shown[key] }).toEqual({ [key]: wanted[key] });
    }
    expect(shown.prompts.map(({ raw }) => raw)).toEqual(wanted.prompts.map(({ raw }) => raw));
    if (wanted.matrix) {
      const sent = (rows: Expected["matrix"] = []) =>
        sorted(rows.map(({ provider, vars, text, messages }) => [provider, vars, text ?? messages]));
      expect(sent(shown.matrix)).toEqual(sent(wanted.matrix));
    }
    if (wanted.assertions) {
      const checks = (rows: Expected["assertions"] = []) =>
        sorted(
          rows.map(({ description, metadata, threshold, assert }) => [
            description,
            metadata,
            threshold,
            assert.map((one) => sorted(Object.entries(one))),
          ]),
        );
      expect(checks(shown.assertions)).toEqual(checks(wanted.assertions));
    }
    for (const list of ["warnings", "refusals"] as const) {
      const given = shown[list] as unknown as (Told & { message: string })[];
      const isSaid = ({ line, file, code, says }: Told) =>
        given.some(
          (one) =>
            one.line === line &&
            (file ?? one.file) === one.file &&
            (code ?? one.code) === one.code &&
            says.every((word) => one.message.toLowerCase().includes(word.toLowerCase())),
        );
      expect(wanted[list].filter((one) => !isSaid(one))).toEqual([]);
      expect({ list, told: given.map(({ message }) => message) }).toMatchObject({
        told: { length: wanted[list].length },
      });
    }
  });
});

it("there are fifteen of them", () => {
  expect(names).toHaveLength(15);
});

it("checks of code and behind changes of the answer come out as in promptfoo", async () => {
  const name = "p11-many-assertions";
  const wanted = JSON.parse(readFileSync(join(folder, name, "expected.json"), "utf8")) as {
    matrix: { text: string; results: { type?: string; pass: boolean; score: number; reason: string }[] }[];
  };
  const { experiment } = await readWhole(name);
  const [row] = experiment.rows;
  const [cell] = wanted.matrix;
  const signal = new AbortController().signal;
  const answer = { text: cell?.text ?? "", refusal: "", toolCalls: [] };
  const checks = (row?.checks ?? []).filter(({ set }) => !set);
  expect(checks.map(({ evaluator }) => evaluator?.type)).not.toContain(undefined);
  const found = await Promise.all(
    checks.flatMap(({ evaluator }) =>
      evaluator ? [scoreCell(evaluator, { answer, row: { variables: row?.variables ?? {} } }, signal)] : [],
    ),
  );
  const told = cell?.results.slice(0, checks.length) ?? [];
  expect(found).toMatchObject(told.map(({ pass }) => ({ passed: pass })));
  expect(found[8]).toMatchObject({ value: 0.75, reason: "n is 3, wanted Aurach" });
  expect(experiment.codeFiles).toMatchObject([
    { path: "checks/short.js", code: expect.stringContaining("module.exports") },
  ]);
});

describe("javascript that would mean something else is left out by line", () => {
  it.each([
    ["process.env.HOME === output", "of Node"],
    ["require('fs').existsSync(output)", "require"],
    ["output.includes('{{city}}')", "context.vars"],
    ["context.providerResponse.cached", "promptfoo's run"],
    ["new URL(output).host === 'a'", "of Node"],
  ])("%s", async (code, why) => {
    const { experiment } = await readText(
      [
        "prompts: ['{{q}}']",
        "providers: [openai:gpt-4o-mini]",
        "tests:",
        "  - vars: { q: a }",
        `    assert: [{ type: javascript, value: ${JSON.stringify(code)} }]`,
      ].join("\n"),
    );
    expect(experiment.refusals).toMatchObject([{ line: 5, message: expect.stringContaining(why) }]);
    expect(experiment.rows.at(0)?.checks[0]?.evaluator).toBeUndefined();
  });

  it("where response_format makes promptfoo parse the answer", async () => {
    const { experiment } = await readText(
      [
        "prompts: ['{{q}}']",
        "providers: [{ id: openai:gpt-4o-mini, config: { response_format: { type: json_object } } }]",
        "defaultTest: { assert: [{ type: javascript, value: output.n > 2 }] }",
        "tests: [{ vars: { q: a } }, { vars: { q: b } }]",
      ].join("\n"),
    );
    // Once, however many tests have it.
    expect(experiment.refusals).toMatchObject([{ line: 3, message: expect.stringContaining("parsed") }]);
  });
});
