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

it("an expression that is turned around says so once", () => {
  const words = wordsOf({ type: "regex", value: "\\d", not: true }).map((piece) =>
    typeof piece === "string" ? piece : "code" in piece ? piece.code : piece.value,
  );
  expect(words.join("")).toBe("no match for \\d");
});
