import { storedDraftSchema } from "@shared/domain/prompt/draft.ts";
import { upgradeDraft } from "@shared/domain/prompt/upgrade-kept-values.ts";
import { describe, expect, it } from "vitest";

/** As draft.json was written before prompt libraries. */
const before = {
  openPrompt: { source: "langfuse", name: "support/reply: refund", version: 31 },
  values: {
    "langfuse:support/reply: refund": { variables: { city: "Bern" }, placeholders: {} },
    "demo:movie-critic": { variables: { movie: "Alien" }, placeholders: {} },
  },
  variants: [
    {
      id: "a",
      modelOverride: null,
      parameters: {},
      pins: { "langfuse:support/reply: refund": { version: 2 }, "demo:movie-critic": { label: "staging" } },
      values: { "langfuse:support/reply: refund": { variables: { city: "Basel" }, placeholders: {} } },
      conversations: {
        "": { messages: [{ role: "user", content: "Hi" }], next: { text: "", images: [] } },
        "langfuse:support/reply: refund": { messages: [], next: { text: "And?", images: [] } },
      },
    },
  ],
  layout: { left: 260 },
};
const key = "langfuse@1a2b:support/reply: refund";

describe("a draft of before", () => {
  it("goes to the connection that is set up at the first start, all of it", () => {
    const upgraded = storedDraftSchema.parse(upgradeDraft(before, { langfuse: "1a2b" }));
    const { openPrompt, values, variants, layout } = upgraded.draft;
    expect(openPrompt).toEqual({
      library: "langfuse",
      connection: "1a2b",
      name: "support/reply: refund",
      version: "31",
    });
    expect(Object.keys(values)).toEqual([key, "demo:movie-critic"]);
    expect(values[key]?.variables).toEqual({ city: "Bern" });
    expect(variants[0]).toMatchObject({
      pins: { [key]: { version: "2" }, "demo:movie-critic": { label: "staging" } },
      values: { [key]: { variables: { city: "Basel" } } },
      conversations: { "": { messages: [{ content: "Hi" }] }, [key]: { next: { text: "And?" } } },
    });
    expect(layout).toEqual(before.layout);
  });

  it("waits under its own key where nothing is connected", () => {
    const { draft } = storedDraftSchema.parse(upgradeDraft(before, {}));
    expect(Object.keys(draft.values)).toEqual(Object.keys(before.values));
    expect(draft.openPrompt).not.toHaveProperty("connection");
  });

  it("is brought up to date once: what waits is not given to whatever is connected later", () => {
    const first = upgradeDraft(before, {});
    expect(upgradeDraft(first, { langfuse: "1a2b" })).toBe(first);
  });
});
