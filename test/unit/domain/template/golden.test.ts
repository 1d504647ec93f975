import { renderJsText } from "@engine/pipeline/js-template.ts";
import { ChatPromptClient, TextPromptClient } from "@langfuse/client";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { expandJsChat } from "@shared/domain/template/compile-js.ts";
import { expandPythonChat, renderPythonText } from "@shared/domain/template/compile-python.ts";
import type { SdkItem } from "@shared/domain/template/sdk-item.ts";
import type { TextRenderer } from "@shared/domain/template/text-renderer.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../../prove-scale.ts";
import { chatCases, textCases } from "./golden-cases.ts";

const row = { name: "p", version: 1, config: {}, labels: [], tags: [] };

function official(template: string, variables: JsonObject): string {
  const client = new TextPromptClient({ ...row, type: "text", prompt: template });
  // The package's type asks for texts only; its code takes any value.
  return client.compile(variables as Record<string, string>);
}

function text(render: TextRenderer, template: string, variables: JsonObject): string {
  const rendered = render(template, variables);
  expect(rendered.segments.map((segment) => segment.text).join("")).toBe(rendered.text);
  return rendered.text;
}

function sdkList(items: SdkItem[], render: TextRenderer, variables: JsonObject): unknown[] {
  return items.map((item) => {
    if (item.kind !== "message" || item.template === undefined) return item.value;
    return { ...item.value, content: text(render, item.template, variables) };
  });
}

describe("texts, as in the table of the Langfuse SDKs", () => {
  it.each(textCases)("python: $name", ({ template, variables, python }) => {
    expect(text(renderPythonText, template, variables)).toBe(python);
  });

  it.each(textCases)("js: $name", ({ template, variables, js }) => {
    if (typeof js === "string") expect(text(renderJsText, template, variables)).toBe(js);
    else expect(() => renderJsText(template, variables)).toThrow(js.throws);
  });

  // Catches a table that no longer says what the published package does.
  it.each(textCases)("official package: $name", ({ template, variables, js }) => {
    if (typeof js === "string") expect(official(template, variables)).toBe(js);
    else expect(() => official(template, variables)).toThrow(js.throws);
  });
});

describe("chat prompts, as in the table of the Langfuse SDKs", () => {
  it.each(chatCases)("python: $name", ({ items, variables, placeholders, python }) => {
    const compile = () => sdkList(expandPythonChat(items, placeholders), renderPythonText, variables);
    if (Array.isArray(python)) expect(compile()).toEqual(python);
    else expect(compile).toThrow(python.throws);
  });

  it.each(chatCases)("js: $name", ({ items, variables, placeholders, js }) => {
    const compile = () => sdkList(expandJsChat(items, placeholders), renderJsText, variables);
    if (Array.isArray(js)) expect(compile()).toEqual(js);
    else expect(compile).toThrow(js.throws);
  });

  it.each(chatCases)("official package: $name", ({ items, variables, placeholders, js }) => {
    const client = new ChatPromptClient({ ...row, type: "chat", prompt: items as never });
    const compile = () => client.compile(variables as Record<string, string>, placeholders);
    if (Array.isArray(js)) expect(compile()).toEqual(js);
    else expect(compile).toThrow(TypeError);
  });
});

describe("properties", () => {
  const name = fc.stringMatching(/^[a-zA-Zäß名][\w-]{0,8}$/).filter((key) => !(key in Object.prototype));
  const plainText = fc.string({ unit: "grapheme" }).filter((part) => !/[{}]/.test(part));
  const parts = fc.array(fc.oneof(plainText, fc.tuple(name, fc.constantFrom("", " ", "\n")), fc.constant("\n")));
  const values = fc.dictionary(name, fc.oneof(fc.string(), fc.integer(), fc.constant(null)));

  function build(list: (string | [string, string])[]): string {
    return list.map((part) => (typeof part === "string" ? part : `{{${part[1]}${part[0]}${part[1]}}}`)).join("");
  }

  // Catches any drift between our segments and what the published package renders.
  it("js mode equals the official package on plain variables", () => {
    fc.assert(
      fc.property(parts, values, (list, variables) => {
        const template = build(list);
        expect(text(renderJsText, template, variables)).toBe(official(template, variables));
      }),
      drawn(),
    );
  });

  // The two modes are one thing as long as all values are given as text.
  it("both modes agree when every variable has a text", () => {
    fc.assert(
      fc.property(parts, fc.string(), (list, value) => {
        const variables = Object.fromEntries(
          list.flatMap((part) => (typeof part === "string" ? [] : [[part[0], value]])),
        );
        const template = build(list);
        expect(text(renderPythonText, template, variables)).toBe(text(renderJsText, template, variables));
      }),
      drawn(),
    );
  });

  // Catches sections, standalone lines and delimiters handled apart from mustache itself.
  it("js mode equals the official package on arbitrary mustache, failures included", () => {
    const scrap = fc.constantFrom(
      "{{",
      "}}",
      "{",
      "}",
      "#",
      "/",
      "^",
      "!",
      "&",
      "=",
      ".",
      "a",
      "b",
      " ",
      "\n",
      "{{a}}",
    );
    fc.assert(
      fc.property(
        fc.array(scrap, { maxLength: 14 }),
        fc.constantFrom<JsonObject>({}, { a: "1", b: ["x", { a: 2 }] }),
        (list, variables) => {
          const template = list.join("");
          const outcome = (run: () => string) => {
            try {
              return run();
            } catch {
              return null;
            }
          };
          expect(outcome(() => text(renderJsText, template, variables))).toBe(
            outcome(() => official(template, variables)),
          );
        },
      ),
      drawn(2000),
    );
  });
});
