import { formats } from "@engine/libraries/local/formats/formats.ts";
import { promptYml } from "@engine/libraries/local/formats/prompt-yml.ts";
import type { PromptContent } from "@shared/domain/prompt/prompt.ts";
import { describe, expect, it } from "vitest";

const chat: PromptContent = {
  type: "chat",
  prompt: [
    { role: "system", content: "You explain things.\nShort sentences." },
    { type: "placeholder", name: "history" },
    { role: "user", content: "Explain {{topic}}." },
  ],
  config: { model: "openai/gpt-5-mini", temperature: 0.2, max_tokens: 300, seed: 7, service_tier: "flex" },
};

describe("the prompt file", () => {
  it("is written as people would", () => {
    expect(promptYml.write(null, chat, "team/explain")).toMatchInlineSnapshot(`
      "name: explain
      model: openai/gpt-5-mini
      modelParameters:
        temperature: 0.2
        maxTokens: 300
        seed: 7
      messages:
        - role: system
          content: |-
            You explain things.
            Short sentences.
        - placeholder: history
        - role: user
          content: |-
            Explain {{topic}}.
      config:
        service_tier: flex
      "
    `);
  });
  it.each([
    ["a text with blanks at its ends", "  a\n b \n\n"],
    ["tabs", "\ta\n\t\tb"],
    ["a blank first line", "\n\nx"],
    ["only newlines", "\n\n"],
    ["nothing", ""],
    ["carriage returns", "a\r\nb\rc"],
    ["what looks like YAML", "- a: 1\n# no comment\n---\n..."],
    ["half a character", "a\ud800b"],
    ["NUL", "a\u0000b"],
    ["a byte order mark", "\ufeffx"],
    ["other line ends", "a\u2028b\u0085c"],
    ["emoji", "👩‍👩‍👧 ok"],
  ])("gives %s back", (_what, content) => {
    const prompt: PromptContent = { type: "chat", prompt: [{ role: "user", content }], config: { a: content } };
    const text: PromptContent = { type: "text", prompt: content, config: {} };
    for (const given of [prompt, text]) {
      const file = promptYml.write(null, given, "x");
      expect(promptYml.read(file)).toMatchObject(given);
      expect(promptYml.read(Buffer.from(file, "utf8").toString("utf8"))).toMatchObject(given);
      expect(file.endsWith("\n")).toBe(true);
    }
  });
  it("has forms", () => expect(formats.length).toBeGreaterThan(1));
});
