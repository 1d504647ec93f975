import { renderJsText } from "@engine/pipeline/js-template.ts";
import { type CompileInput, compileMessages } from "@shared/domain/template/compile-messages.ts";
import { renderPythonText } from "@shared/domain/template/compile-python.ts";
import { describe, expect, it } from "vitest";

const base: CompileInput = {
  prompt: null,
  variables: {},
  placeholders: {},
  mode: "python",
  clientMessages: [],
  clientMessagesMode: "replace",
};
const client = [{ role: "user", content: "CLIENT" }];

function compile(input: Partial<CompileInput>) {
  return compileMessages({ ...base, ...input }, { python: renderPythonText, js: renderJsText });
}
const sent = (input: Partial<CompileInput>) => compile(input).messages.map(({ message }) => message);

describe("the documented prompt rules", () => {
  const text = { type: "text" as const, prompt: "Hello {{q}}" };
  const chat = { type: "chat" as const, prompt: [{ role: "system", content: "Be {{q}}." }] };

  it("replace: a text prompt is one user message and the client's messages are ignored, with a warning", () => {
    const compiled = compile({ prompt: text, variables: { q: "x" }, clientMessages: client });
    expect(compiled.messages.map(({ message }) => message)).toEqual([{ role: "user", content: "Hello x" }]);
    expect(compiled.warnings.map(({ code }) => code)).toEqual(["client_messages_ignored"]);
  });

  it("append: a text prompt is the system message and the client's messages follow", () => {
    expect(sent({ prompt: text, variables: { q: "x" }, clientMessages: client, clientMessagesMode: "append" })).toEqual(
      [{ role: "system", content: "Hello x" }, ...client],
    );
  });

  it.each(["replace", "append"] as const)("%s: without a prompt the client's messages go as they are", (mode) => {
    const compiled = compile({ clientMessages: [{ role: "user", content: "{{q}}" }], clientMessagesMode: mode });
    expect(compiled.messages).toEqual([
      {
        message: { role: "user", content: "{{q}}" },
        origin: { kind: "client", index: 0 },
        segments: [{ kind: "text", text: "{{q}}" }],
      },
    ]);
    expect(compiled.missingVariables).toEqual([]);
  });

  it("a chat prompt is sent as it is, the client's messages behind it only in append", () => {
    const given = { prompt: chat, variables: { q: "kind" }, clientMessages: client };
    expect(sent(given)).toEqual([{ role: "system", content: "Be kind." }]);
    expect(sent({ ...given, clientMessagesMode: "append" })).toHaveLength(2);
  });

  // Vector 1 of LiteLLM 1.57.1: Python's str() of every kind of value, a missing name with its spaces.
  it("fills as LiteLLM does", () => {
    const prompt = {
      type: "chat" as const,
      prompt: [
        { role: "system", content: "Be {{ tone }}. Keep {{ missing }}." },
        { role: "user", content: "Q: {{q}} {{n}} {{b}} {{d}} {{none}}" },
      ],
    };
    const variables = { tone: "kind", q: "x", n: 3, b: true, d: { a: 1 }, none: null, extra: 1 };
    const compiled = compile({ prompt, variables });
    expect(compiled.messages.map(({ message }) => message.content)).toEqual([
      "Be kind. Keep {{ missing }}.",
      "Q: x 3 True {'a': 1} ",
    ]);
    expect(compiled.missingVariables).toEqual(["missing"]);
    expect(compiled.unusedVariables).toEqual(["extra"]);
  });
});

describe("placeholders", () => {
  const prompt = {
    type: "chat" as const,
    prompt: [
      { role: "system", content: "{{x}}" },
      { type: "placeholder" as const, name: "history" },
    ],
  };
  const turn = { role: "assistant", content: null, tool_calls: [] };

  it.each(["python", "js"] as const)("%s: an absent one is named and leaves no message", (mode) => {
    const compiled = compile({ prompt, mode, variables: { x: "1" } });
    expect(compiled.unresolvedPlaceholders).toEqual(["history"]);
    expect(compiled.messages).toHaveLength(1);
  });

  // A member of Object.prototype must not pass as a value.
  it.each(["python", "js"] as const)("%s: a placeholder called constructor is just unresolved", (mode) => {
    const odd = { type: "chat" as const, prompt: [{ type: "placeholder" as const, name: "constructor" }] };
    expect(compile({ prompt: odd, mode }).unresolvedPlaceholders).toEqual(["constructor"]);
  });

  it("python: variables and placeholders are one namespace, so a variable may fill a placeholder", () => {
    const compiled = compile({ prompt, variables: { x: "1", history: [{ role: "user", content: "q" }] } });
    expect(compiled.messages[1]).toMatchObject({ origin: { kind: "placeholder", name: "history", index: 0 } });
    expect(compiled.unusedVariables).toEqual([]);
  });

  it("js: a message whose content is null passes through, as tool calls need", () => {
    expect(sent({ prompt, mode: "js", variables: { x: "1" }, placeholders: { history: [turn] } })[1]).toEqual(turn);
  });

  it("python: the same message fails as in the SDK, with a way out", () => {
    expect(() => compile({ prompt, placeholders: { history: [turn] } })).toThrow(
      "is null; the Langfuse Python SDK fails",
    );
  });

  it("js: a bare string, which no provider takes, is refused", () => {
    expect(() => compile({ prompt, mode: "js", placeholders: { history: "abc" } })).toThrow("bare string");
  });

  it("what is no chat message is refused with its place", () => {
    const history = [{ role: 7, content: "x" }];
    expect(() => compile({ prompt, placeholders: { history } })).toThrow("Message 1 of the placeholder “history”");
  });
});

describe("python: one namespace for variables and placeholders", () => {
  const prompt = {
    type: "chat" as const,
    prompt: [
      { role: "system", content: "About {{both}} and {{list}}." },
      { type: "placeholder" as const, name: "both" },
    ],
  };
  const values = {
    variables: { both: "a text" },
    placeholders: { both: [{ role: "user", content: "Hi" }], list: "only here" },
  };

  it("a text takes the variable, a placeholder its messages, where one name is both (messages stand in the text)", () => {
    expect(sent({ prompt, ...values, mode: "python" })).toEqual([
      { role: "system", content: "About a text and only here." },
      { role: "user", content: "Hi" },
    ]);
  });
});

describe("segments", () => {
  // The interface highlights by segments; a lost character would show another text than is sent.
  it.each(["python", "js"] as const)("%s: joined they are the content", (mode) => {
    const prompt = { type: "text" as const, prompt: "A\n{{#l}}\n- {{.}}\n{{/l}}\n{{a}} {{b}} {{! c }}" };
    const [first] = compile({ prompt, mode, variables: { l: ["x", "y"], a: "1" } }).messages;
    expect((first?.segments ?? []).map(({ text }) => text).join("")).toBe(first?.message.content);
  });

  it("js: sees a missing variable inside of a section, and a section alone is not missing", () => {
    const prompt = { type: "text" as const, prompt: "{{#a}}{{name}}{{/a}}{{#off}}x{{/off}}{{^off}}y{{/off}}" };
    expect(compile({ prompt, mode: "js", variables: { a: true } }).missingVariables).toEqual(["name"]);
  });

  it("js: names only JavaScript has count as missing although the SDK prints something", () => {
    const prompt = { type: "text" as const, prompt: "{{constructor}}" };
    const compiled = compile({ prompt, mode: "js" });
    expect(compiled.missingVariables).toEqual(["constructor"]);
    expect(compiled.messages[0]?.message.content).toBe("[object Object]");
  });
});
