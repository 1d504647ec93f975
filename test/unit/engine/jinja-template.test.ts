import { renderJinjaText } from "@engine/pipeline/jinja-template.ts";
import { jinjaNames } from "@shared/domain/template/jinja-names.ts";
import { describe, expect, it } from "vitest";

describe("Jinja2", () => {
  it.each([
    ["Hello {{ name }}!", { name: "Ada" }, "Hello Ada!"],
    ["{{ a }}|{{ b | default('x') }}", {}, "|x"],
    ["{% for x in xs %}{{ loop.index }}{{ x | upper }} {% endfor %}", { xs: ["a", "b"] }, "1A 2B "],
    ["{% if n > 2 and not off %}many{% else %}few{% endif %}", { n: 3 }, "many"],
    ["{% set a = 1 %}{{ a + 1 }}", {}, "2"],
    ["{# no #}{{ user.name }} {{ user['name'] }}", { user: { name: "Bo" } }, "Bo Bo"],
    ["{{ xs | join(', ') }}", { xs: ["a", "b"] }, "a, b"],
    ["{% raw %}{{ kept }}{% endraw %}", {}, "{{ kept }}"],
    ["{{ '<b>' }}", {}, "<b>"],
  ])("fills %s", (template, variables, text) => {
    expect(renderJinjaText(template, variables).text).toBe(text);
  });

  it("names what has no value", () => {
    expect(renderJinjaText("{{ a }} {{ b }}", { a: "1" })).toMatchObject({ missing: ["b"], used: ["a"] });
  });

  // A template from a stranger's repository must not hang the app, fill its memory or run anything.
  it.each([
    "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
    "{{ range(1000000000) }}",
    "{% set ns = namespace(s='xxxxxxxxxxxxxxxx') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}",
    "{{ 'x' | indent(999999999) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    `${"(".repeat(50_000)}`.replace(/^/, "{{ "),
    "{{ ''.constructor.constructor('return process')() }}",
    "{{ raise_exception('x') }}",
    "{% include 'secret.txt' %}",
  ])("stops at %s", (template) => {
    const began = performance.now();
    expect(() => renderJinjaText(template, {})).toThrow(expect.objectContaining({ name: "AppFailure" }));
    expect(performance.now() - began).toBeLessThan(60_000);
  });

  it.each([
    ["{{ a }} {{ b.c | upper }} {{ a }}", ["a", "b"]],
    ["{% for x in xs if x is defined %}{{ x }}{{ loop.index }}{% endfor %}", ["xs"]],
    ["{% set a = b %}{{ a }}", ["b"]],
    ["{{ f(name=x, other='y') }} {# z #}", ["f", "x"]],
    ["{% raw %}{{ a }}{% endraw %}", []],
    ["{{ 'text in it' }} {{ 1 + n2 }}", ["n2"]],
  ])("finds the names of %s", (template, names) => {
    expect(jinjaNames(template)).toEqual(names);
  });
});
