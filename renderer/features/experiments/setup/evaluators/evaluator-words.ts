import { readPassRule } from "@shared/domain/experiment/pass-rule.ts";
import type { PromptSource } from "@shared/domain/experiment/prompt-source.ts";
import { refOfSource } from "@shared/domain/experiment/source-of-prompt.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";

/** One piece of the sentence that says what an evaluator does. */
export type Piece = string | { value: string } | { code: string };

/** What an evaluator does, in one line. */
export function wordsOf(evaluator: JsonObject): Piece[] {
  const not = evaluator["not"] === true;
  const pieces = sentenceOf(evaluator);
  const last: Piece[] = [];
  if (not && evaluator["type"] !== "regex") last.push(" · turned around: passes where this does not");
  if (evaluator["gate"] === false) last.push(" · does not decide whether a row passes");
  return [...pieces, ...last];
}

function sentenceOf(evaluator: JsonObject): Piece[] {
  const { type, value } = evaluator;
  const ignoring = evaluator["ignore_case"] === true ? ", case ignored" : "";
  const pass = passWords(evaluator);
  switch (type) {
    case "equals":
      return ["answer is ", wanted(value), ignoring];
    case "contains":
      return ["answer contains ", wanted(value), ignoring];
    case "not-contains":
      return ["answer does not contain ", wanted(value), ignoring];
    case "contains-any":
      return ["answer contains one of ", ...listed(value), ignoring];
    case "contains-all":
      return ["answer contains all of ", ...listed(value), ignoring];
    case "starts-with":
      return ["answer starts with ", wanted(value), ignoring];
    case "regex":
      return [
        evaluator["not"] === true ? "no match for " : "a match for ",
        { code: `${text(value)}${flagsOf(evaluator)}` },
      ];
    case "json-valid":
      return [evaluator["within"] === true ? "the answer has JSON in it" : "the answer is JSON"];
    case "json-schema":
      return ["fits the schema ", { code: schemaWords(evaluator["schema"]) }];
    case "json-path":
      return [{ code: text(evaluator["path"]) }, " is ", wanted(value)];
    case "number":
      return ["the last number is ", wanted(value), toleranceWords(evaluator["tolerance"])];
    case "length":
      return [`${text(evaluator["unit"] ?? "characters")} ${pass}`];
    case "tool-called":
      return [
        "calls ",
        { code: text(evaluator["tool"]) },
        isJsonObject(evaluator["arguments"]) ? " with its arguments" : "",
      ];
    case "refusal":
      return [evaluator["not"] === true ? "the model refuses" : "passes where the model refuses"];
    case "language":
      return ["answer is in ", { code: text(value) }];
    case "latency":
      return [`time ${pass}`];
    case "tokens":
      return [`tokens ${pass}`];
    case "cost":
      return [`cost ${pass}`];
    case "levenshtein":
      return ["edit similarity to ", wanted(value), ` · passes ${pass}`];
    case "rouge-l":
      return ["ROUGE-L against ", wanted(value), ` · passes ${pass}`];
    case "cosine":
      return ["cosine of ", text(evaluator["model"]) || "no model yet", " to ", wanted(value), ` · passes ${pass}`];
    case "judge-pairwise":
      return [
        [
          text(evaluator["model"]) || "no model yet",
          `better than ${text(evaluator["against"]) || "the base"}`,
          "asked in both orders",
        ].join(" · "),
      ];
    case "human":
      return [
        `people say ${{ pass: "pass or fail", stars: "one to five stars" }[text(evaluator["form"])] ?? "a label"}`,
      ];
    case "judge":
      return judgeWords(evaluator, pass);
    case "code":
      return [codeWords(evaluator["code"])];
    default:
      return [{ code: JSON.stringify(evaluator).slice(0, 120) }];
  }
}

function judgeWords(evaluator: JsonObject, pass: string): Piece[] {
  const ref = isJsonObject(evaluator["prompt"]) ? refOfSource(evaluator["prompt"] as PromptSource) : undefined;
  const by = ref
    ? `prompt ${[ref.name, ref.version ? `v${ref.version}` : ref.label].filter(Boolean).join(" ")}`
    : text(evaluator["rubric"]).split("\n")[0]?.slice(0, 80);
  return [[text(evaluator["model"]) || "no model yet", by || "nothing to judge by yet", `passes ${pass}`].join(" · ")];
}

function codeWords(code: JsonValue | undefined): string {
  if (typeof code !== "string") return "JavaScript";
  const lines = code.trimEnd().split("\n").length;
  return `JavaScript, ${lines} ${lines === 1 ? "line" : "lines"} · no network, no files, stops after 1 s`;
}

function text(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
}

function wanted(value: JsonValue | undefined): Piece {
  if (value === undefined || value === "" || value === "{{expected}}") return { value: "expected" };
  const name = typeof value === "string" ? /^\{\{\s*([\w.-]+)\s*\}\}$/.exec(value)?.[1] : undefined;
  return name ? { value: name } : `“${text(value).slice(0, 60)}”`;
}

function listed(value: JsonValue | undefined): Piece[] {
  if (!Array.isArray(value)) return [wanted(value)];
  const shown = value.slice(0, 3).map((one) => `“${text(one).slice(0, 30)}”`);
  return [shown.join(", ") || "nothing yet", value.length > 3 ? ` and ${value.length - 3} more` : ""];
}

function flagsOf(evaluator: JsonObject): string {
  const flags = text(evaluator["flags"]);
  return flags === "" ? "" : `  ${flags}`;
}

function schemaWords(schema: JsonValue | undefined): string {
  const properties = isJsonObject(schema) ? schema["properties"] : undefined;
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  return names.length === 0 ? "{ … }" : `{ ${names.slice(0, 5).join(", ")}${names.length > 5 ? ", …" : ""} }`;
}

function toleranceWords(tolerance: JsonValue | undefined): string {
  return typeof tolerance === "number" && tolerance > 0 ? ` give or take ${tolerance}` : "";
}

/** “at 0.8 or more”, “at 5 s or less”. */
function passWords(evaluator: JsonObject): string {
  const rule = typeof evaluator["pass"] === "string" ? readPassRule(evaluator["pass"]) : undefined;
  if (!rule) return "at …";
  const figure = figureWords(rule.value, evaluator["type"]);
  const words = {
    ">=": `at ${figure} or more`,
    "<=": `at ${figure} or less`,
    ">": `above ${figure}`,
    "<": `below ${figure}`,
  };
  return words[rule.compare];
}

function figureWords(value: number, type: JsonValue | undefined): string {
  if (type === "latency") return value >= 1_000 ? `${value / 1_000} s` : `${value} ms`;
  if (type === "cost") return `$${value}`;
  return String(value);
}
