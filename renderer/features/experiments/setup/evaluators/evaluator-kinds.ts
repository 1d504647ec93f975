import type { JsonObject } from "@shared/domain/json/json.ts";

/** What can be told of an evaluator in a form. Keys are those of its type in the file. */
export type EvaluatorField =
  | { kind: "text"; key: string; label: string; hint?: string; placeholder?: string; mono?: boolean; lines?: true }
  | { kind: "texts"; key: string; label: string; hint?: string }
  | { kind: "code"; key: string; label: string; hint?: string }
  | { kind: "json"; key: string; label: string; hint?: string; optional?: true }
  | { kind: "switch"; key: string; label: string; hint?: string }
  | { kind: "number"; key: string; label: string; hint?: string; min?: number }
  | { kind: "rule"; key: string; label: string; unit: "share" | "time" | "tokens" | "cost" | "length" }
  | { kind: "choice"; key: string; label: string; choices: readonly { value: string; label: string }[] }
  | { kind: "model"; key: string; label: string }
  | { kind: "prompt"; key: string; label: string; hint?: string };

export interface EvaluatorKindInfo {
  /** On the button that adds one. */
  title: string;
  /** In the pill beside its name. */
  word: string;
  /** How one begins; a name of its own comes on top. */
  initial: JsonObject & { type: string };
  fields: readonly EvaluatorField[];
  /** Types that say nearly the same and can be chosen in its place. */
  likes?: readonly { type: string; label: string }[];
  /** Has a button of its own; others stand under More. */
  often: boolean;
}

const value = (hint: string, label = "Text"): EvaluatorField => ({
  kind: "text",
  key: "value",
  label,
  hint,
  placeholder: "{{expected}}",
});
const ignoreCase: EvaluatorField = { kind: "switch", key: "ignore_case", label: "Ignore case" };
const within: EvaluatorField = { kind: "switch", key: "within", label: "The first JSON in the answer counts" };
const rowValue = "Empty: what the row expects. {{name}} stands for a value of the row.";
const containing = [
  { type: "contains", label: "contains" },
  { type: "not-contains", label: "does not contain" },
  { type: "contains-any", label: "contains one of" },
  { type: "contains-all", label: "contains all of" },
  { type: "starts-with", label: "starts with" },
] as const;
const similar = [
  { type: "levenshtein", label: "edit distance" },
  { type: "rouge-l", label: "ROUGE-L" },
  { type: "cosine", label: "embeddings" },
] as const;
type RuleUnit = Extract<EvaluatorField, { kind: "rule" }>["unit"];
const rule = (unit: RuleUnit): EvaluatorField => ({ kind: "rule", key: "pass", label: "Passes at", unit });
/** What every judge is told: who judges, and by what. */
const judging = (placeholder: string, hint: string): EvaluatorField[] => [
  { kind: "model", key: "model", label: "Model" },
  { kind: "text", key: "rubric", label: "What it judges by", lines: true, placeholder, hint },
];
/** All that is told of the texts an answer has to contain. */
const texts: readonly EvaluatorField[] = [value(rowValue), ignoreCase];
const listed: readonly EvaluatorField[] = [{ kind: "texts", key: "value", label: "Texts, one a line" }, ignoreCase];
/** One of those that stand under More and can be chosen in place of “contains”. */
const contained = (
  type: string,
  title: string,
  word: string,
  initial: JsonObject,
  fields: readonly EvaluatorField[],
): EvaluatorKindInfo => ({ title, word, initial: { type, ...initial }, fields, likes: containing, often: false });
/** Those that say how alike a text is. */
const alike = (type: string, title: string, pass: string): EvaluatorKindInfo => ({
  title: `Similarity (${title})`,
  word: "similarity",
  initial: { type, pass },
  fields: [value(rowValue, "Compared with"), rule("share")],
  likes: similar,
  often: false,
});
/** A limit of a figure of the call, which gates. */
const limit = (type: string, title: string, pass: string, unit: RuleUnit, often: boolean): EvaluatorKindInfo => ({
  title,
  word: type,
  initial: { type, pass, gate: true },
  fields: [rule(unit)],
  often,
});

/** By type, in the order of the buttons. A type that is not here is shown as it is written. */
export const evaluatorKinds: Readonly<Record<string, EvaluatorKindInfo>> = {
  equals: {
    title: "Exact",
    word: "exact",
    initial: { type: "equals", trim: true },
    fields: [value(rowValue), ignoreCase, { kind: "switch", key: "trim", label: "Ignore blanks at the ends" }],
    often: true,
  },
  contains: {
    title: "Contains",
    word: "contains",
    initial: { type: "contains", ignore_case: true },
    fields: texts,
    likes: containing,
    often: true,
  },
  regex: {
    title: "Regex",
    word: "regex",
    initial: { type: "regex", value: "" },
    fields: [
      {
        kind: "text",
        key: "value",
        label: "Pattern",
        mono: true,
        hint: "A JavaScript pattern; one that takes over a second gives no score.",
      },
      { kind: "text", key: "flags", label: "Flags", mono: true, placeholder: "i" },
    ],
    often: true,
  },
  "json-schema": {
    title: "JSON schema",
    word: "JSON schema",
    initial: { type: "json-schema", schema: { type: "object", properties: {}, required: [] } },
    fields: [{ kind: "json", key: "schema", label: "Schema" }, within],
    often: true,
  },
  "json-path": {
    title: "JSON path",
    word: "JSON path",
    initial: { type: "json-path", path: "$.", within: true },
    fields: [
      { kind: "text", key: "path", label: "Path", mono: true, placeholder: "$.order.id" },
      value("What stands there. Empty: what the row expects.", "Equals"),
      within,
    ],
    often: true,
  },
  "tool-called": {
    title: "Tool call",
    word: "tool call",
    initial: { type: "tool-called", tool: "" },
    fields: [
      { kind: "text", key: "tool", label: "Tool", mono: true, placeholder: "lookup_order" },
      {
        kind: "json",
        key: "arguments",
        label: "With these arguments",
        optional: true,
        hint: "Empty: whatever they are.",
      },
    ],
    often: true,
  },
  latency: limit("latency", "Latency limit", "<= 5 s", "time", true),
  cost: limit("cost", "Cost limit", "<= 0.01", "cost", true),
  length: {
    title: "Length limit",
    word: "length",
    initial: { type: "length", unit: "words", pass: "<= 120" },
    fields: [
      {
        kind: "choice",
        key: "unit",
        label: "Counts",
        choices: [
          { value: "words", label: "words" },
          { value: "characters", label: "characters" },
        ],
      },
      rule("length"),
    ],
    often: true,
  },
  judge: {
    title: "LLM judge",
    word: "LLM judge",
    initial: { type: "judge", model: "", rubric: "", pass: ">= 0.8" },
    fields: [
      ...judging("The reply is helpful and correct.", "In words. It answers with a score from 0 to 1 and its reason."),
      {
        kind: "prompt",
        key: "prompt",
        label: "Prompt of its own",
        hint: "May name {{output}}, {{expected}}, {{rubric}} and values of the row.",
      },
      rule("share"),
    ],
    often: true,
  },
  code: {
    title: "Code",
    word: "code",
    initial: {
      type: "code",
      code: "output.length < 600",
    },
    fields: [
      {
        kind: "code",
        key: "code",
        label: "JavaScript",
        hint: "It has output, expected, vars and context. One line is an expression, several lines need a return. No network, no files; it is stopped after a second.",
      },
      rule("share"),
    ],
    often: true,
  },
  "judge-pairwise": {
    title: "Judge of two answers",
    word: "judge of two",
    initial: { type: "judge-pairwise", model: "", rubric: "" },
    fields: [
      ...judging(
        "The better reply is helpful and correct.",
        "It is asked in both orders; where they disagree it is a tie.",
      ),
      { kind: "text", key: "against", label: "Against the variant", placeholder: "the base" },
    ],
    often: false,
  },
  human: {
    title: "People",
    word: "people",
    initial: { type: "human", form: "pass" },
    fields: [
      {
        kind: "choice",
        key: "form",
        label: "They say",
        choices: [
          { value: "pass", label: "pass or fail" },
          { value: "stars", label: "one to five stars" },
          { value: "label", label: "a label" },
        ],
      },
    ],
    often: false,
  },
  "not-contains": contained(
    "not-contains",
    "Does not contain",
    "does not contain",
    { value: "", ignore_case: true },
    texts,
  ),
  "contains-any": contained(
    "contains-any",
    "Contains one of",
    "contains one of",
    { value: [], ignore_case: true },
    listed,
  ),
  "contains-all": contained(
    "contains-all",
    "Contains all of",
    "contains all of",
    { value: [], ignore_case: true },
    listed,
  ),
  "starts-with": contained("starts-with", "Starts with", "starts with", {}, texts),
  "json-valid": { title: "Is JSON", word: "is JSON", initial: { type: "json-valid" }, fields: [within], often: false },
  number: {
    title: "Number",
    word: "number",
    initial: { type: "number", tolerance: 0 },
    fields: [
      value("The last number of the answer is compared. Empty: what the row expects.", "Equals"),
      { kind: "number", key: "tolerance", label: "Give or take", min: 0 },
    ],
    often: false,
  },
  refusal: { title: "Refuses", word: "refusal", initial: { type: "refusal", not: true }, fields: [], often: false },
  language: {
    title: "Language",
    word: "language",
    initial: { type: "language", value: "en" },
    fields: [{ kind: "text", key: "value", label: "Language", mono: true, hint: "A code of two letters, such as de." }],
    often: false,
  },
  levenshtein: alike("levenshtein", "edit distance", ">= 0.8"),
  "rouge-l": alike("rouge-l", "ROUGE-L", ">= 0.5"),
  cosine: {
    ...alike("cosine", "embeddings", ">= 0.8"),
    initial: { type: "cosine", model: "", pass: ">= 0.8" },
    fields: [
      { kind: "model", key: "model", label: "Model for embeddings" },
      value(rowValue, "Compared with"),
      rule("share"),
    ],
  },
  tokens: limit("tokens", "Token limit", "<= 500", "tokens", false),
};
