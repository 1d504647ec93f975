import type { ModelGroup } from "@shared/domain/model/model.ts";
import { describe, expect, it } from "vitest";
import { bestFirst } from "../../../../renderer/stores/best-first.ts";
import { type ModelQuestion, modelChoices } from "../../../../renderer/stores/settings/model-choices.ts";

const group = (provider: string, ids: string[], more: Partial<ModelGroup> = {}): ModelGroup => ({
  provider,
  label: provider,
  state: "ready",
  models: ids.map((id) => ({ id, label: id.slice(id.indexOf("/") + 1), provider, origin: "known" })),
  ...more,
});

const groups = [
  group("azure", ["azure/gpt-x", "azure/gpt-x-mini"]),
  group("openai", ["gpt-x", "gpt-x-mini", "text-embedding-x"]),
  group("groq", [], { state: "needs_key" }),
];

const of = (groups: ModelGroup[]): ModelQuestion["models"] => ({ groups, loading: false, error: null });

const shown = ({ groups: listed = groups, ...question }: Partial<ModelQuestion> & { groups?: ModelGroup[] }) =>
  modelChoices({
    models: of(listed),
    typed: "",
    chosen: null,
    config: { model: "of-the-prompt" },
    ...question,
  }).flatMap(({ options }) => options.map(({ value }) => value));

describe("what a list of models shows", () => {
  it("has the typed name first and once, whoever lists it", () => {
    expect(shown({ typed: "gpt-x" }).slice(0, 2)).toEqual(["gpt-x", "azure/gpt-x"]);
    expect(shown({ typed: "gpt-x" }).filter((value) => value === "gpt-x")).toHaveLength(1);
    expect(shown({ typed: "azure/gpt-x" })[0]).toBe("azure/gpt-x");
    expect(shown({ typed: "gpt-x", groups: [] })).toEqual(["gpt-x"]);
  });

  it("says what is known of a model below its name, of the typed one too", () => {
    const known = group("openai", ["gpt-x"]);
    const about = "128 K · $2.50/$10 · sees";
    const groups = [{ ...known, models: known.models.map((model) => ({ ...model, about })) }];
    for (const typed of ["", "gpt", "gpt-x"]) {
      const options = modelChoices({ models: of(groups), typed, chosen: null }).flatMap(({ options }) => options);
      expect(options.find(({ value }) => value === "gpt-x")).toMatchObject({ below: about });
    }
  });

  // Where OpenAI's own list does not have it, or has it with its provider, Azure's of that name would be the best match.
  it("takes a name for whole that a list has behind a provider: whose it is, the rules for names say", () => {
    const listed = [group("azure", ["azure/gpt-x"]), group("openai", ["openai/gpt-y"])];
    expect(shown({ typed: "gpt-x", groups: listed }).slice(0, 2)).toEqual(["gpt-x", "azure/gpt-x"]);
    const both = [group("azure", ["azure/gpt-x"]), group("openai", ["openai/gpt-x"])];
    expect(shown({ typed: "gpt-x", groups: both })[0]).toBe("gpt-x");
  });

  it("has the best match before a part of a name as it was typed (Enter took a model called sonnet)", () => {
    const found = shown({ typed: "x-min" });
    expect(found[0]).toBe("gpt-x-mini");
    expect(found.at(-1)).toBe("x-min");
    expect(shown({ typed: "azure/x-min" })[0]).toBe("azure/x-min");
    expect(shown({ typed: "my-own-model" })).toEqual(["my-own-model"]);
  });

  it("has a search in words last, after what it finds", () => {
    const found = shown({ typed: "openai mini" });
    expect(found[0]).toBe("gpt-x-mini");
    expect(found.at(-1)).toBe("openai mini");
  });

  it("has the provider with the best match first, and what answers no chat apart, behind", () => {
    expect(shown({ typed: "x mini", groups: [groups[1] as ModelGroup, groups[0] as ModelGroup] })[0]).toBe(
      "gpt-x-mini",
    );
    const sections = modelChoices({ models: of(groups), typed: "x", chosen: null });
    expect(sections.at(-2)).toMatchObject({ heading: "openai: not for chat" });
  });

  it("shows the prompt's own, the recent ones and what wants a key while nothing is typed", () => {
    const all = shown({ recent: ["gpt-x"] });
    expect(all.slice(0, 2)).toEqual(["use prompt config", "recent gpt-x"]);
    expect(all).toContain("add key groq");
    expect(shown({ typed: "mini", recent: ["gpt-x"] })).not.toContain("recent gpt-x");
    expect(modelChoices({ models: of(groups), typed: "", chosen: null })[0]?.key).toBe("azure");
  });
});

it("says that the list is coming, or why it is not, above what can be chosen", () => {
  const first = (models: ModelQuestion["models"]) => modelChoices({ models, typed: "x", chosen: null })[0]?.note;
  expect(first({ groups: [], loading: true, error: null })).toBe("Loading models…");
  expect(first({ groups, loading: true, error: null })).toBeUndefined();
  expect(first({ groups, loading: false, error: { message: "Refused." } })).toBe("Refused.");
});

describe("the best first", () => {
  it("keeps the order of what fits equally well, and a section for its note alone", () => {
    const sections = [
      { key: "a", options: ["one", "two"] },
      { key: "b", options: [], note: "Loading…" },
      { key: "c", options: ["three"] },
      { key: "d", options: ["never"] },
    ];
    const ordered = bestFirst(sections, (option) => ({ three: 1, one: 0.5, two: 0.5 })[option] ?? 0);
    expect(ordered.map(({ key, options }) => [key, options])).toEqual([
      ["c", ["three"]],
      ["a", ["one", "two"]],
      ["b", []],
    ]);
  });
});
