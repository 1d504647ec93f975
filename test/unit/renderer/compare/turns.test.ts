import { describe, expect, it } from "vitest";
import { plainContent, withContent } from "../../../../renderer/features/playground/messages/message-content.ts";
import {
  isToolForm,
  toolDefinitions,
  toolForms,
} from "../../../../renderer/features/playground/parameters/tool-form.ts";

const picture = "data:image/png;base64,iVBORw0KGgo=";

describe("the content of a message", () => {
  it("is text without pictures and parts with them, and comes back as it was", () => {
    expect(withContent({ role: "user" }, { text: "Hi", images: [] })).toEqual({ role: "user", content: "Hi" });
    const message = withContent({ role: "user" }, { text: "Look", images: [picture] });
    expect(message.content).toEqual([
      { type: "text", text: "Look" },
      { type: "image_url", image_url: { url: picture } },
    ]);
    expect(plainContent(message.content)).toEqual({ text: "Look", images: [picture] });
  });

  it("is left alone where fields would lose something: a detail, another kind of part, two texts", () => {
    expect(plainContent([{ type: "image_url", image_url: { url: picture, detail: "low" } }])).toBeUndefined();
    expect(plainContent([{ type: "input_audio", input_audio: {} }])).toBeUndefined();
    const image = { type: "image_url", image_url: { url: picture } };
    expect(plainContent([{ type: "text", text: "a" }, { type: "text", text: "b" }, image])).toBeUndefined();
    expect(plainContent([{ type: "text", text: "a", cache_control: {} }, image])).toBeUndefined();
  });
});

describe("tools in fields", () => {
  const flat = { name: "find", description: "Finds", parameters: { type: "object" } };

  it("reads Langfuse's flat form and sends OpenAI's", () => {
    const forms = toolForms([flat]);
    expect(forms).toEqual([flat]);
    expect(toolDefinitions(forms)).toEqual([{ type: "function", function: flat }]);
  });

  it("keeps definitions that fields cannot show as they are", () => {
    const builtIn = { type: "web_search_20250305", name: "web_search", max_uses: 5 };
    const strict = { type: "function", function: { name: "find", parameters: {}, strict: true } };
    const forms = toolForms([builtIn, strict]);
    expect(forms.map(isToolForm)).toEqual([false, false]);
    expect(toolDefinitions(forms)).toEqual([builtIn, strict]);
  });
});
