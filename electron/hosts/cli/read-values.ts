import { constants, statSync } from "node:fs";
import { type FileHandle, open, readFile } from "node:fs/promises";
import { addAbortSignal } from "node:stream";
import { text as readAll } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { isTooDeep } from "@shared/domain/json/json-depth.ts";
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
    const text = await readText(file, signal);
    if (isTooDeep(text)) throw new UsageFailure(`--vars: ${name} is nested more deeply than anything needs.`);
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    if (signal.aborted) throw new AppFailure("cancelled");
    if (error instanceof UsageFailure) throw error;
    const why = error instanceof SyntaxError ? `is no JSON (${error.message})` : "cannot be read";
    throw new UsageFailure(`--vars: ${name} ${why}.`);
  }
  if (!isJsonObject(value)) throw new UsageFailure(`--vars: ${name} is not one JSON object with the names as keys.`);
  return value;
}

function readText(file: string, signal: AbortSignal): Promise<string> {
  if (file === "-") return readAll(addAbortSignal(signal, process.stdin));
  return isPipe(file) ? readPipe(file, signal) : readFile(file, { encoding: "utf8", signal });
}

/** As shells write `<(command)`. What is neither that nor a file, a device say, may never end. */
function isPipe(file: string): boolean {
  const found = statSync(file);
  if (found.isFile() || found.isDirectory()) return false;
  if (!found.isFIFO()) throw new UsageFailure(`--vars: ${file} is no ordinary file.`);
  return true;
}

const lookEveryMs = 20;
/** A pipe into which nobody has written by then is empty. */
const patienceMs = 10_000;

/** Never waits inside a read: a thread of Node's that waits there hears no signal and keeps the process. */
async function readPipe(file: string, signal: AbortSignal): Promise<string> {
  const pipe = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const pieces: Buffer[] = [];
    const piece = Buffer.alloc(65_536);
    for (const began = performance.now(); ; ) {
      const bytes = await readNow(pipe, piece);
      if (bytes !== undefined && bytes > 0) pieces.push(Buffer.from(piece.subarray(0, bytes)));
      else if (bytes === 0 && (pieces.length > 0 || performance.now() - began > patienceMs)) break;
      else await setTimeout(lookEveryMs, undefined, { signal });
    }
    return Buffer.concat(pieces).toString("utf8");
  } finally {
    await pipe.close();
  }
}

/** Bytes that are there; 0 when nobody has it open for writing, undefined when somebody has and says nothing yet. */
async function readNow(pipe: FileHandle, piece: Buffer): Promise<number | undefined> {
  try {
    return (await pipe.read(piece)).bytesRead;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return undefined;
    throw error;
  }
}
