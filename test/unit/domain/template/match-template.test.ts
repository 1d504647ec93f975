import type { Message } from "@shared/domain/message/message.ts";
import type { TemplateItem } from "@shared/domain/prompt/prompt.ts";
import { compileMessages } from "@shared/domain/template/compile-messages.ts";
import { renderPythonText } from "@shared/domain/template/compile-python.ts";
import { findText } from "@shared/domain/template/find-text.ts";
import { matchTemplate } from "@shared/domain/template/match-template.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../../prove-scale.ts";

const renderers = { python: renderPythonText, js: renderPythonText };

function compile(prompt: string | TemplateItem[], variables: Record<string, string>, placeholders = {}): Message[] {
  const type = typeof prompt === "string" ? ("text" as const) : ("chat" as const);
  return compileMessages(
    {
      prompt: { type, prompt },
      variables,
      placeholders,
      mode: "python",
      clientMessages: [],
      clientMessagesMode: "replace",
    },
    renderers,
  ).messages.map(({ message }) => message);
}

const match = (prompt: string | TemplateItem[], messages: Message[]) =>
  matchTemplate({ type: typeof prompt === "string" ? "text" : "chat", prompt }, messages);

/** Few letters, so that values and literals look alike and ambiguity is common. */
const text = fc.string({ unit: fc.constantFrom("a", "b", " ", "{", "}"), maxLength: 8 });
const plain = fc.string({ unit: fc.constantFrom("a", "b", " ", "\n"), maxLength: 6 });
const tag = fc.constantFrom("{{x}}", "{{ y }}", "{{z}}");
const template = fc.array(fc.oneof(plain, tag), { minLength: 1, maxLength: 7 }).map((parts) => parts.join(""));
const chat = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ role: fc.constantFrom("system", "user"), content: template }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant("placeholder" as const), name: fc.constantFrom("p", "q") }) },
  ),
  { minLength: 1, maxLength: 4 },
);
const history = fc.array(fc.record({ role: fc.constantFrom("user", "assistant"), content: plain }), { maxLength: 3 });

describe("matchTemplate", () => {
  it("reads values and history out of a chat prompt's messages", () => {
    const prompt: TemplateItem[] = [
      { role: "system", content: "You help {{customer}}." },
      { type: "placeholder", name: "history" },
      { role: "user", content: "{{question}}" },
    ];
    const turns = [
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello" },
    ];
    const messages = compile(prompt, { customer: "Ayşe", question: "Where is it?" }, { history: turns });
    expect(match(prompt, messages)).toMatchObject({
      kind: "match",
      variables: { customer: "Ayşe", question: "Where is it?" },
      placeholders: { history: turns },
      continuation: [],
    });
  });

  it.each([
    ["{{a}}", "everything\nhere", { a: "everything\nhere" }],
    ["{{a}} and {{b}}", "x and y", { a: "x", b: "y" }],
    ["{{ a }}, {{a}}", "1, 1", { a: "1" }],
    ["Keep {{missing}} and {{b}}", "Keep {{missing}} and y", { b: "y" }],
    ["no tags", "no tags", {}],
    ["[{{a}}]", "[]", { a: "" }],
  ])("%s from %s", (prompt, content, variables) => {
    expect(match(prompt, [{ role: "user", content }])).toMatchObject({ kind: "match", variables });
  });

  it.each([
    ["another text", "Hello {{name}}!", "Goodbye Ann!"],
    ["two ways to cut", "{{a}} and {{b}}", "x and y and z"],
    ["one variable with two values", "{{a}}, {{a}}", "1, 2"],
    ["overlapping ends", "ab{{x}}ba", "aba"],
    ["fixed text that differs", "no tags", "no tags!"],
  ])("%s is not guessed", (_name, prompt, content) => {
    expect(match(prompt, [{ role: "user", content }]).kind).not.toBe("match");
  });

  it("keeps what follows the template as further turns", () => {
    const prompt: TemplateItem[] = [{ role: "system", content: "Be {{tone}}." }];
    const after = [{ role: "user", content: "Now?" }];
    expect(match(prompt, [...compile(prompt, { tone: "kind" }), ...after])).toMatchObject({
      kind: "match",
      variables: { tone: "kind" },
      continuation: after,
    });
  });

  it("does not guess between two variables side by side (a wrong value would be run without anybody noticing)", () => {
    expect(match("{{x}}{{z}}", [{ role: "user", content: "ab" }])).toMatchObject({ kind: "ambiguous", variables: {} });
    expect(match("{{x}}, {{z}}", [{ role: "user", content: "a, b, c" }])).toMatchObject({ kind: "ambiguous" });
  });

  it("uses what one message gives away to read another", () => {
    const prompt: TemplateItem[] = [
      { role: "system", content: "{{x}}{{z}}" },
      { role: "user", content: "X is {{x}}" },
    ];
    expect(match(prompt, compile(prompt, { x: "a", z: "ba" }))).toMatchObject({
      kind: "match",
      variables: { x: "a", z: "ba" },
    });
  });

  it("leaves a variable unset that was left in the text", () => {
    const prompt = "Hello {{ name }}, {{ name }} and {{other}}.";
    expect(match(prompt, compile(prompt, { other: "me" }))).toMatchObject({
      kind: "match",
      variables: { other: "me" },
    });
  });

  it("refuses a template with another role, another text, too few messages", () => {
    const prompt: TemplateItem[] = [
      { role: "system", content: "A {{x}}" },
      { role: "user", content: "B" },
    ];
    expect(match(prompt, [{ role: "system", content: "A 1" }]).kind).toBe("none");
    expect(match(prompt, [...compile(prompt, { x: "1" })].reverse()).kind).toBe("none");
    expect(match("Say {{x}} and {{x}}", [{ role: "user", content: "Say a and b" }]).kind).toBe("none");
  });

  it("says ambiguous when history holds a tag that would be filled a second time", () => {
    const prompt: TemplateItem[] = [
      { role: "system", content: "For {{x}}" },
      { type: "placeholder", name: "p" },
    ];
    const messages = [
      { role: "system", content: "For me" },
      { role: "user", content: "What is {{x}}?" },
    ];
    expect(match(prompt, messages).kind).toBe("ambiguous");
  });

  it("compile, then match: the values come back, or it says ambiguous", () => {
    fc.assert(
      fc.property(chat, fc.record({ x: text, y: text, z: text }), history, (items, values, turns) => {
        const prompt = items as TemplateItem[];
        const messages = compile(prompt, values, { p: turns, q: turns });
        const found = match(prompt, messages);
        expect(found.kind).not.toBe("none");
        if (found.kind !== "match") return;
        const again = compile(prompt, found.variables as Record<string, string>, found.placeholders);
        expect([...again, ...found.continuation]).toEqual(messages);
        for (const [name, value] of Object.entries(found.variables)) expect(value).toBe(values[name as "x"]);
      }),
      drawn(2_000),
    );
  });

  it("whatever messages come: what it calls a match compiles to them again", () => {
    const any = fc.array(fc.record({ role: fc.constantFrom("system", "user"), content: plain }), { maxLength: 4 });
    fc.assert(
      fc.property(chat, any, (items, messages) => {
        const prompt = items as TemplateItem[];
        const found = match(prompt, messages);
        if (found.kind !== "match") return;
        const again = compile(prompt, found.variables as Record<string, string>, found.placeholders);
        expect([...again, ...found.continuation]).toEqual(messages);
      }),
      drawn(2_000),
    );
  });

  it("finds a text as indexOf does", () => {
    const few = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 12 });
    fc.assert(
      fc.property(few, few, fc.nat(12), (haystack, needle, from) => {
        expect(findText(haystack, needle, Math.min(from, haystack.length))).toBe(
          haystack.indexOf(needle, Math.min(from, haystack.length)),
        );
      }),
      drawn(),
    );
  });

  it("reads each character a bounded number of times (a hostile text made indexOf's way quadratic)", () => {
    const size = 200_000;
    const hostile = "a".repeat(size);
    const needle = `${"a".repeat(size / 2)}b`;
    const prompt = `{{x}}${needle}{{y}}${needle}{{z}}`;
    expect(match(prompt, [{ role: "user", content: hostile }]).kind).toBe("none");
  });
});
