import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { bundledModels } from "../../../electron/engine/models/bundled-models.ts";
import { knownProviderOf } from "../../../electron/engine/models/known-models.ts";
import { modelBook, takeModelLists, takeToldModels } from "../../../electron/engine/models/model-book.ts";
import { traitsOf } from "../../../electron/engine/models/model-traits.ts";
import { modelListProblems, takeProfileModels } from "../../../electron/engine/models/profile-lists.ts";
import { toldModels } from "../../../electron/engine/models/told-models.ts";
import { readModelList } from "../../../electron/engine/models/update-models.ts";
import { builtInProviders } from "../../../electron/engine/providers/registry.ts";
import { findRetirement } from "../../../electron/engine/routing/find-retirement.ts";
import { modelBookSchema } from "../../../shared/domain/model/model-facts.ts";

const openai = { id: "openai" };
const anthropic = { id: "anthropic" };
const now = Date.parse("2026-11-29T12:00:00Z");
const retirement = (model: string) => findRetirement(model, { providers: builtInProviders, now });

afterEach(() => {
  takeModelLists(() => ({}));
  takeToldModels("OpenAI's own list", [], "2026-11-29");
});

describe("the bundled list", () => {
  it("has the form of the schema, 150 models of 12 providers at least, a source with a date a row, no row twice", () => {
    const { models, sources, series } = modelBookSchema.parse(bundledModels());
    expect(models.length).toBeGreaterThanOrEqual(150);
    expect(new Set(models.map(({ provider }) => provider)).size).toBeGreaterThanOrEqual(12);
    expect(models.filter(({ from }) => from === undefined || !sources[from])).toEqual([]);
    expect(models.filter((row) => row.series !== undefined && !series[row.series])).toEqual([]);
    expect(new Set(models.map(({ provider, model }) => `${provider}/${model}`)).size).toBe(models.length);
    const known = new Set(builtInProviders.listed.map(({ id }) => id));
    expect(models.filter(({ provider }) => !known.has(provider))).toEqual([]);
  });

  it("knows the wave of retirements with what replaces each", () => {
    const end = (model: string) => {
      const { ends, replacedBy } = modelBook().find("openai", model) ?? {};
      return [ends, replacedBy];
    };
    expect(end("gpt-5")).toEqual(["2026-12-11", "gpt-5.6-sol"]);
    expect(end("gpt-5-mini-2025-08-07")).toEqual(["2026-12-11", "gpt-5.6-terra"]);
    expect(end("gpt-4o")).toEqual(["2027-01-14", "gpt-6-luna"]);
    expect(end("gpt-4.1-mini")).toEqual(["2027-01-14", "gpt-6-luna"]);
  });

  it.each([
    ["claude-3-5-haiku-20241022", { thinking: "none", takesSchema: false }],
    ["claude-sonnet-4-5", { maxOutputTokens: 64_000, thinking: "budget", takesSchema: true, sampling: "one" }],
    ["claude-sonnet-4-6", { thinking: "adaptive", sampling: "one", takesPrefill: false }],
    ["claude-opus-4-8", { maxOutputTokens: 128_000, thinking: "adaptive", sampling: "none", takesPrefill: false }],
    ["claude-mythos-5-1", { thinking: "adaptive", sampling: "none" }],
  ])("says of %s how it is asked", (model, traits) => {
    expect(traitsOf(anthropic, model)).toMatchObject(traits);
  });

  it("a model without a row, and one of another provider's list, has no rule at all", () => {
    expect(traitsOf(openai, "gpt-17")).toEqual({});
    expect(traitsOf({ id: "openrouter" }, "anthropic/claude-opus-4-8")).toEqual({});
    expect(knownProviderOf("gpt-17")).toBeUndefined();
    expect(knownProviderOf("gemini-2.5-pro")).toBeUndefined();
    expect(knownProviderOf("ft:gpt-4o-mini:me::1")).toBe("openai");
  });
});

describe("retirement", () => {
  it("tells what ends within 90 days or is gone, by any string that calls it", () => {
    expect(retirement("openai/gpt-5")).toMatchObject({ days: 12, replacedBy: "gpt-5.6-sol", provider: "openai" });
    expect(retirement("langfuse/gpt-4o-2024-08-06")).toMatchObject({ days: 46, ends: "2027-01-14" });
    expect(retirement("o1")).toMatchObject({ ends: "2026-10-23", days: -37 });
    expect(retirement("gemini/gemini-2.5-pro")).toMatchObject({ replacedBy: "gemini/gemini-3.8-flash" });
  });

  it("says of a lasting model that it lasts, and of one nobody knows that it is not known", () => {
    expect(retirement("gpt-5.2")).toBe("lasts");
    expect(retirement("gpt-5.1")).toBe("lasts");
    expect(retirement("my-model")).toBe("unknown");
    expect(retirement("openrouter/some/thing")).toBe("unknown");
  });
});

describe("other lists", () => {
  const list = {
    sample_spec: { litellm_provider: "one of many", mode: "chat" },
    "gpt-7": {
      litellm_provider: "openai",
      mode: "responses",
      supported_endpoints: ["/v1/responses"],
      max_input_tokens: 2_000_000,
      input_cost_per_token: 3e-6,
      output_cost_per_token: 0.00001,
      input_cost_per_token_above_272k_tokens: 6e-6,
      output_cost_per_token_above_272k_tokens: 0.000015,
      input_cost_per_token_flex: 1.5e-6,
      supports_vision: true,
      supports_reasoning: true,
    },
    "gpt-5.2": { litellm_provider: "openai", mode: "chat", deprecation_date: "2027-02-01", successor_model: "gpt-7" },
    "xai/grok-9": { litellm_provider: "xai", mode: "chat" },
    "nobody/x": { litellm_provider: "nobody", mode: "chat" },
  };
  const origin = { name: "list.json", asOf: "2026-11-29", providers: new Set(["openai", "xai"]) };

  it("LiteLLM's is read as it is: a new model, what changed, prices for a million, and no provider that is not here", () => {
    const { file, added, changed } = readModelList(JSON.stringify(list), origin);
    expect(file.models.map(({ provider, model }) => `${provider}/${model}`)).toEqual([
      "openai/gpt-7",
      "openai/gpt-5.2",
      "xai/grok-9",
    ]);
    expect([added, changed.map(({ model }) => model)]).toEqual([2, ["gpt-5.2"]]);
    expect(file.models[0]).toMatchObject({
      demands: "responses",
      context: 2_000_000,
      takes: ["text", "image"],
      price: {
        input: 3,
        output: 10,
        above: [{ tokens: 272_000, input: 6, output: 15 }],
        tiers: { flex: { input: 1.5 } },
      },
    });
  });

  it("a row's parts count over the bundled ones, the person's own over a server's word, and the rest stays", () => {
    const { file } = readModelList(JSON.stringify(list), origin);
    const own = {
      version: 1 as const,
      sources: {},
      series: {},
      models: [{ ...openai, provider: "openai", model: "gpt-5.2", context: 5 }],
    };
    takeModelLists(() => ({ updated: file }));
    expect(modelBook().find("openai", "gpt-5.2")).toMatchObject({
      ends: "2027-02-01",
      series: "gpt-5.1-on",
      context: 272_000,
    });
    takeToldModels("OpenAI's own list", [{ provider: "openai", model: "gpt-5.2", context: 7 }], "2026-11-29");
    expect(modelBook().find("openai", "gpt-5.2")).toMatchObject({ context: 7, ends: "2027-02-01" });
    takeModelLists(() => ({ updated: file, own: own as never }));
    expect(modelBook().find("openai", "gpt-5.2")?.context).toBe(5);
  });

  it.each(["[]", "{", '{"a": 1}', '{"version": 2}'])("%s is refused as a list, by name", (text) => {
    expect(() => readModelList(text, origin)).toThrow(/list\.json is not a list of models/);
  });

  it("those of a profile are read when asked for; a damaged one is told and left out", () => {
    const folder = mkdtempSync(join(tmpdir(), "promptscope-models-"));
    writeFileSync(join(folder, "models.json"), '{"version": 1, "models": 3}');
    takeProfileModels(folder);
    expect(modelBook().find("openai", "gpt-5.2")?.context).toBe(272_000);
    expect(modelListProblems()).toEqual([expect.stringContaining("models.json is not used")]);
  });
});

describe("what a server tells of its models", () => {
  it("is read in the words of OpenRouter, Groq, Mistral and Together, and a list of names alone tells nothing", () => {
    const told = (entry: object) => toldModels("p", JSON.stringify({ data: [{ id: "m", ...entry }] }))[0];
    expect(
      told({
        context_length: 8,
        pricing: { prompt: "0.000003", completion: "0.00001" },
        top_provider: { max_completion_tokens: 4 },
      }),
    ).toEqual({ provider: "p", model: "m", context: 8, output: 4, price: { input: 3, output: 10 } });
    expect(told({ context_window: 9 })).toMatchObject({ context: 9 });
    expect(
      told({ max_context_length: 7, deprecation: "2027-01-31T00:00:00Z", deprecation_replacement_model: "n" }),
    ).toMatchObject({ context: 7, ends: "2027-01-31", replacedBy: "n" });
    expect(told({ pricing: { input: 1.5, output: 2 } })).toMatchObject({ price: { input: 1.5, output: 2 } });
    expect(told({ object: "model", owned_by: "me" })).toBeUndefined();
    expect(toldModels("p", "<html>")).toEqual([]);
  });
});
