import { compilePrompt } from "@engine/pipeline/compile-prompt.ts";
import { expect, it } from "vitest";

it("a reference to another prompt that Langfuse has left is warned of (it went to the model without a word)", () => {
  const left = "@@@langfusePrompt:name=gone|label=production@@@";
  const prompt = { type: "text" as const, prompt: `See ${left} and ${left}.` };
  const rest = { variables: {}, placeholders: {}, clientMessages: [], clientMessagesMode: "replace" as const };
  for (const mode of ["python", "js"] as const) {
    const { warnings } = compilePrompt({ prompt, mode, ...rest });
    expect(warnings.filter(({ code }) => code === "reference_unresolved").map(({ subject }) => subject)).toEqual([
      left,
    ]);
  }
  expect(compilePrompt({ prompt: { ...prompt, prompt: "See this." }, mode: "python", ...rest }).warnings).toEqual([]);
});
