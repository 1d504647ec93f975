import { describe, expect, it } from "vitest";
import { orderGroups, rankModel, readRecent, withRecent } from "../../../../renderer/stores/settings/model-order.ts";

const model = (id: string, origin: "server" | "demo" = "server") => ({ id, label: id, provider: "p", origin });

const best = (typed: string, models: string[]) =>
  models
    .map((id) => ({ id, rank: rankModel(id, typed) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ id }) => id);

describe("finding a model", () => {
  // Sixty fine-tuned models stood before the one that was meant.
  it("has the model before its snapshots, and those before what was fine-tuned from it", () => {
    const models = [
      "openai/ft:gpt-4o-mini-2024-07-18:acme::a1",
      "openai/gpt-4o-mini-2024-07-18",
      "openai/gpt-4o-mini",
      "openai/gpt-4o",
      "openai/ft:gpt-4o-mini:x",
    ];
    for (const typed of ["4o mini", "gpt-4o-mini", "gpt4omini", "openai mini"]) {
      expect(best(typed, models)[0]).toBe("openai/gpt-4o-mini");
    }
    expect(best("4o mini", models).slice(0, 2)).toEqual(["openai/gpt-4o-mini", "openai/gpt-4o-mini-2024-07-18"]);
    expect(best("gpt-4o", models)[0]).toBe("openai/gpt-4o");
    expect(best("claude", models)).toEqual([]);
  });

  it("finds by label and provider too", () => {
    expect(rankModel("x/abc", "acme abc", ["Acme Inc"])).toBeGreaterThan(0);
  });

  it("knows what answers no chat by its name, and nothing else as such", () => {
    const others = ["o/text-embedding-3-small", "o/whisper-1", "o/dall-e-3", "o/tts-1-hd"];
    const chats = ["o/gpt-4o", "o/claude-sonnet-4-5", "o/gemini-2.5-pro", "o/my-deployment"];
    const models = [...others, ...chats].map((id) => model(id));
    const ordered = orderGroups([{ provider: "o", label: "O", state: "ready", models }]);
    expect(ordered.others[0]?.models.map(({ id }) => id)).toEqual(others);
    expect(ordered.chat[0]?.models.map(({ id }) => id)).toEqual(chats);
  });

  it("has what can be used first, samples before what wants a key (they stood behind 300 of those), nothing lost", () => {
    const groups = [
      { provider: "demo", label: "Demo", state: "ready" as const, models: [model("demo/a", "demo")] },
      { provider: "x", label: "X", state: "needs_key" as const, models: [] },
      { provider: "o", label: "O", state: "ready" as const, models: [model("o/gpt"), model("o/embed-1")] },
    ];
    const { chat, others } = orderGroups(groups);
    expect(chat.map(({ provider }) => provider)).toEqual(["o", "demo", "x"]);
    expect(others.map(({ models }) => models.map(({ id }) => id))).toEqual([["o/embed-1"]]);
  });

  it("keeps the five chosen last, each once, newest first", () => {
    let kept: string | undefined;
    for (const model of ["a", "b", "c", "d", "e", "f", "c"]) kept = withRecent(kept, model);
    expect(readRecent(kept)).toEqual(["c", "f", "e", "d", "b"]);
  });
});
