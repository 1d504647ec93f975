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
] as const;
const share = (label = "Passes at"): EvaluatorField => ({ kind: "rule", key: "pass", label, unit: "share" });

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
    fields: [value(rowValue), ignoreCase],
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
  latency: {
    title: "Latency limit",
    word: "latency",
    initial: { type: "latency", pass: "<= 5 s", gate: true },
    fields: [{ kind: "rule", key: "pass", label: "Passes at", unit: "time" }],
    often: true,
  },
  cost: {
    title: "Cost limit",
    word: "cost",
    initial: { type: "cost", pass: "<= 0.01", gate: true },
    fields: [{ kind: "rule", key: "pass", label: "Passes at", unit: "cost" }],
    often: true,
  },
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
      { kind: "rule", key: "pass", label: "Passes at", unit: "length" },
    ],
    often: true,
  },
  judge: {
    title: "LLM judge",
    word: "LLM judge",
    initial: { type: "judge", model: "", rubric: "", pass: ">= 0.8" },
    fields: [
      { kind: "model", key: "model", label: "Model" },
      {
        kind: "text",
        key: "rubric",
        label: "What it judges by",
        lines: true,
        placeholder: "The reply is helpful and correct.",
        hint: "In words. It answers with a score from 0 to 1 and its reason.",
      },
      {
        kind: "prompt",
        key: "prompt",
        label: "Prompt of its own",
        hint: "May name {{output}}, {{expected}}, {{rubric}} and values of the row.",
      },
      share(),
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
      { kind: "rule", key: "pass", label: "Passes at", unit: "share" },
    ],
    often: true,
  },
  "judge-pairwise": {
    title: "Judge of two answers",
    word: "judge of two",
    initial: { type: "judge-pairwise", model: "", rubric: "" },
    fields: [
      { kind: "model", key: "model", label: "Model" },
      {
        kind: "text",
        key: "rubric",
        label: "What it judges by",
        lines: true,
        placeholder: "The better reply is helpful and correct.",
        hint: "It is asked in both orders; where they disagree it is a tie.",
      },
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
  "not-contains": {
    title: "Does not contain",
    word: "does not contain",
    initial: { type: "not-contains", value: "", ignore_case: true },
    fields: [value(rowValue), ignoreCase],
    likes: containing,
    often: false,
  },
  "contains-any": {
    title: "Contains one of",
    word: "contains one of",
    initial: { type: "contains-any", value: [], ignore_case: true },
    fields: [{ kind: "texts", key: "value", label: "Texts, one a line" }, ignoreCase],
    likes: containing,
    often: false,
  },
  "contains-all": {
    title: "Contains all of",
    word: "contains all of",
    initial: { type: "contains-all", value: [], ignore_case: true },
    fields: [{ kind: "texts", key: "value", label: "Texts, one a line" }, ignoreCase],
    likes: containing,
    often: false,
  },
  "starts-with": {
    title: "Starts with",
    word: "starts with",
    initial: { type: "starts-with" },
    fields: [value(rowValue), ignoreCase],
    likes: containing,
    often: false,
  },
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
  levenshtein: {
    title: "Similarity (edit distance)",
    word: "similarity",
    initial: { type: "levenshtein", pass: ">= 0.8" },
    fields: [value(rowValue, "Compared with"), share()],
    likes: similar,
    often: false,
  },
  "rouge-l": {
    title: "Similarity (ROUGE-L)",
    word: "similarity",
    initial: { type: "rouge-l", pass: ">= 0.5" },
    fields: [value(rowValue, "Compared with"), share()],
    likes: similar,
    often: false,
  },
  tokens: {
    title: "Token limit",
    word: "tokens",
    initial: { type: "tokens", pass: "<= 500", gate: true },
    fields: [{ kind: "rule", key: "pass", label: "Passes at", unit: "tokens" }],
    often: false,
  },
};
