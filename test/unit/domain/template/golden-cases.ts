import type { JsonObject } from "@shared/domain/json/json.ts";
import type { TemplateItem } from "@shared/domain/prompt/prompt.ts";

/** What the two official SDKs make of one text; measured with `@langfuse/client` 5.11.1 and `langfuse` 4.14.3. */
export interface TextCase {
  name: string;
  template: string;
  variables: JsonObject;
  python: string;
  /** `{ throws }`: the SDK fails, with these words in its message. */
  js: string | { throws: string };
}

export const sameTextCases: TextCase[] = [
  same("plain", "{{name}}", { name: "Ada" }, "Ada"),
  same("inner spaces", "Hi {{ name }}!", { name: "Ada" }, "Hi Ada!"),
  same("newlines in the tag", "{{\n name\n}}", { name: "Ada" }, "Ada"),
  same("dash", "{{my-var}}", { "my-var": "x" }, "x"),
  same("unicode names", "{{größe}} {{名前}}", { größe: "L", 名前: "Ada" }, "L Ada"),
  same("space in the name", "{{my var}}", { "my var": "x" }, "x"),
  same("leading digit", "{{1st}}", { "1st": "x" }, "x"),
  same("empty text", "[{{a}}]", { a: "" }, "[]"),
  same("null", "[{{a}}]", { a: null }, "[]"),
  same("zero", "[{{a}}]", { a: 0 }, "[0]"),
  same("float", "[{{a}}]", { a: 1.5 }, "[1.5]"),
  same("HTML", "{{a}}", { a: `<b>&"'` }, `<b>&"'`),
  same("dollar signs in a value", "{{a}}", { a: "$& $1 $$" }, "$& $1 $$"),
  same("a value that looks like a tag", "{{a}} {{b}}", { a: "{{b}}", b: "2" }, "{{b}} 2"),
  same("JSON with single braces", `{"a": "{{a}}"}`, { a: "x" }, `{"a": "x"}`),
  same("LaTeX", "\\frac{{a}}{{b}}", { a: "1", b: "2" }, "\\frac12"),
  same("a backslash does not escape", "\\{{a}}", { a: "x" }, "\\x"),
  same("repeated", "{{a}}{{a}}", { a: "x" }, "xx"),
  same("several lines in a value", "{{a}}", { a: "1\n2" }, "1\n2"),
];

export const differentTextCases: TextCase[] = [
  differ("missing", "Hello {{name}}!", { x: 1 }, "Hello !", "Hello {{name}}!"),
  differ("no variables at all", "Hello {{name}}!", {}, "Hello !", "Hello {{name}}!"),
  differ("true", "[{{a}}]", { a: true }, "[true]", "[True]"),
  differ("object", "[{{a}}]", { a: { k: 1 } }, "[[object Object]]", "[{'k': 1}]"),
  differ("array", "[{{a}}]", { a: ["x", "y"] }, "[x,y]", "[['x', 'y']]"),
  differ("triple braces", "{{{a}}}", { a: "<b>" }, "<b>", "{{{a}}}"),
  differ("triple braces, missing", "{{{a}}}", {}, "", "{{{a}}}"),
  differ("ampersand", "{{&a}}", { a: "x" }, "x", "{{&a}}"),
  differ("section", "{{#a}}yes{{/a}}", { a: true }, "yes", "{{#a}}yes{{/a}}"),
  differ("section over a list", "{{#a}}<{{.}}>{{/a}}", { a: ["x", "y"] }, "<x><y>", "{{#a}}<{{.}}>{{/a}}"),
  differ("section, missing", "A{{#a}}yes{{/a}}B", {}, "AB", "A{{#a}}yes{{/a}}B"),
  differ("inverted section", "{{^a}}no{{/a}}", {}, "no", "{{^a}}no{{/a}}"),
  differ("comment", "a{{! note }}b", {}, "ab", "a{{! note }}b"),
  differ("partial", "a{{> p}}b", { p: "P" }, "ab", "a{{> p}}b"),
  differ("delimiters", "{{=<% %>=}}<% a %>", { a: "A" }, "A", "{{=<% %>=}}<% a %>"),
  differ("dotted name, flat key", "{{user.name}}", { "user.name": "flat" }, "", "flat"),
  differ("dotted name, path", "{{user.name}}", { user: { name: "nested" } }, "nested", "{{user.name}}"),
  differ("unclosed", "Hi {{name", { name: "Ada" }, { throws: "Unclosed tag at 9" }, "Hi {{name"),
  differ("section without end", "{{#a}}x", { a: 1 }, { throws: "Unclosed section" }, "{{#a}}x"),
  differ("section without start", "x{{/a}}", { a: 1 }, { throws: "Unopened section" }, "x{{/a}}"),
  differ("handlebars if", "{{#if x}}y{{/if}}", { x: 1 }, { throws: 'Unclosed section "if x"' }, "{{#if x}}y{{/if}}"),
  differ("JSON in double braces", `{{"a": 1}} {{name}}`, { name: "Ada" }, " Ada", `{{"a": 1}} Ada`),
  differ("nested braces", "{{a{{b}}}}", { a: "1", b: "2" }, "}}", "{{a{{b}}}}"),
  differ("empty braces", "x{{}}y", { a: "1" }, "xy", "x{{}}y"),
  differ("dot", "{{.}}", { a: "1" }, "[object Object]", "{{.}}"),
  differ("constructor", "{{constructor}}", {}, "[object Object]", "{{constructor}}"),
  differ(
    "standalone section lines",
    "A\n{{#a}}\nyes\n{{/a}}\nB",
    { a: true },
    "A\nyes\nB",
    "A\n{{#a}}\nyes\n{{/a}}\nB",
  ),
  differ(
    "jinja",
    "{% if a %}{{ a | upper }}{% endif %}",
    { a: "x" },
    "{% if a %}{% endif %}",
    "{% if a %}{{ a | upper }}{% endif %}",
  ),
];

export const textCases: TextCase[] = [...sameTextCases, ...differentTextCases];

const history: TemplateItem[] = [
  { role: "system", content: "S {{x}}" },
  { type: "placeholder", name: "history" },
];
const system = { role: "system", content: "S 1" };

/** What `compile` of the official chat clients returns for a prompt with the placeholder `history` and `x` = "1". */
export interface ChatCase {
  name: string;
  items: TemplateItem[];
  variables: JsonObject;
  placeholders: JsonObject;
  python: unknown[] | { throws: string };
  js: unknown[] | { throws: string };
}

export const chatCases: ChatCase[] = [
  chat("absent", {}, [{ type: "placeholder", name: "history" }], [{ type: "placeholder", name: "history" }]),
  chat("empty list", { history: [] }, [], []),
  chat(
    "messages",
    { history: [{ role: "user", content: "q {{x}}", name: "n", extra: { a: 1 } }] },
    [{ role: "user", content: "q 1", name: "n", extra: { a: 1 } }],
    [{ role: "user", content: "q 1", name: "n", extra: { a: 1 } }],
  ),
  chat("text", { history: "abc" }, ['"abc"'], [{ role: "NOT_GIVEN", content: "abc" }]),
  chat("list of text", { history: ["abc"] }, ['["abc"]'], [{ role: "NOT_GIVEN", content: "['abc']" }]),
  chat("no content", { history: [{ role: "user" }] }, ['[{"role":"user"}]'], [{ role: "user", content: "" }]),
  chat("null", { history: null }, ["null"], [{ role: "NOT_GIVEN", content: "None" }]),
  chat(
    "content of parts",
    { history: [{ role: "user", content: [{ type: "text", text: "{{x}}" }] }] },
    [{ role: "user", content: [{ type: "text", text: "{{x}}" }] }],
    { throws: "a list of parts" },
  ),
  chat("list with null", { history: [null] }, { throws: "null among its messages" }, [
    { role: "NOT_GIVEN", content: "[None]" },
  ]),
  {
    name: "stored message of an unknown type",
    // Langfuse strips `type` today; rows written by other tools may still have one.
    items: [{ type: "other" as "chatmessage", role: "user", content: "{{x}}" }],
    variables: { x: "1" },
    placeholders: {},
    python: [{ role: "user", content: "1" }],
    js: [],
  },
];

function same(name: string, template: string, variables: JsonObject, text: string): TextCase {
  return { name, template, variables, python: text, js: text };
}

function differ(name: string, template: string, variables: JsonObject, js: TextCase["js"], python: string): TextCase {
  return { name, template, variables, js, python };
}

function chat(name: string, placeholders: JsonObject, js: ChatCase["js"], python: ChatCase["python"]): ChatCase {
  const withSystem = (result: ChatCase["js"]) => (Array.isArray(result) ? [system, ...result] : result);
  return {
    name,
    items: history,
    variables: { x: "1" },
    placeholders,
    js: withSystem(js),
    python: withSystem(python),
  };
}
