import type { JsonValue } from "@shared/domain/json/json.ts";
import { Document, isScalar, parseDocument, Scalar, visit } from "yaml";
import { keysUncompared, tellDoubledKeys } from "../yaml/unique-keys.ts";
import { readCoreScalar, readPythonScalar } from "./python-scalar.ts";

/** A change to a config: a path such as `["model_list", 0, "litellm_params", "model"]` and its value; undefined removes. */
export interface ConfigEdit {
  path: (string | number)[];
  value: JsonValue | undefined;
}

/**
 * Changes a config in place: comments, order and keys nobody here knows stay as they are.
 * @throws Error when the text is no YAML; load it first.
 */
export function editConfig(text: string, edits: readonly ConfigEdit[]): string {
  const document = parseDocument(text, { schema: "failsafe", keepSourceTokens: true, ...keysUncompared });
  tellDoubledKeys(document);
  const [error] = document.errors;
  if (error) throw error;
  for (const { path, value } of edits) {
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, quoted(value));
  }
  return toText(document);
}

/** A fresh config that LiteLLM (PyYAML, YAML 1.1) reads back as the same data. */
export function writeConfig(config: JsonValue): string {
  const document = new Document(quoted(config), { schema: "failsafe" });
  // All of them stand in double quotes by now.
  return toText(document).replace(new RegExp(escaped, "g"), toEscape);
}

/** Line ends of YAML 1.1 alone, and what PyYAML refuses to read or takes for a byte order mark. */
const escaped = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function toText(document: Document): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Nodes that PyYAML reads back as these values: text it would take for something else (`no`, `012`, a date) is quoted. */
function quoted(value: JsonValue): unknown {
  const document = new Document(value);
  visit(document, {
    Scalar(_key, node) {
      if (!isScalar(node)) return;
      if (typeof node.value !== "string") node.value = plainText(node.value);
      else if (needsQuotes(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.contents;
}

/** Have a meaning of their own in YAML 1.1; `y` and `n` for readers other than PyYAML. */
const special = new Set(["=", "<<", "y", "Y", "n", "N"]);

function needsQuotes(text: string): boolean {
  const isText = readPythonScalar(text).kind === "text" && readCoreScalar(text) === text;
  return !isText || special.has(text) || escaped.test(text);
}

/** PyYAML takes `1e-7` for text and `1.0e-7` for a number. */
function plainText(value: unknown): string {
  const text = String(value);
  return typeof value === "number" ? text.replace(/^(-?\d+)e/, "$1.0e") : text;
}
