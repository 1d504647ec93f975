import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { type Config, filesOf, type Part, partIn, partOfFile, textOfFile, withoutLastBreak } from "./config.ts";
import { fileOf, programOf } from "./findings.ts";

/** Values of a row: as they are written, and with files in their place where some are. */
export interface ExpandedValues {
  variables: JsonObject;
  filled?: JsonObject;
}

/** One test is multiplied into so many rows at most. */
const mostRows = 10_000;
const pictures = /\.(?:png|jpe?g|gif|webp|pdf|mp3|wav|mp4)$/i;

/** Lists of texts make rows, each value with each; `file://` is the text of a file. */
export async function expandValues(
  test: Part,
  defaults: JsonObject,
  isWhole: boolean,
  config: Config,
): Promise<ExpandedValues[]> {
  const own = await valuesOf(partIn(test, "vars"), config);
  const variables = { ...defaults, ...own.value };
  const lists = new Map<string, JsonValue[]>();
  for (const [name, value] of Object.entries(variables)) {
    const place = own.part.placeOf(name);
    const pattern = fileOf(value);
    if (pattern !== undefined && /[*?]/.test(pattern)) {
      lists.set(
        name,
        (await filesOf(config, pattern, place)).map((path) => `file://${path}`),
      );
    } else if (!isWhole && isList(value)) lists.set(name, value);
  }
  const combined = combinations(variables, lists);
  const [[first] = []] = lists;
  if (first !== undefined && combined.length !== 1) {
    config.findings.warn(
      own.part.placeOf(first),
      "matrix",
      `Lists in its values make ${combined.length} rows of this test.`,
    );
  }
  if (combined.length > mostRows) {
    config.findings.refuse(
      own.part.placeOf(),
      "too-many-rows",
      `Its lists make more than ${mostRows} rows: only the first ${mostRows} are read.`,
    );
  }
  const rows: ExpandedValues[] = [];
  for (const values of combined.slice(0, mostRows)) rows.push(await withFiles(values, own.part, config));
  return rows;
}

async function valuesOf(part: Part, config: Config): Promise<{ value: JsonObject; part: Part }> {
  const path = fileOf(part.value);
  const given = path === undefined ? part : await partOfFile(config, path, part.placeOf());
  return given && isJsonObject(given.value) ? { value: given.value, part: given } : { value: {}, part };
}

/** A list of objects is one value. */
function isList(value: JsonValue): value is JsonValue[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item !== "object" || item === null);
}

/** The first list changes slowest. One row more than allowed shows that there were more. */
function combinations(variables: JsonObject, lists: ReadonlyMap<string, JsonValue[]>): JsonObject[] {
  let rows: JsonObject[] = [variables];
  for (const [name, values] of lists) {
    rows = rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))).slice(0, mostRows + 1);
  }
  return rows;
}

async function withFiles(variables: JsonObject, part: Part, config: Config): Promise<ExpandedValues> {
  const filled: JsonObject = {};
  let has = false;
  for (const [name, value] of Object.entries(variables)) {
    const path = fileOf(value);
    if (path === undefined) filled[name] = value;
    else {
      has = true;
      filled[name] = await textAt(path, part.placeOf(name), config);
    }
  }
  return has ? { variables, filled } : { variables };
}

async function textAt(path: string, place: ReturnType<Part["placeOf"]>, config: Config): Promise<string> {
  const program = programOf(path);
  const refuse = (message: string) => {
    config.findings.refuse(place, "value", message);
    return "";
  };
  if (program !== undefined) return refuse(`${path} makes a value by a program in ${program}, which is not run.`);
  if (pictures.test(path)) return refuse(`${path} is no text.`);
  return withoutLastBreak((await textOfFile(config, path, place)) ?? "");
}
