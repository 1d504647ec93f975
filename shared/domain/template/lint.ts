import type { Warning } from "../error/error.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import type { CompileMode } from "../prompt/compiled.ts";
import { type ParsedTemplate, parseTemplate } from "./parsed-template.ts";
import { pyStr } from "./python-string.ts";

/** What the two SDKs make of one construct, each as the end of the sentence “the … SDK …”. */
interface Difference {
  code: string;
  subject: string;
  what: string;
  python: string;
  js: string;
}

/**
 * Names every construct of a template that the Langfuse Python SDK and the Langfuse JS SDK (mustache) treat
 * differently, given these values. Each warning says what the SDK of `mode` does and what the other would do.
 * Reads only the template's form: two differences may still give the same text.
 */
export function lintText(template: string, variables: JsonObject, mode: CompileMode): Warning[] {
  const parsed = parseTemplate(template);
  if (parsed.ordinary && parsed.names.every((name) => hasText(name, variables))) return [];
  const found = new Map<string, Warning>();
  for (const difference of differences(parsed, variables)) {
    const key = `${difference.code}\n${difference.subject}`;
    if (!found.has(key)) found.set(key, toWarning(difference, mode));
  }
  return [...found.values()];
}

function toWarning({ code, subject, what, python, js }: Difference, mode: CompileMode): Warning {
  const [here, there] = mode === "python" ? ["Python", "JS"] : ["JS", "Python"];
  const [does, would] = mode === "python" ? [python, js] : [js, python];
  const message = `${what}: the ${here} SDK ${does}; the ${there} SDK ${would}.`;
  return { code, stage: "template", subject, message };
}

/** What nearly every tag of every call has. */
function hasText(name: string, variables: JsonObject): boolean {
  return typeof variables[name] === "string" && Object.hasOwn(variables, name);
}

function* differences({ names, unclosed, jinja }: ParsedTemplate, variables: JsonObject): Generator<Difference> {
  for (const name of names) {
    const difference = tagDifference(name, variables);
    if (difference) yield difference;
  }
  if (unclosed !== null) yield unclosedTag(unclosed);
  if (jinja) yield jinjaTag;
}

const literal = "sends the tag as it is written";

/** The order matters: a mark of mustache is recognised before the name behind it. */
function tagDifference(name: string, variables: JsonObject): Difference | null {
  const sigil = sigils[name.charAt(0)];
  if (sigil) return { ...sigil, subject: name, python: pythonTreatment(name, variables) };
  if (name === "") return { ...emptyTag, subject: name, python: pythonTreatment(name, variables) };
  if (name === ".") return { ...dotTag, subject: name, python: pythonTreatment(name, variables) };
  if (name.includes("{{")) return { ...nestedBraces, subject: name, python: pythonTreatment(name, variables) };
  if (name.indexOf(".") > 0) return dottedName(name, variables);
  if (Object.hasOwn(variables, name)) return valueDifference(name, variables[name] ?? null);
  if (name in Object.prototype) return { ...inheritedName, subject: name };
  if (name.includes("|")) return { ...filter, subject: name };
  if (/["':,]/.test(name)) return { ...jsonInBraces, subject: name };
  return missingVariable(name);
}

function pythonTreatment(name: string, variables: JsonObject): string {
  return Object.hasOwn(variables, name) ? `inserts the value of the variable “${name}”` : literal;
}

const sigils: Partial<Record<string, Omit<Difference, "subject" | "python">>> = {
  "{": {
    code: "template_triple_braces",
    what: "Triple braces",
    js: "reads them as the plain variable and drops the third braces",
  },
  "&": { code: "template_unescaped", what: "A tag with &", js: "inserts the variable behind the &" },
  "#": {
    code: "template_section",
    what: "A section {{#…}}",
    js: "shows its text once for a true value, once per element of a list, and not at all without a value",
  },
  "/": {
    code: "template_section",
    what: "The end of a section {{/…}}",
    js: "takes it as a mark and sends nothing for it",
  },
  "^": {
    code: "template_inverted_section",
    what: "An inverted section {{^…}}",
    js: "shows its text only when the variable is missing, false or empty",
  },
  "!": { code: "template_comment", what: "A comment {{!…}}", js: "leaves it out" },
  ">": { code: "template_partial", what: "A partial {{>…}}", js: "leaves it out, Langfuse has no partials" },
  "=": {
    code: "template_delimiters",
    what: "A change of delimiters {{=…=}}",
    js: "reads everything behind it with the new delimiters",
  },
};

const emptyTag = { code: "template_empty_tag", what: "Empty braces {{}}", js: "leaves them out" };
const dotTag = {
  code: "template_dot",
  what: "The tag {{.}}",
  js: "inserts all values as one object, “[object Object]”, outside of a section",
};
const nestedBraces = {
  code: "template_nested_braces",
  what: "Braces within braces",
  js: "ends the tag at the first }} and leaves the other braces in the text",
};
const inheritedName = {
  code: "template_inherited_name",
  what: "A name every JavaScript object has, without a value",
  python: literal,
  js: "finds JavaScript's own member and inserts what it gives",
};
const filter = {
  code: "template_jinja",
  what: "A filter with | (Jinja, Liquid)",
  python: literal,
  js: "knows no filters, takes all of it as a missing name and sends nothing",
};
const jsonInBraces = {
  code: "template_json_braces",
  what: "JSON or other text in double braces",
  python: literal,
  js: "takes all of it as a missing name and drops it",
};
const jinjaTag: Difference = {
  code: "template_jinja",
  subject: "{%",
  what: "Jinja blocks {% … %}",
  python: "sends them, and any variable in them without a value, as they are written",
  js: "sends the blocks as they are written and drops variables without a value",
};

function unclosedTag(subject: string): Difference {
  return {
    code: "template_unclosed",
    subject,
    what: "Opening braces without closing ones",
    python: "sends them as they are written",
    js: "fails on them",
  };
}

function missingVariable(name: string): Difference {
  const what = `The variable “${name}” has no value`;
  return { code: "template_missing_variable", subject: name, what, python: literal, js: "sends nothing in its place" };
}

function dottedName(name: string, variables: JsonObject): Difference | null {
  const path = name.split(".");
  const nested = path.reduce<JsonValue | undefined>(memberOf, variables);
  const flat = Object.hasOwn(variables, name);
  if (!flat && nested === undefined) return missingVariable(name);
  return {
    code: "template_dotted_name",
    subject: name,
    what: `The dotted name “${name}”`,
    python: flat ? `inserts the variable called “${name}”` : literal,
    js: `looks for “${path.slice(1).join(".")}” inside of “${path[0]}”${nested === undefined ? " and sends nothing" : ""}`,
  };
}

function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as JsonObject)[key];
}

function valueDifference(name: string, value: JsonValue): Difference | null {
  if (typeof value === "string" || value === null) return null;
  const python = pyStr(value);
  const js = javascriptText(value);
  if (python === js) return null;
  return {
    code: "template_value_differs",
    subject: name,
    what: `The value of “${name}” is not text`,
    python: `writes it as ${clip(python)}`,
    js: `writes it as ${clip(js)}`,
  };
}

/** What `"" + value` gives, without trusting members a JSON object may have under JavaScript's names. */
function javascriptText(value: JsonValue): string {
  if (value === null) return "";
  if (Array.isArray(value)) return value.map((item) => (item === null ? "" : javascriptText(item))).join(",");
  return typeof value === "object" ? "[object Object]" : String(value);
}

function clip(text: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return shown === "" ? "nothing" : `“${shown}”`;
}
