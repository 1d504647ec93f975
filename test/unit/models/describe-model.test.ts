import { describeModel } from "@shared/domain/model/describe-model.ts";
import type { ModelFacts } from "@shared/domain/model/model-facts.ts";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import { describe, expect, it } from "vitest";
import { modelBook } from "../../../electron/engine/models/model-book.ts";
import { createModelCatalogue } from "../../../electron/engine/models/model-catalogue.ts";
import { builtInProviders } from "../../../electron/engine/providers/registry.ts";

const row = (facts: Partial<ModelFacts>): ModelFacts => ({ provider: "openai", model: "m", ...facts });

describe("a model in one line", () => {
  it.each([
    [{}, ""],
    [{ context: 999 }, "999"],
    [{ context: 8_191 }, "8 K"],
    [{ context: 999_999 }, "1 M"],
    [{ context: 1_048_576 }, "1 M"],
    [{ context: 1_500_000 }, "1.5 M"],
    [{ price: { input: 1.25, output: 10 } }, "$1.25/$10"],
    [{ price: { input: 0.1, output: 0.4 } }, "$0.10/$0.40"],
    [{ price: { input: 0.175, output: 0.00001 } }, "$0.175/$0"],
    [{ price: { input: 0, output: 0 } }, "free"],
    [{ mode: "embedding", price: { input: 0.02, output: 0 } }, "$0.02"],
    [{ can: ["tools", "reasoning"], takes: ["text", "image"], gives: ["text"] }, "thinks, sees"],
    [{ cannot: ["tools"], takes: ["audio"], gives: ["audio"] }, "hears, speaks, no tools"],
    [{ ends: "2026-12-11" }, "ends 2026-12-11"],
  ] satisfies [Partial<ModelFacts>, string][])("says of %j only what is known: %s", (facts, line) => {
    expect(describeModel(row(facts))).toBe(line);
  });

  it("says something of every row of the list, on one line", () => {
    const lines = modelBook().all().map(describeModel);
    expect(lines.filter((line) => /NaN|undefined|e-|\n/.test(line))).toEqual([]);
    expect(describeModel(modelBook().find("openai", "gpt-5.2") ?? row({}))).toBe(
      "272 K · $1.75/$14 · thinks, sees, reads PDFs, draws",
    );
  });

  it("stands at every model that can be picked and has a row, listed by its server or not", async () => {
    const catalogue = createModelCatalogue({
      providers: builtInProviders,
      sampleModels: ["sample"],
      findEndpoint: () => ({}) as Endpoint,
      askServer: async ({ id }) => (id === "openai" ? ["gpt-5.2", "of-nobody"] : []),
      now: () => Date.parse("2026-11-29"),
    });
    const groups = await catalogue.list(false, { signal: new AbortController().signal });
    const aboutOf = (id: string) => groups.flatMap(({ models }) => models).find((model) => model.id === id)?.about;
    expect(aboutOf("openai/gpt-5.2")).toContain("272 K · $1.75/$14");
    expect(aboutOf("openai/of-nobody")).toBeUndefined();
    expect(aboutOf("claude-opus-4-6")).toBe("1 M · $5/$25 · thinks, sees, reads PDFs");
  });
});
