import type { PromptSummary } from "@shared/domain/prompt/prompt.ts";
import { describe, expect, it } from "vitest";
import {
  isEmptyFilter,
  matchesFilter,
  parseFilter,
  toggleTerm,
} from "../../../../renderer/stores/prompts/prompt-filter.ts";

const prompt: PromptSummary = {
  name: "support/Reply-Draft",
  type: "chat",
  versions: ["30", "31"],
  labels: ["Production", "latest"],
  tags: ["customer care"],
};

const matches = (text: string) => matchesFilter(prompt, parseFilter(text));

describe("prompt filter", () => {
  it("needs every word of the name, in any order and case", () => {
    expect(matches("draft SUPPORT")).toBe(true);
    expect(matches("draft billing")).toBe(false);
  });

  it("compares labels and tags as wholes, so that label:prod does not find production", () => {
    expect(matches("label:production")).toBe(true);
    expect(matches("label:prod")).toBe(false);
    expect(matches('tag:"customer care"')).toBe(true);
    expect(matches("tag:customer")).toBe(false);
  });

  it("joins terms with and", () => {
    expect(matches("reply label:latest")).toBe(true);
    expect(matches("reply label:staging")).toBe(false);
  });

  it("filters nothing while a value is not typed yet", () => {
    expect(isEmptyFilter(parseFilter("label:"))).toBe(true);
    expect(isEmptyFilter(parseFilter('  tag:""'))).toBe(true);
  });

  it("puts a term into the text and takes it out again, leaving the rest", () => {
    const added = toggleTerm("draft", "tag", "customer care");
    expect(added).toBe('draft tag:"customer care"');
    expect(toggleTerm(added, "tag", "customer care")).toBe("draft");
  });
});
