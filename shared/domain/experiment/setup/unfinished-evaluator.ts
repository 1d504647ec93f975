import { isJsonObject } from "../../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../../json/json.ts";
import { readPassRule } from "../pass-rule.ts";

/** What an evaluator still lacks, in words for a person; undefined where it is whole. A type that is not known here is left to the engine. */
export function unfinishedEvaluator(evaluator: JsonObject): string | undefined {
  const { type, pass } = evaluator;
  if (typeof type !== "string") return "it has no type";
  if (pass !== undefined && (typeof pass !== "string" || readPassRule(pass) === undefined))
    return "when it passes is no comparison";
  return needs[type]?.(evaluator);
}

const isText = (value: JsonValue | undefined): value is string => typeof value === "string" && value !== "";

/** What its type needs besides a name. */
const needs: Readonly<Record<string, (evaluator: JsonObject) => string | undefined>> = {
  "not-contains": ({ value }) => (value === undefined ? "it has no text yet" : undefined),
  "contains-any": ({ value }) => emptyList(value),
  "contains-all": ({ value }) => emptyList(value),
  regex: ({ value, flags }) => {
    if (!isText(value)) return "it has no pattern yet";
    if (flags !== undefined && !(typeof flags === "string" && /^[imsu]{0,4}$/.test(flags)))
      return "its flags are made of i, m, s and u";
    return patternFault(value, isText(flags) ? flags : "");
  },
  "json-schema": ({ schema }) => (isJsonObject(schema) ? undefined : "it has no schema yet"),
  "json-path": ({ path }) => (isText(path) ? undefined : "it has no path yet"),
  length: ({ pass }) => (pass === undefined ? "it does not say how long" : undefined),
  "tool-called": ({ tool }) => (isText(tool) ? undefined : "it names no tool yet"),
  language: ({ value }) =>
    typeof value === "string" && /^[a-z]{2}$/.test(value) ? undefined : "its language is a code of two letters",
  code: ({ code }) => (isText(code) || isJsonObject(code) ? undefined : "it has no code yet"),
  cosine: ({ model }) => (isText(model) ? undefined : "it names no model yet"),
  judge: judgeLacks,
  "judge-pairwise": judgeLacks,
};

function judgeLacks({ model, prompt, rubric }: JsonObject): string | undefined {
  if (!isText(model)) return "it names no model yet";
  return prompt === undefined && !isText(rubric) ? "it has nothing to judge by yet" : undefined;
}

function emptyList(value: JsonValue | undefined): string | undefined {
  return value === undefined || (Array.isArray(value) && value.length === 0) ? "it has no texts yet" : undefined;
}

function patternFault(pattern: string, flags: string): string | undefined {
  try {
    new RegExp(pattern, flags);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : "its pattern is none";
  }
}
