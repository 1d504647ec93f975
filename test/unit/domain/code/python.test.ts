import { toLiteLlmPython, toOpenAiPython } from "@shared/domain/code/python.ts";
import { describe, expect, it } from "vitest";
import { codeOf, requestFor } from "./sent-request.ts";

// `npm run compat` runs the programs.
describe("python programs, read", () => {
  it("no key and no line break of the prompt is in the text", async () => {
    const code = codeOf(toOpenAiPython(await requestFor()));
    expect(code).toContain('api_key=os.environ["OPENAI_API_KEY"]');
    expect(code).not.toContain("second line\n");
    expect(code).toContain("\\ud800");
    expect(code).toContain("日本 🎉");
  });

  it("says why there is none: another API, a body that is not JSON, one typed by hand", async () => {
    const anthropic = await requestFor({ provider: "anthropic" });
    expect(toOpenAiPython(anthropic)).toHaveProperty("unavailable");
    const openai = await requestFor();
    expect(toOpenAiPython({ ...openai, wire: { ...openai.wire, body: "{" } })).toHaveProperty("unavailable");
    const handEdited = { ...openai, plan: { ...openai.plan, handEdited: true as const } };
    expect(toLiteLlmPython(handEdited)).toHaveProperty("unavailable");
    expect(toOpenAiPython(handEdited)).toHaveProperty("code");
  });
});
