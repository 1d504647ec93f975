import type { Evaluator } from "@shared/domain/experiment/evaluator.ts";
import type { RowCheck } from "@shared/domain/experiment/read-experiment.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { readYaml } from "../reading/yaml-source.ts";
import { type Config, type Part, partIn, textOfFile, withoutLastBreak } from "./config.ts";
import { fileOf, programOf } from "./findings.ts";
import { knownKinds, refusedKinds } from "./kinds-of-checks.ts";
import { judgeOf } from "./read-judges.ts";

/** What the checks of a test go by besides themselves. */
export interface CheckContext {
  /** The model that judges where a check names none. */
  judge: string | undefined;
  /** The judge's prompt, in place of the usual one. */
  rubricPrompt: JsonValue | undefined;
  hasEmbeddings: boolean;
  /** The answer is changed by code before it is checked. */
  isTransformed: boolean;
}

/** A check of a config; with an evaluator where there is one for it. What is left out is refused by line. */
export async function readCheck(given: Part, context: CheckContext, config: Config): Promise<RowCheck | null> {
  const part = withTemplate(given, config);
  const { findings } = config;
  const place = part.placeOf();
  const { file, line } = place;
  const written = part.value;
  if (!isJsonObject(written) || typeof written["type"] !== "string") {
    findings.refuse(place, "check", "This is no check: it has no type.");
    return null;
  }
  const check: RowCheck = { written, file, line };
  const type = written["type"];
  if (type === "assert-set") return readSet(part, check, context, config);
  const kind = type.replace(/^not-/, "");
  if (!knownKinds.has(kind)) {
    const why = refusedKinds.get(kind) ?? "there is no such check here";
    findings.refuse(place, "check", `The check ${type} is left out: ${why}.`);
    return check;
  }
  if (kind === "javascript") {
    await reviewCode(part, config);
    return check;
  }
  if (kind === "llm-rubric") {
    const model = judgeOf(written["provider"]) ?? context.judge;
    if (model === undefined) {
      findings.warn(place, "judge", "No judge is named for this check: choose the model that judges.");
      return check;
    }
    const given = await readValue(part, config);
    const evaluator =
      given && !context.isTransformed ? rubricOf(model, type !== kind, written, given.value, context) : undefined;
    return evaluator ? { ...check, evaluator } : check;
  }
  if (kind === "similar") {
    if (!context.hasEmbeddings)
      findings.warn(place, "embedding", "The check similar needs an embedding model to be chosen.");
    return check;
  }
  const value = await readValue(part, config);
  if (value === null) return check;
  // The code that changes the answer comes first, and there is nothing to run it.
  if (context.isTransformed || written["transform"] !== undefined) return check;
  const evaluator = evaluatorOf(kind, type !== kind, written, value.value);
  if (evaluator) check.evaluator = evaluator;
  else findings.refuse(place, "check", `The check ${type} has a value it cannot have.`);
  return check;
}

async function readSet(part: Part, check: RowCheck, context: CheckContext, config: Config): Promise<RowCheck> {
  const inside = partIn(part, "assert");
  const list = Array.isArray(inside.value) ? inside.value : [];
  const parts = await Promise.all(list.map((_, index) => readCheck(partIn(inside, index), context, config)));
  const threshold = check.written["threshold"];
  return {
    ...check,
    set: {
      ...(typeof threshold === "number" ? { threshold } : {}),
      checks: parts.filter((one) => one !== null),
    },
  };
}

/** `$ref: '#/assertionTemplates/name'`, with what stands beside it on top. */
function withTemplate(part: Part, { source }: Config): Part {
  const ref = isJsonObject(part.value) ? part.value["$ref"] : undefined;
  const [, name] = typeof ref === "string" ? (/^#\/assertionTemplates\/(.+)$/.exec(ref) ?? []) : [];
  const templates = isJsonObject(source.value) ? source.value["assertionTemplates"] : undefined;
  const template = name !== undefined && isJsonObject(templates) ? templates[name] : undefined;
  if (!isJsonObject(template) || !isJsonObject(part.value)) return part;
  const { $ref: _, ...own } = part.value;
  return { ...part, value: { ...template, ...own } };
}

/** Code of a file is named, and refused where it cannot run shut off from everything. */
async function reviewCode(part: Part, config: Config): Promise<void> {
  const { findings } = config;
  const value = isJsonObject(part.value) ? part.value["value"] : undefined;
  const path = fileOf(value);
  const place = part.placeOf("value");
  if (path === undefined) return;
  const [plain = path] = path.split(":");
  if (programOf(plain) !== "JavaScript") {
    findings.refuse(
      place,
      "check",
      `${path} is a program in ${programOf(plain) ?? "another language"}, which is not run.`,
    );
    return;
  }
  const code = await textOfFile(config, plain, place);
  if (code === null) return;
  if (/\brequire\s*\(|^[ \t]*import\b|\bimport\s*\(/m.test(code)) {
    findings.refuse(place, "check", `${path} loads other code (require, import), which is not run.`);
    return;
  }
  findings.warn(
    place,
    "code-from-file",
    `The code of ${path} is shown before it first runs; it runs shut off from everything.`,
  );
}

/** The value of a check, out of a file where it names one; null when that cannot be read. */
async function readValue(part: Part, config: Config): Promise<{ value: JsonValue | undefined } | null> {
  const value = isJsonObject(part.value) ? part.value["value"] : undefined;
  const path = fileOf(value);
  if (path === undefined) return { value };
  const text = await textOfFile(config, path, part.placeOf("value"));
  if (text === null) return null;
  if (!/\.(?:json|ya?ml)$/.test(path)) return { value: withoutLastBreak(text) };
  const read = readYaml(text, path);
  return "source" in read ? { value: read.source.value } : { value: text };
}

function rubricOf(
  model: string,
  not: boolean,
  { threshold, metric, weight }: JsonObject,
  value: JsonValue | undefined,
  { rubricPrompt }: CheckContext,
): Evaluator | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  const prompt =
    typeof rubricPrompt === "string" && fileOf(rubricPrompt) === undefined ? { prompt: { text: rubricPrompt } } : {};
  return {
    type: "judge",
    gate: true,
    ...(not ? { not } : {}),
    ...(typeof metric === "string" && metric !== "" ? { name: metric.slice(0, 100) } : {}),
    ...(typeof weight === "number" && weight >= 0 ? { weight } : {}),
    model,
    rubric: value,
    ...prompt,
    pass: `>= ${plain(typeof threshold === "number" ? threshold : 0.5)}`,
  };
}

function evaluatorOf(
  kind: string,
  not: boolean,
  written: JsonObject,
  value: JsonValue | undefined,
): Evaluator | undefined {
  const { threshold, weight, metric } = written;
  const figure = typeof threshold === "number" ? threshold : undefined;
  const base = {
    gate: true,
    ...(not ? { not } : {}),
    ...(typeof weight === "number" && weight >= 0 ? { weight } : {}),
    ...(typeof metric === "string" && metric !== "" ? { name: metric.slice(0, 100) } : {}),
  };
  const ignoring = kind.startsWith("icontains") ? { ignore_case: true } : {};
  switch (kind.replace(/^icontains/, "contains")) {
    case "equals":
      return { type: "equals", ...base, value: value ?? "", trim: false };
    case "contains":
      return { type: "contains", ...base, ...ignoring, value: value ?? "" };
    case "contains-any":
      return { type: "contains-any", ...base, ...ignoring, value: listOf(value) };
    case "contains-all":
      return { type: "contains-all", ...base, ...ignoring, value: listOf(value) };
    case "starts-with":
      return { type: "starts-with", ...base, value: value ?? "" };
    case "regex":
      return typeof value === "string" && value !== "" ? { type: "regex", ...base, value } : undefined;
    case "is-json":
    case "contains-json":
      return jsonCheck(kind === "contains-json", base, value);
    case "levenshtein":
      return { type: "levenshtein", ...base, value: value ?? "", most: figure ?? 5 };
    case "latency":
    case "cost":
      return figure === undefined
        ? undefined
        : { type: kind === "cost" ? "cost" : "latency", ...base, pass: `<= ${plain(figure)}` };
    default:
      return undefined;
  }
}

function jsonCheck(
  within: boolean,
  base: Omit<Extract<Evaluator, { type: "json-valid" }>, "type">,
  value: JsonValue | undefined,
): Evaluator | undefined {
  const where = within ? { within } : {};
  if (value === undefined || value === null) return { type: "json-valid", ...base, ...where };
  const schema = typeof value === "string" ? schemaIn(value) : value;
  return isJsonObject(schema) ? { type: "json-schema", ...base, ...where, schema } : undefined;
}

function schemaIn(text: string): JsonValue {
  const read = readYaml(text, "schema");
  return "source" in read ? read.source.value : null;
}

/** A text is a list by its commas. */
function listOf(value: JsonValue | undefined): JsonValue {
  if (typeof value === "string") return value.split(",").map((item) => item.trim());
  return value ?? [];
}

/** Without an exponent, which a rule does not have. */
function plain(figure: number): string {
  return figure.toFixed(12).replace(/\.?0+$/, "");
}
