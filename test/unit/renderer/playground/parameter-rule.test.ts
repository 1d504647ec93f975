import type { RunPreview } from "@shared/domain/run/run.ts";
import { expect, it } from "vitest";
import { ruleNote } from "../../../../renderer/features/playground/variants/parameter-rule.ts";

const preview = {
  warnings: [],
  plan: { route: { providerLabel: "Mistral", model: "m" } },
  parameterRules: [
    { key: "temperature", sentAs: "temperature", source: "API" },
    { key: "seed", sentAs: "random_seed", source: "provider" },
    { key: "stop", sentAs: "stop_sequences", source: "API" },
    { key: "n", sentAs: "n", source: "provider", refused: "it gives one answer" },
  ],
} as unknown as RunPreview;

it.each([
  ["temperature", ""],
  ["seed", "sent as random_seed, as Mistral has it"],
  ["stop", "sent as stop_sequences, as its API has it"],
  ["n", "not sent: it gives one answer"],
  ["logprobs", "Mistral does not know it; it is not sent"],
  ["extra_body", ""],
])("says before a run what becomes of %s (a switch that did nothing looked like one that did)", (key, note) => {
  expect(ruleNote(key, preview)).toBe(note);
});

it("says nothing while no model is known", () => {
  expect(ruleNote("temperature", null)).toBe("");
  expect(ruleNote("temperature", { warnings: [] })).toBe("");
});
