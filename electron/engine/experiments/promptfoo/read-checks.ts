import type { Evaluator } from "@shared/domain/experiment/evaluator.ts";
import type { RowCheck } from "@shared/domain/experiment/read-experiment.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { readYaml } from "../reading/yaml-source.ts";
import { type Config, type Part, partIn, textOfFile, withoutLastBreak } from "./config.ts";
import { fileOf } from "./findings.ts";
import { knownKinds, refusedKinds } from "./kinds-of-checks.ts";
import { givesParsedAnswers, type ReadCode, readCode, readTransform } from "./read-code.ts";
import { embeddingsOf, judgeOf } from "./read-judges.ts";

/** What the checks of a test go by besides themselves. */
export interface CheckContext {
  /** The model that judges where a check names none. */
  judge: string | undefined;
  /** The judge's prompt, in place of the usual one. */
  rubricPrompt: JsonValue | undefined;
  /** The model that gives vectors where a check names none. */
  vectorModel: string | undefined;
  /** The code that changes the answer before it is checked; null where it cannot run here. */
  transforms: readonly string[] | null;
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
  const own = readTransform(part, "transform", config);
  // The code that changes the answer comes first: without it a check would look at something else.
  const transforms = own === null || context.transforms === null ? null : [...context.transforms, ...own];
  const [first] = transforms ?? [];
  const changed = first === undefined ? {} : { transform: transforms?.length === 1 ? first : [...(transforms ?? [])] };
  if (kind === "javascript") {
    const code = await readCode(part, config);
    if (!code || !transforms) return check;
    if (givesParsedAnswers(config)) {
      const why = "with response_format promptfoo gives it the answer parsed, where here it is a text";
      findings.refuse(place, "check", `The code of this check is left out: ${why}.`);
      return check;
    }
    return { ...check, evaluator: { ...codeOf(written, type !== kind, code), ...changed } };
  }
  if (kind === "llm-rubric") {
    const model = judgeOf(written["provider"]) ?? context.judge;
    if (model === undefined) {
      findings.warn(place, "judge", "No judge is named for this check: choose the model that judges.");
      return check;
    }
    const given = await readValue(part, config);
    const evaluator = given && transforms ? rubricOf(model, type !== kind, written, given.value, context) : undefined;
    return evaluator ? { ...check, evaluator: { ...evaluator, ...changed } } : check;
  }
  if (kind === "similar") {
    const model = embeddingsOf(written["provider"]) ?? context.vectorModel;
    if (model === undefined) {
      findings.warn(place, "embedding", "The check similar needs an embedding model to be chosen.");
      return check;
    }
    const given = await readValue(part, config);
    const evaluator = given && transforms ? cosineOf(model, type !== kind, written, given.value) : undefined;
    return evaluator ? { ...check, evaluator: { ...evaluator, ...changed } } : check;
  }
  const value = await readValue(part, config);
  if (value === null) return check;
  if (!transforms) return check;
  const evaluator = evaluatorOf(kind, type !== kind, written, value.value);
  if (evaluator) check.evaluator = { ...evaluator, ...changed };
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

function codeOf({ threshold, metric, weight, config }: JsonObject, not: boolean, code: ReadCode): Evaluator {
  return {
    type: "code",
    gate: true,
    ...(not ? { not } : {}),
    ...(typeof metric === "string" && metric !== "" ? { name: metric.slice(0, 100) } : {}),
    ...(typeof weight === "number" && weight >= 0 ? { weight } : {}),
    ...code,
    ...(isJsonObject(config) ? { config } : {}),
    // promptfoo's rule for numbers: above nothing, or at the threshold.
    pass: typeof threshold === "number" && threshold > 0 ? `>= ${plain(threshold)}` : threshold === 0 ? ">= 0" : "> 0",
  };
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

function cosineOf(
  model: string,
  not: boolean,
  { threshold, metric, weight }: JsonObject,
  value: JsonValue | undefined,
): Evaluator | undefined {
  if (value === undefined || value === "") return undefined;
  return {
    type: "cosine",
    gate: true,
    ...(not ? { not } : {}),
    ...(typeof metric === "string" && metric !== "" ? { name: metric.slice(0, 100) } : {}),
    ...(typeof weight === "number" && weight >= 0 ? { weight } : {}),
    model,
    value,
    pass: `>= ${plain(typeof threshold === "number" ? threshold : 0.75)}`,
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
