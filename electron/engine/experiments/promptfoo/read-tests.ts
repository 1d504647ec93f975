import { cellText } from "@shared/domain/dataset/dataset.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { readDatasetBytes } from "../../datasets/read-dataset.ts";
import { type Config, filesOf, itemsOf, type Part, partIn, partOf, partOfFile, textOfFile } from "./config.ts";
import { checksOfCell } from "./csv-checks.ts";
import { fileOf, programOf } from "./findings.ts";

/** One test as its file has it. */
export interface WrittenTest {
  value: JsonObject;
  placeOf: Part["placeOf"];
  /** What it is called where it has no description: in tables promptfoo counts rows. */
  number?: string;
}

/** Every test of a config, from itself and from the files it names. */
export async function readTests(config: Config): Promise<WrittenTest[]> {
  const part = partOf(config, "tests");
  const { value } = config.source;
  const scenarios = await readScenarios(config);
  if (isJsonObject(value) && value["tests"] === undefined) return scenarios;
  return [...(await testsOf(part, config)), ...scenarios];
}

/** Scenarios multiply: each set of values with each test. */
async function readScenarios(config: Config): Promise<WrittenTest[]> {
  const found: WrittenTest[] = [];
  for (const scenario of itemsOf(partOf(config, "scenarios"))) {
    const tests = await testsOf(partIn(scenario, "tests"), config);
    for (const setting of itemsOf(partIn(scenario, "config"))) {
      const base = isJsonObject(setting.value) ? setting.value : {};
      const plain: WrittenTest = { value: {}, placeOf: setting.placeOf };
      for (const test of tests.length > 0 ? tests : [plain]) found.push({ ...test, value: merged(base, test.value) });
    }
  }
  return found;
}

function merged(base: JsonObject, test: JsonObject): JsonObject {
  const both = (key: string) => ({ ...objectOr(base[key]), ...objectOr(test[key]) });
  return {
    ...base,
    ...test,
    vars: both("vars"),
    ...(base["options"] || test["options"] ? { options: both("options") } : {}),
  };
}

function objectOr(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

async function testsOf(part: Part, config: Config): Promise<WrittenTest[]> {
  const found: WrittenTest[] = [];
  for (const item of itemsOf(part)) {
    if (typeof item.value === "string") found.push(...(await testsOfPath(item.value, item, config)));
    else if (isJsonObject(item.value)) {
      const path = item.value["path"];
      if (typeof path === "string" && !Object.hasOwn(item.value, "vars"))
        found.push(...(await testsOfPath(path, item, config)));
      else found.push({ value: item.value, placeOf: item.placeOf });
    } else config.findings.refuse(item.placeOf(), "test", "This is no test.");
  }
  return found;
}

async function testsOfPath(written: string, part: Part, config: Config): Promise<WrittenTest[]> {
  const { findings } = config;
  const place = part.placeOf();
  if (/^(?:https?:|huggingface:|az:|sharepoint)/.test(written)) {
    findings.refuse(place, "tests", `Rows at ${written.slice(0, 80)} are not fetched: put them into a file.`);
    return [];
  }
  const pattern = fileOf(written) ?? written;
  const program = programOf(pattern);
  if (program !== undefined) {
    findings.refuse(place, "program", `${written} makes rows by a program in ${program}, which is not run.`);
    return [];
  }
  const found: WrittenTest[] = [];
  for (const path of await filesOf(config, pattern, place)) found.push(...(await testsInFile(path, part, config)));
  return found;
}

async function testsInFile(path: string, part: Part, config: Config): Promise<WrittenTest[]> {
  if (/\.csv$/i.test(path)) return testsInTable(path, part, config);
  if (/\.jsonl$/i.test(path)) return testsInLines(path, part, config);
  const file = await partOfFile(config, path, part.placeOf());
  if (!file) return [];
  return testsOf(file, config);
}

async function testsInLines(path: string, part: Part, config: Config): Promise<WrittenTest[]> {
  const text = await textOfFile(config, path, part.placeOf());
  const found: WrittenTest[] = [];
  for (const [index, line] of (text ?? "").split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const place = { file: path, line: index + 1, column: 1 };
    let value: JsonValue = null;
    try {
      value = JSON.parse(line) as JsonValue;
    } catch {
      // Said below, as everything that is no test.
    }
    if (isJsonObject(value)) found.push({ value, placeOf: () => place, number: `Row #${found.length + 1}` });
    else config.findings.refuse(place, "test", `Line ${index + 1} of ${path} is no test.`);
  }
  return found;
}

async function testsInTable(path: string, part: Part, config: Config): Promise<WrittenTest[]> {
  const { files, findings, signal } = config;
  let bytes: Buffer;
  try {
    bytes = await files.read(path);
  } catch (error) {
    signal.throwIfAborted();
    findings.refuse(part.placeOf(), "file", error instanceof Error ? error.message : String(error));
    return [];
  }
  const read = await readDatasetBytes(bytes, path, { signal });
  if (read.read === "error") {
    findings.refuse({ file: path, line: read.error.line ?? 1, column: 1 }, "tests", read.error.message);
    return [];
  }
  const { dataset } = read;
  for (const { code, message, line } of dataset.warnings)
    findings.warn({ file: path, line: line ?? 1, column: 1 }, code, message);
  return dataset.rows.map((row, index) => {
    const place = { file: path, line: row.line ?? 1, column: 1 };
    const cells: [string, string][] = dataset.columns.flatMap((column): [string, string][] => {
      const cell = row.cells.get(column);
      return cell === undefined ? [] : [[column, cellText(cell)]];
    });
    return { value: testOfCells(cells, place, config), placeOf: () => place, number: `Row #${index + 1}` };
  });
}

/** promptfoo's table: columns that begin with `__` say something of the row, all others are its values. */
function testOfCells(
  cells: readonly [string, string][],
  place: ReturnType<Part["placeOf"]>,
  config: Config,
): JsonObject {
  const vars: JsonObject = {};
  const metadata: JsonObject = {};
  const options: JsonObject = {};
  const assert: JsonObject[] = [];
  const test: JsonObject = {};
  const column = new Map(cells);
  const metric = column.get("__metric");
  for (const [name, text] of cells) {
    const [, number] = /^__expected(\d*)$/.exec(name) ?? [];
    const [, key, isList] = /^__metadata:(.+?)(\[\])?$/.exec(name) ?? [];
    if (number !== undefined) {
      if (text.trim() === "") continue;
      const threshold = column.get(`__config:${name}:threshold`) ?? "";
      const check = checksOfCell(text, place, config.findings);
      if (threshold.trim() !== "") check["threshold"] = Number(threshold);
      if (metric !== undefined) check["metric"] = metric;
      assert.push(check);
    } else if (key !== undefined) {
      if (text !== "") metadata[key] = isList === undefined ? text : listOf(text);
    } else if (name === "__description") {
      if (text !== "") test["description"] = text;
    } else if (name === "__threshold") {
      if (text.trim() !== "") test["threshold"] = Number(text);
    } else if (name === "__prefix" || name === "__suffix") {
      if (text !== "") options[name.slice(2)] = text;
    } else if (name === "__metric" || name.startsWith("__config:")) continue;
    else if (name.startsWith("__")) config.findings.warn(place, "unknown-column", `The column ${name} is not used.`);
    else vars[name] = text;
  }
  // The cells of a table are texts: no list in them makes more rows.
  return {
    ...test,
    vars,
    assert,
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    ...(Object.keys(options).length > 0 ? { options } : {}),
  };
}

/** `a,b\,c`: a comma behind a backslash is part of a word. */
function listOf(text: string): string[] {
  return text.split(/(?<!\\),/).map((item) => item.trim().replaceAll("\\,", ","));
}
