import { renderJsText } from "@engine/pipeline/js-template.ts";
import { compileMessages } from "@shared/domain/template/compile-messages.ts";
import { renderPythonText } from "@shared/domain/template/compile-python.ts";
import { lintText } from "@shared/domain/template/lint.ts";
import { describe, expect, it } from "vitest";
import { differentTextCases, sameTextCases } from "./golden-cases.ts";

const renderers = { python: renderPythonText, js: renderJsText };

function warnings(template: string, variables: Parameters<typeof lintText>[1], mode: "python" | "js") {
  const prompt = { type: "text" as const, prompt: template };
  const input = {
    prompt,
    variables,
    placeholders: {},
    mode,
    clientMessages: [],
    clientMessagesMode: "replace" as const,
  };
  return compileMessages(input, renderers).warnings;
}

describe("warnings about differences between the SDKs", () => {
  // A construct the lint does not know would change a prompt's meaning in silence.
  it.each(differentTextCases)("python mode warns about: $name", ({ template, variables }) => {
    const found = warnings(template, variables, "python");
    expect(found.length).toBeGreaterThan(0);
    for (const { message } of found) expect(message).toMatch(/: the Python SDK .+; the JS SDK .+\.$/);
  });

  it.each(differentTextCases.filter(({ js }) => typeof js === "string"))("js mode warns about: $name", (given) => {
    expect(warnings(given.template, given.variables, "js").length).toBeGreaterThan(0);
  });

  // False alarms teach people to ignore warnings.
  it.each(sameTextCases)("is silent about: $name", ({ template, variables }) => {
    expect(warnings(template, variables, "python")).toEqual([]);
    expect(warnings(template, variables, "js")).toEqual([]);
  });

  it("is silent about Jinja that both SDKs send as it is", () => {
    expect(warnings("{% if a %}{{a}}{% endif %}", { a: "x" }, "python")).toEqual([]);
  });

  it.each([
    ["{{a}}", { a: true }, "template_value_differs", "writes it as “True”"],
    ["{{a}}", {}, "template_missing_variable", "has no value"],
    ["{{a.b}}", { a: { b: "x" } }, "template_dotted_name", "inside of “a”"],
    ['{{"k": 1}}', {}, "template_json_braces", "drops it"],
    ["{{a | upper}}", {}, "template_jinja", "knows no filters"],
    ["{{a", {}, "template_unclosed", "fails on them"],
    ["{{#a}}{{/a}}", { a: 1 }, "template_section", "once per element"],
  ] as const)("%s is named %s", (template, variables, code, words) => {
    const [first] = lintText(template, variables, "python");
    expect(first).toMatchObject({ code, stage: "template" });
    expect(first?.message).toContain(words);
  });

  it("names each thing once per text", () => {
    expect(lintText("{{a}} {{a}} {{b}}", {}, "python").map(({ subject }) => subject)).toEqual(["a", "b"]);
  });
});

describe("templates that would keep mustache busy", () => {
  // Both took mustache the square of their length, and were refused for it.
  it("js mode reads changed delimiters and long runs of blanks as any other", () => {
    expect(renderJsText(`{{=[ ]=}}${"[a]".repeat(100_000)}`, { a: "x" }).text).toBe("x".repeat(100_000));
    expect(() => renderJsText(`{{${" ".repeat(100_000)}`, {})).toThrow("Unclosed tag at 100002");
  });

  it("js mode stops sections that multiply", () => {
    const template = `${"{{#l}}".repeat(30)}x${"{{/l}}".repeat(30)}`;
    expect(() => renderJsText(template, { l: [1, 2] })).toThrow("repeat each other");
  });
});
