import { type Draft, emptyDraft } from "@shared/domain/prompt/draft.ts";
import { runRequestSchema } from "@shared/domain/run/run.ts";
import { defaultPreferences } from "@shared/domain/settings.ts";
import { describe, expect, it } from "vitest";
import { buildRunRequest } from "../../../../renderer/stores/run/run-request.ts";

const draft: Draft = {
  ...emptyDraft,
  openPrompt: { library: "langfuse", name: "support/reply", version: "31" },
  values: {
    "langfuse:support/reply": { variables: { tone: "warm" }, placeholders: { history: [] } },
    "demo:support/reply": { variables: { tone: "cold" }, placeholders: {} },
  },
};
const variant = { id: "a", modelOverride: null, parameters: {} };

describe("the run a variant stands for", () => {
  it("takes the values of this source's prompt, not of a prompt with the same name elsewhere", () => {
    expect(buildRunRequest(draft, variant, defaultPreferences).variables).toEqual({ tone: "warm" });
  });

  it("sends no parameter that is not switched on", () => {
    const parameters = { temperature: { value: 0.2, on: true }, top_p: { value: 1, on: false } };
    expect(buildRunRequest(draft, { ...variant, parameters }, defaultPreferences).overrides).toEqual({
      temperature: 0.2,
    });
  });

  it("lets the prompt's config win over a langfuse/ name, and over no other", () => {
    const named = buildRunRequest(draft, { ...variant, modelOverride: "langfuse/gpt-4o" }, defaultPreferences);
    expect([named.model, named.modelOverride]).toEqual(["langfuse/gpt-4o", null]);
    const chosen = buildRunRequest(draft, { ...variant, modelOverride: "openai/gpt-4o" }, defaultPreferences);
    expect([chosen.model, chosen.modelOverride]).toEqual(["", "openai/gpt-4o"]);
  });

  it("is accepted by the contract, with and without an open prompt", () => {
    expect(runRequestSchema.safeParse(buildRunRequest(draft, variant, defaultPreferences)).success).toBe(true);
    expect(runRequestSchema.safeParse(buildRunRequest(emptyDraft, variant, defaultPreferences)).success).toBe(true);
  });
});
