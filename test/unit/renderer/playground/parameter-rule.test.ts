import type { RunPreview } from "@shared/domain/run/run.ts";
import { expect, it } from "vitest";
import {
  isKeptBack,
  modelListNote,
  ruleNote,
} from "../../../../renderer/features/playground/variants/parameter-rule.ts";

const preview = {
  warnings: [],
  plan: {
    route: { providerLabel: "Mistral", model: "m" },
    modelList: "A list (2026-11-29)",
    parameters: [
      { key: "top_p", value: 0.5, source: "override", sent: false },
      { key: "logprobs", value: true, source: "override", sent: true },
    ],
  },
  parameterRules: [
    { key: "temperature", sentAs: "temperature", source: "API" },
    { key: "seed", sentAs: "random_seed", source: "provider" },
    { key: "stop", sentAs: "stop_sequences", source: "API" },
    {
      key: "top_p",
      sentAs: "top_p",
      source: "model",
      refused: "this model does not take it",
      says: "A list, llms/a_file.py, 2026-11-29",
    },
    { key: "logprobs", sentAs: "logprobs", source: "model", refused: "this model does not take it", onlyWith: {} },
    {
      key: "temperature_of_thinkers",
      sentAs: "temperature_of_thinkers",
      source: "model",
      refused: "this model does not take it",
      onlyWith: { key: "reasoning_effort", value: "none", unasked: false },
    },
    {
      key: "top_k",
      sentAs: "top_k",
      source: "model",
      refused: "this model does not take it",
      onlyWith: { key: "reasoning_effort", value: "none", unasked: true },
    },
    { key: "n", sentAs: "n", source: "provider", refused: "it gives one answer" },
  ],
} as unknown as RunPreview;

it.each([
  ["temperature", ""],
  ["seed", "sent as random_seed, as Mistral has it"],
  ["stop", "sent as stop_sequences, as its API has it"],
  ["n", "not sent: it gives one answer"],
  ["min_p", "Mistral does not know it; it is not sent"],
  ["top_p", "not sent: this model does not take it (A list, 2026-11-29)"],
  ["logprobs", ""],
  ["temperature_of_thinkers", 'not sent: this model does not take it unless reasoning_effort is "none"'],
  // gpt-5.2 thinks nothing of itself: it was told not to be sent, and was.
  ["top_k", ""],
  ["extra_body", ""],
])("says before a run what becomes of %s (a switch that did nothing looked like one that did)", (key, note) => {
  expect(ruleNote(key, preview)).toBe(note);
});

it("offers to send what a model's row alone keeps back, and says whose row that is", () => {
  expect(["top_p", "n", "logprobs", "seed"].map((key) => isKeptBack(key, preview))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(modelListNote(preview)).toBe("What m takes: A list (2026-11-29).");
  const unknown = { ...preview, plan: { ...preview.plan, modelList: null } } as unknown as RunPreview;
  expect(modelListNote(unknown)).toBe("No list has a row for m: no rule of a model is applied.");
});

it("says nothing while no model is known", () => {
  expect(ruleNote("temperature", null)).toBe("");
  expect(ruleNote("temperature", { warnings: [] })).toBe("");
});
