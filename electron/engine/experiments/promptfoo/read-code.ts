import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { type Config, type Part, textOfFile } from "./config.ts";
import { fileOf, programOf } from "./findings.ts";

/** JavaScript of a config: its text, and what it exports where it is a file's. */
export interface ReadCode {
  code: string;
  entry?: string;
}

const longestCode = 100_000;
const loads = /\brequire\s*\(|^[ \t]*import\b|\bimport\s*\(/m;
/** What promptfoo's code has and code here does not. */
const absent =
  /\b(?:process|Buffer|Intl|crypto|performance)\s*[.[]|\b(?:fetch|setTimeout|setInterval|structuredClone)\s*\(|\bnew\s+(?:URL|Text(?:En|De)coder)\b/;
const absentInContext = /\bcontext\s*\??\.\s*(?:test|provider|providerResponse|logProbs|trace|metadata)\b/;

/**
 * The code of a check `javascript`. What cannot run shut off from everything, or would not mean the same, is refused by
 * line; undefined then. Code of files is named, to be shown before it first runs.
 */
export async function readCode(part: Part, config: Config): Promise<ReadCode | undefined> {
  const { findings } = config;
  const value = isJsonObject(part.value) ? part.value["value"] : undefined;
  const place = part.placeOf("value");
  const refuse = (message: string) => {
    findings.refuse(place, "check", message);
    return undefined;
  };
  const path = fileOf(value);
  if (path === undefined) {
    if (typeof value !== "string" || value.trim() === "") return refuse("The check javascript has no code.");
    const why = problemOf(value);
    return why === undefined ? { code: value } : refuse(`The code of this check is left out: ${why}.`);
  }
  const [, plain = path, entry] = /^(.+\.[cm]?js)(?::(\w+))?$/.exec(path) ?? [];
  if (programOf(plain) !== "JavaScript")
    return refuse(`${path} is a program in ${programOf(plain) ?? "another language"}, which is not run.`);
  const code = await textOfFile(config, plain, place);
  if (code === null) return undefined;
  if (loads.test(code)) return refuse(`${path} loads other code (require, import), which is not run.`);
  findings.warn(
    place,
    "code-from-file",
    `The code of ${path} is shown before it first runs; it runs shut off from everything.`,
  );
  const why = problemOf(code, true);
  if (why !== undefined) return refuse(`The code of ${path} is left out: ${why}.`);
  config.codeFiles.set(plain, { file: place.file, line: place.line, path: plain, code });
  return { code, ...(entry === undefined ? {} : { entry }) };
}

/**
 * The code that changes an answer before it is checked; null where it cannot run here, which is refused by line.
 * @param key where it stands in the part.
 */
export function readTransform(part: Part, key: string, { findings }: Config): string[] | null {
  const value: JsonValue | undefined = isJsonObject(part.value) ? part.value[key] : undefined;
  if (value === undefined || value === null || value === "") return [];
  const refuse = (why: string) => {
    findings.refuse(part.placeOf(key), "transform", `What is checked behind this ${key} is left out: ${why}.`);
    return null;
  };
  if (typeof value !== "string") return refuse("it is no code");
  if (fileOf(value) !== undefined) return refuse("it is a program in a file");
  const why = problemOf(value);
  return why === undefined ? [value] : refuse(why);
}

/** Whether answers come parsed in promptfoo, which code would see. */
export function givesParsedAnswers({ source }: Config): boolean {
  const { value } = source;
  const providers: JsonObject = isJsonObject(value)
    ? { a: value["providers"] ?? null, b: value["targets"] ?? null }
    : {};
  return JSON.stringify(providers).includes('"response_format"');
}

function problemOf(code: string, isFile = false): string | undefined {
  if (code.length > longestCode) return "it is too long";
  if (loads.test(code)) return "it loads other code (require, import), which is not run";
  if (absent.test(code)) return "it asks for something of Node that is not there where it runs";
  if (absentInContext.test(code)) return "it asks for something of promptfoo's run that there is not here";
  if (!isFile && hasTemplate(code)) return "values are not put into code; it gets them in context.vars";
  return undefined;
}

/** By plain search: an expression would look for the end once from each beginning, the square of a text full of them. */
function hasTemplate(code: string): boolean {
  const open = code.indexOf("{{");
  return (open >= 0 && code.includes("}}", open + 2)) || code.includes("{%");
}
