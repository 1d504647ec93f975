import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

async function show(name: string, environment: Record<string, string> = {}) {
  const outcome = await readExperiment(join(folder, name, "promptfooconfig.yaml"), {
    openPrompt: async () => undefined,
    environment: (variable) => environment[variable],
    signal: new AbortController().signal,
  });
  if (outcome.read === "error") throw new Error(outcome.errors.map(({ message }) => message).join("\n"));
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
