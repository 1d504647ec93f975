import { expect, it } from "vitest";
import { wordsOf } from "../../../../renderer/features/experiments/setup/evaluators/evaluator-words.ts";
import { titleOf } from "../../../../renderer/features/experiments/words/variant-names.ts";

it("a variant is called by its model and prompt; the provider only where two have one model", () => {
  const one = { name: "A", model: "openai/gpt-4o-mini", prompt: "x.yaml#A" };
  const named = { name: "shorter", model: "openai/gpt-4o", prompt: "support/reply v32" };
  const azure = { name: "C", model: "azure/gpt-4o-mini", prompt: "support/reply v32" };
  expect(titleOf(one, { variants: [one, named] })).toBe("gpt-4o-mini · edit");
  expect(titleOf(azure, { variants: [one, named, azure] })).toBe("azure/gpt-4o-mini · support/reply v32");
  expect(titleOf(named, { variants: [one, named] })).toBe("shorter");
});

// "markdown · support/triage-ticke…" twice: what told them apart was cut off.
it("variants of one prompt are told apart by its versions, and not by its name", () => {
  const [one, two] = ["31", "32"].map((version, index) => ({
    name: index === 0 ? "A" : "B",
    model: "openai/gpt-4o-mini",
    prompt: `support/reply v3 draft v${version}`,
  }));
  if (!one || !two) throw new Error("no variants");
  expect([one, two].map((variant) => titleOf(variant, { variants: [one, two] }))).toEqual([
    "gpt-4o-mini · v31",
    "gpt-4o-mini · v32",
  ]);
  expect(titleOf(one, { variants: [one] })).toBe("gpt-4o-mini · support/reply v3 draft v31");
  const label = { ...two, prompt: "support/reply v3 draft" };
  expect(titleOf(one, { variants: [one, label] })).toBe("gpt-4o-mini · support/reply v3 draft v31");
});

it("an expression that is turned around says so once", () => {
  const words = wordsOf({ type: "regex", value: "\\d", not: true }).map((piece) =>
    typeof piece === "string" ? piece : "code" in piece ? piece.code : piece.value,
  );
  expect(words.join("")).toBe("no match for \\d");
});
