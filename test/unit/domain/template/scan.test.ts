import { renderPythonText } from "@shared/domain/template/compile-python.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { scanTags } from "@shared/domain/template/scan.ts";
import { describe, expect, it } from "vitest";

const names = (template: string) => [...scanTags(template)].map(({ name }) => name);

describe("scanTags", () => {
  it("takes anything between the braces as a name, as Python's TemplateParser does", () => {
    expect(names("{{a}} {{ b c }} {{}} {{{d}}} {{e{{f}}}} {{g")).toEqual(["a", "b c", "", "{d", "e{{f"]);
  });

  // JavaScript's trim() keeps these and takes U+FEFF; Python does the opposite.
  it("strips the white space Python strips", () => {
    expect(names("{{\x1c\x85a\u2003}} {{\ufeffb}}")).toEqual(["a", "\ufeffb"]);
  });

  // A scanner that starts over for every brace needs hours here and would trip the test timeout.
  it.each([
    ["openings", "{{".repeat(500_000)],
    ["closings", "}}".repeat(500_000)],
    ["tags", "{{a}}".repeat(200_000)],
    ["blanks in a tag", `{{${" ".repeat(1_000_000)}`],
    ["blanks in closed tags", `{{${" ".repeat(500_000)}}}`.repeat(2)],
    ["single braces", "{".repeat(1_000_000)],
  ])("gets through a megabyte of %s", (_name, template) => {
    expect(renderPythonText(template, {}).text).toBe(template);
  });
});

describe("renderPythonText", () => {
  // A plain object lookup would find JavaScript's own members and print native code.
  it("treats names of JavaScript's own members as missing", () => {
    const { missing, text } = renderPythonText("{{constructor}} {{__proto__}} {{toString}}", {});
    expect(missing).toEqual(["constructor", "__proto__", "toString"]);
    expect(text).toBe("{{constructor}} {{__proto__}} {{toString}}");
  });

  it("fills such a name when it is given", () => {
    const variables = JSON.parse('{"__proto__": "p", "constructor": "c"}');
    expect(renderPythonText("{{__proto__}}{{constructor}}", variables).text).toBe("pc");
  });

  // A remembered template must not remember the values.
  it("fills a template anew each time", () => {
    expect(renderPythonText("{{ x }}{{x}}", {}).text).toBe("{{ x }}{{x}}");
    expect(renderPythonText("{{ x }}{{x}}", { x: 1 }).text).toBe("11");
    expect(renderPythonText("{{ x }}{{x}}", { x: 2 }).text).toBe("22");
  });

  it("says which stretch came from where", () => {
    expect(renderPythonText("a {{b}} {{c}}", { b: 1 })).toEqual({
      text: "a 1 {{c}}",
      segments: [
        { kind: "text", text: "a " },
        { kind: "variable", name: "b", text: "1" },
        { kind: "text", text: " " },
        { kind: "missing", name: "c", text: "{{c}}" },
      ],
      missing: ["c"],
      used: ["b"],
    });
  });
});

describe("listVariables", () => {
  it("lists names once, in order, and placeholders apart", () => {
    const prompt = [
      { role: "system", content: "{{b}} {{ a }}" },
      { type: "placeholder" as const, name: "history" },
      { role: "user", content: "{{a}} {{c}} {{}}" },
    ];
    expect(listVariables(prompt)).toEqual({ variables: ["b", "a", "c"], placeholders: ["history"] });
  });

  // A form that asks for `#items`, `/items` and `! note` would be nonsense in js mode.
  it("asks for what mustache asks for in js mode", () => {
    const template =
      "{{#items}}{{.}}{{/items}}{{^none}}{{/none}}{{&raw}}{{{html}}}{{! note}}{{> p}}{{user.name}}{{=<% %>=}}";
    expect(listVariables(template, "js").variables).toEqual(["items", "none", "raw", "html", "user"]);
    expect(listVariables("{{#items}}", "python").variables).toEqual(["#items"]);
  });
});
