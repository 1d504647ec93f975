import { readFile } from "node:fs/promises";
import { addAbortSignal } from "node:stream";
import { text as readAll } from "node:stream/consumers";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { UsageFailure } from "./command.ts";
import type { ReadWords } from "./read-words.ts";

/**
 * The variables of `--vars` and `--var`; the latter win. Values of `--var` are text as it was typed.
 * @throws UsageFailure, and AppFailure `cancelled`.
 */
export async function readValues(words: ReadWords, signal: AbortSignal): Promise<JsonObject> {
  const file = words.text("vars");
  const values = file === undefined ? {} : await readFileOfValues(file, signal);
  for (const pair of words.list("var")) {
    const end = pair.indexOf("=");
    if (end <= 0) throw new UsageFailure(`--var ${pair} has no name and value; write --var name=value.`);
    values[pair.slice(0, end)] = pair.slice(end + 1);
  }
  return values;
}

async function readFileOfValues(file: string, signal: AbortSignal): Promise<JsonObject> {
  const name = file === "-" ? "stdin" : file;
  let value: JsonValue;
  try {
    value = JSON.parse(await readText(file, signal)) as JsonValue;
  } catch (error) {
    if (signal.aborted) throw new AppFailure("cancelled");
    const why = error instanceof SyntaxError ? `is no JSON (${error.message})` : "cannot be read";
    throw new UsageFailure(`--vars: ${name} ${why}.`);
  }
  if (!isJsonObject(value)) throw new UsageFailure(`--vars: ${name} is not one JSON object with the names as keys.`);
  return value;
}

function readText(file: string, signal: AbortSignal): Promise<string> {
  return file === "-" ? readAll(addAbortSignal(signal, process.stdin)) : readFile(file, { encoding: "utf8", signal });
}
