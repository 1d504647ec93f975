import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { describe, expect, it } from "vitest";
import { assistant, call, ephemeral, result, sentTo, tool, user } from "./messages-request.ts";

const messagesOf = (asked: Parameters<typeof sentTo>[0]) => sentTo(asked).body["messages"];

describe("messages", () => {
  it.each<[string, Message[], JsonValue]>([
    ["an empty answer in the history", [user("a"), assistant(""), user("b")], [["a", "b"]]],
    ["an answer without content", [user("a"), assistant(null), user("b")], [["a", "b"]]],
    [
      "a blank text part",
      [
        user([
          { type: "text", text: " \n" },
          { type: "text", text: "a" },
        ]),
      ],
      [["a"]],
    ],
    ["nothing but a blank message", [user("  ")], ["."]],
    ["a refusal in the history", [user("a"), assistant(null, { refusal: "No." }), user("b")], ["a", ["No."], "b"]],
    ["the blank end of a begun answer", [user("a"), assistant("Say: \n")], ["a", "Say:"]],
  ])("%s", (_name, messages, texts) => {
    // One that goes on with an answer that was begun for it.
    const sent = messagesOf({ messages, model: "claude-opus-4-5" }) as { content: string | { text: string }[] }[];
    expect(
      sent.map(({ content }) => (typeof content === "string" ? content : content.map(({ text }) => text))),
    ).toEqual(texts);
  });

  it("ids of other models become ids that Anthropic takes, each once, and results follow their call", () => {
    const turns = [
      assistant(null, { tool_calls: [call("functions.w:0")] }),
      result("functions.w:0"),
      assistant(null, { tool_calls: [call("functions.w:0"), call("functions_w_0")] }),
      result("functions_w_0"),
      result("functions.w:0"),
    ];
    const sent = messagesOf({ messages: [user("w?"), ...turns], parameters: { tools: [tool()] } });
    expect(sent).toMatchObject([
      { content: "w?" },
      { content: [{ id: "functions_w_0" }] },
      { content: [{ tool_use_id: "functions_w_0" }] },
      { content: [{ id: "functions_w_0_2" }, { id: "functions_w_0_3" }] },
      { content: [{ tool_use_id: "functions_w_0_3" }, { tool_use_id: "functions_w_0_2" }] },
    ]);
  });

  it("a result comes before what the user said in between", () => {
    const messages = [user("w?"), assistant(null, { tool_calls: [call("c1")] }), user("wait"), result("c1")];
    expect(messagesOf({ messages, parameters: { tools: [tool()] } })).toMatchObject([
      {},
      {},
      { content: [{ type: "tool_result" }, { type: "text", text: "wait" }] },
    ]);
  });

  it("a function_call of old is a call, and its result follows it", () => {
    const messages = [
      user("w?"),
      assistant(null, { function_call: { name: "w", arguments: '{"q":1}' } }),
      { role: "function", name: "w", content: "r" },
    ];
    expect(messagesOf({ messages, parameters: { tools: [tool()] } })).toMatchObject([
      {},
      { content: [{ type: "tool_use", id: "call_w", name: "w", input: { q: 1 } }] },
      { content: [{ type: "tool_result", tool_use_id: "call_w" }] },
    ]);
  });

  it("the call of a custom tool is one whose argument is its text, and its result follows it", () => {
    const custom = { id: "c1", type: "custom" as const, custom: { name: "w", input: "x" } };
    const messages = [user("w?"), assistant(null, { tool_calls: [custom] }), result("c1")];
    expect(messagesOf({ messages, parameters: { tools: [tool()] } })).toMatchObject([
      {},
      { content: [{ type: "tool_use", id: "c1", name: "w", input: { input: "x" } }] },
      { content: [{ type: "tool_result", tool_use_id: "c1" }] },
    ]);
  });

  it("signed thoughts come back before the calls that followed them", () => {
    const thoughts = { type: "thinking", thinking: "let me see", signature: "c2ln" };
    const sent = messagesOf({
      messages: [
        user("w?"),
        assistant("Well.", {
          thinking_blocks: [thoughts, { type: "redacted_thinking", data: "x" }],
          tool_calls: [call("c1")],
        }),
        result("c1"),
      ],
      parameters: { tools: [tool()], thinking: { type: "enabled", budget_tokens: 1024 } },
    });
    expect(sent).toMatchObject([
      {},
      { content: [thoughts, { data: "x" }, { text: "Well." }, { type: "tool_use" }] },
      {},
    ]);
  });

  it("thoughts without their signature are left out with a warning", () => {
    const messages = [user("a"), assistant("b", { thinking_blocks: [{ type: "thinking", thinking: "t" }] }), user("c")];
    const { body, warned } = sentTo({ messages });
    expect(JSON.stringify(body)).not.toContain("thinking");
    expect(warned).toEqual(["messages"]);
  });

  it("cache_control of a message, a picture and a result is kept", () => {
    const { body } = sentTo({
      messages: [
        { role: "system", content: "long", cache_control: ephemeral },
        user("w?", { cache_control: ephemeral }),
        assistant(null, { tool_calls: [call("c1")] }),
        { ...result("c1"), cache_control: ephemeral },
        user([
          { type: "image_url", image_url: { url: "data:image/jpg;base64,/9j/" }, cache_control: ephemeral },
          { type: "text", text: "B", cache_control: ephemeral, id: "p1" },
        ]),
      ],
      parameters: { tools: [tool()], cache_control: ephemeral },
    });
    expect(body).toMatchObject({
      cache_control: ephemeral,
      system: [{ type: "text", text: "long", cache_control: ephemeral }],
      messages: [
        { content: [{ type: "text", text: "w?", cache_control: ephemeral }] },
        {},
        {
          content: [
            { type: "tool_result", cache_control: ephemeral },
            { type: "image", source: { media_type: "image/jpeg" }, cache_control: ephemeral },
            { type: "text", text: "B", cache_control: ephemeral },
          ],
        },
      ],
    });
  });

  it.each<[string, JsonObject, JsonObject]>([
    [
      "a PDF",
      { filename: "a.pdf", file_data: "data:application/pdf;base64,JVBERi0=" },
      { type: "document", source: { type: "base64", media_type: "application/pdf", data: "JVBERi0=" } },
    ],
    [
      "a text",
      { filename: "a.csv", file_data: "data:text/csv;base64,YSxi" },
      { type: "document", source: { type: "text", media_type: "text/plain", data: "a,b" } },
    ],
    [
      "a picture",
      { file_data: "data:image/png;base64,AAAA" },
      { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
    ],
    [
      "an address",
      { file_id: "https://example.com/a.pdf" },
      { type: "document", source: { type: "url", url: "https://example.com/a.pdf" } },
    ],
  ])("a file: %s", (_name, file, block) => {
    expect(messagesOf({ messages: [user([{ type: "file", file }])] })).toEqual([{ role: "user", content: [block] }]);
  });

  it("audio and files of other kinds are refused before anything is sent", () => {
    const audio = [{ type: "input_audio", input_audio: { data: "UklG", format: "wav" } }];
    expect(() => sentTo({ messages: [user(audio)] })).toThrow("Anthropic takes no audio");
    const docx = [{ type: "file", file: { file_data: "data:application/msword;base64,AAAA" } }];
    expect(() => sentTo({ messages: [user(docx)] })).toThrow("not application/msword");
  });

  it("names of speakers are warned of", () => {
    expect(sentTo({ messages: [user("a", { name: "ann" })] }).warned).toEqual(["messages"]);
  });
});
