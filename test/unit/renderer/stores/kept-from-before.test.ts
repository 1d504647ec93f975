import type { Draft } from "@shared/domain/prompt/draft.ts";
import { emptyDraft } from "@shared/domain/prompt/empty-draft.ts";
import { defaultPreferences } from "@shared/domain/settings.ts";
import { describe, expect, it } from "vitest";
import { hasFromBefore, takenFromBefore } from "../../../../renderer/stores/draft/kept-from-before.ts";
import { buildRunRequest } from "../../../../renderer/stores/run/run-request.ts";

const prompt = { library: "langfuse", connection: "1a2b", name: "support/reply" };
const other = { ...prompt, connection: "3c4d" };
const draft: Draft = {
  ...emptyDraft,
  openPrompt: prompt,
  values: { "langfuse:support/reply": { variables: { tone: "warm", city: "Bern" }, placeholders: {} } },
  variants: [{ id: "a", modelOverride: null, parameters: {}, pins: { "langfuse:support/reply": { version: "2" } } }],
};
const variant = (of: Draft) => of.variants[0] ?? { id: "a", modelOverride: null, parameters: {} };

describe("values from before projects were told apart", () => {
  it("fill no prompt by themselves, whichever project has one of that name (L5: a leak)", () => {
    for (const openPrompt of [prompt, other]) {
      const opened = { ...draft, openPrompt };
      expect(hasFromBefore(opened, openPrompt)).toBe(true);
      expect(buildRunRequest(opened, variant(opened), defaultPreferences)).toMatchObject({
        variables: {},
        prompt: openPrompt,
      });
    }
  });

  it("become the prompt's they are used for, pins too, and nothing of them is left for another", () => {
    const typed = {
      ...draft,
      values: { ...draft.values, "langfuse@1a2b:support/reply": { variables: { city: "Chur" }, placeholders: {} } },
    };
    const taken = takenFromBefore(typed, prompt);
    expect(buildRunRequest(taken, variant(taken), defaultPreferences)).toMatchObject({
      variables: { tone: "warm", city: "Chur" },
      prompt: { ...prompt, version: "2" },
    });
    expect(hasFromBefore(taken, other)).toBe(false);
  });
});
