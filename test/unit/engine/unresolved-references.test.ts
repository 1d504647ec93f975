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

it("a reference that only comes together from pieces is warned of too (looking piece by piece would miss it)", () => {
  const prompt = { type: "text" as const, prompt: "{{a}}{{a}}{{a}}langfusePrompt:name={{name}}{{a}}{{a}}{{a}}." };
  const rest = { placeholders: {}, clientMessages: [], clientMessagesMode: "replace" as const };
  for (const mode of ["python", "js"] as const) {
    const subjects = (variables: Record<string, string>) =>
      compilePrompt({ prompt, variables, mode, ...rest }).warnings.map(({ subject }) => subject);
    expect(subjects({ a: "@", name: "gone" })).toEqual(["@@@langfusePrompt:name=gone@@@"]);
    expect(subjects({ a: "@@@", name: "gone" })).toHaveLength(1);
    expect(subjects({ a: "a@b", name: "gone" })).toEqual([]);
  }
});

it("a placeholder that was given text is warned of (it went to the model as the role NOT_GIVEN without a word)", () => {
  const prompt = { type: "chat" as const, prompt: [{ type: "placeholder" as const, name: "history" }] };
  const rest = {
    placeholders: {},
    mode: "python" as const,
    clientMessages: [],
    clientMessagesMode: "replace" as const,
  };
  const codes = (history: string | []) =>
    compilePrompt({ prompt, variables: { history }, ...rest }).warnings.map(({ code }) => code);
  expect(codes("[]")).toContain("placeholder_not_messages");
  expect(codes([])).not.toContain("placeholder_not_messages");
});
