import { describe, expect, it } from "vitest";
import {
  asEditableMessages,
  moveMessage,
  parseMessageList,
} from "../../../../renderer/features/playground/messages/message-list.ts";
import { fieldText, valueNote } from "../../../../renderer/features/playground/prompt/value-note.ts";

describe("messages of a placeholder", () => {
  it("shows as fields only what fields can hold, so that nothing is lost by opening it", () => {
    expect(asEditableMessages(undefined)).toEqual([]);
    expect(asEditableMessages([{ role: "user", content: "Hi", name: "x" }])).toEqual([
      { role: "user", content: "Hi", name: "x" },
    ]);
    expect(asEditableMessages([{ role: "user", content: [{ type: "text", text: "Hi" }] }])).toBeUndefined();
    expect(asEditableMessages("not a list")).toBeUndefined();
  });

  it("says what is wrong with JSON that is no list of messages", () => {
    expect(parseMessageList("[{").ok).toBe(false);
    expect(parseMessageList('{"role":"user"}')).toMatchObject({ ok: false });
    expect(parseMessageList('[{"role":"user","content":"a"},{"content":"b"}]')).toMatchObject({
      ok: false,
      error: expect.stringContaining("1"),
    });
    expect(parseMessageList('[{"role":"user","content":"a"}]')).toMatchObject({ ok: true });
  });

  it("moves a message by one place and not over the ends", () => {
    const messages = [
      { role: "user", content: "a" },
      { role: "assistant", content: "b" },
    ];
    expect(moveMessage(messages, 0, 1).map((message) => message.content)).toEqual(["b", "a"]);
    expect(moveMessage(messages, 0, -1)).toEqual(messages);
  });
});

describe("notes beside a field", () => {
  it("tells what is sent for a variable without a value, in both compile modes", () => {
    expect(valueNote("tone", undefined, "python", false)).toBe("not set — sent as {{tone}}");
    expect(valueNote("tone", undefined, "js", false)).toBe("not set — sent as nothing");
  });

  it('names values that are not text, so that 7 and "7" can be told apart', () => {
    expect(valueNote("n", 7, "python", false)).toBe("number");
    expect(valueNote("n", "7", "python", true)).toBe("sample · text");
    expect(fieldText({ a: 1 })).toBe('{"a":1}');
  });
});
