import { cellAt, cellText, cellValue, type Dataset, type DatasetWarning } from "./dataset.ts";
import {
  answeredNames,
  answerNames,
  expectedNames,
  groupNames,
  idNames,
  inputNames,
  nestedAnswerNames,
  normalisedName,
} from "./known-names.ts";
import { SeenTexts } from "./seen-texts.ts";

/** How a column was found for a variable; guesses are to be confirmed once. */
export type MappedHow = "exact" | "normalised" | "path" | "prefix" | "guess-prefix" | "guess";

/** Which column is what, as far as names tell (`electron/engine/datasets/README.md#mapping`). */
export interface DatasetMapping {
  variables: string[];
  map: Record<string, { column: string; how: MappedHow }>;
  unmapped: string[];
  /** The last message of the assistant, where nothing else says what is right. */
  expected: string | { from: string; take: "last assistant message" } | null;
  group: string | null;
  id: string | null;
  metadata: string[];
  placeholders?: Record<string, string>;
  assertions?: string[];
  facets: string[];
  expectedCandidates: string[];
  /** All other columns; they stay with their row. */
  rest: string[];
}

export interface SuggestedMapping {
  mapping: DatasetMapping;
  warnings: DatasetWarning[];
}

/** Suggests what the columns are for a prompt with these variables. */
export function suggestMapping(dataset: Dataset, variables: readonly string[]): SuggestedMapping {
  const filled = filledColumns(dataset);
  const names = [...dataset.columns, ...dataset.expanded];
  const special = names.filter((name) => name.startsWith("__") && dataset.dialect === "promptfoo");
  const metadata = names.filter((name) => isMetadata(name) && !isOpened(name, dataset));
  const placeholders = placeholdersOf(dataset, filled);
  const expected = dataset.header ? expectedOf(names, filled, dataset, special) : null;
  const id = dataset.header ? idOf(dataset, filled) : null;
  const group = dataset.header ? groupOf(dataset) : null;
  const { map, ambiguous } = dataset.header
    ? mapVariables(dataset, variables, { expected: typeof expected === "string" ? expected : null, id, group })
    : { map: {}, ambiguous: [] };
  const mapped = new Set(Object.values(map).map(({ column }) => column));
  const assertions =
    dataset.dialect === "promptfoo" ? names.filter((name) => /^(?:__expected\d*|assert)$/.test(name)) : [];
  const used = new Set([...mapped, ...metadata, ...assertions, ...special, ...Object.values(placeholders)]);
  for (const one of [typeof expected === "string" ? expected : null, id, group]) if (one !== null) used.add(one);
  const isUsed = (name: string) =>
    used.has(name) || [...used].some((one) => dataset.expanded.includes(one) && one.startsWith(`${name}.`));
  const rest = dataset.columns.filter((name) => !isUsed(name));
  const expectedCandidates = rest.filter((name) => normalisedName(name).startsWith("expected"));
  const mapping: DatasetMapping = {
    variables: [...variables],
    map,
    unmapped: variables.filter((name) => !Object.hasOwn(map, name)),
    expected,
    group,
    id,
    metadata,
    ...(Object.keys(placeholders).length > 0 ? { placeholders } : {}),
    ...(assertions.length > 0 ? { assertions } : {}),
    facets: facetsOf(dataset, [id, group, typeof expected === "string" ? expected : null]),
    expectedCandidates,
    rest,
  };
  return { mapping, warnings: [...ambiguous, ...valueWarnings(dataset, mapping)] };
}

/** A column of objects whose insides are mapped in its place. */
function isOpened(name: string, { expanded, kinds }: Dataset): boolean {
  return kinds[name] === "json" && expanded.some((inner) => inner.startsWith(`${name}.`));
}

function filledColumns({ columns, rows }: Dataset): ReadonlySet<string> {
  return new Set(columns.filter((column) => rows.some(({ cells }) => cellText(cells.get(column)) !== "")));
}

function isMetadata(name: string): boolean {
  return /^(?:metadata[._]|meta\.|__metadata:)/.test(name);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function expectedOf(
  names: readonly string[],
  filled: ReadonlySet<string>,
  dataset: Dataset,
  special: readonly string[],
): DatasetMapping["expected"] {
  const able = names.filter(
    (name) =>
      !special.includes(name) &&
      (filled.has(name) || dataset.expanded.includes(name)) &&
      !answeredNames.has(normalisedName(name)) &&
      !isMetadata(name),
  );
  const named = able.filter((name) => expectedNames.has(normalisedName(name)) && !isInput(name, dataset));
  if (named[0] !== undefined) return firstOf(named);
  const starting = able.filter(
    (name) => !dataset.expanded.includes(name) && normalisedName(name).startsWith("expected"),
  );
  if (starting.length === 1) return starting[0] ?? null;
  const nested = able.find(
    (name) => /^(?:item|row)\./.test(name) && nestedAnswerNames.has(normalisedName(lastPart(name))),
  );
  const answers = able.find((name) => answerNames.has(normalisedName(name)) || /^outputs?_/.test(name)) ?? nested;
  if (answers !== undefined) return answers;
  const messages = able.find((name) => dataset.kinds[name] === "messages" && endsWithAssistant(dataset, name));
  return messages === undefined ? null : { from: messages, take: "last assistant message" };
}

/** `target_competitor` is no expectation; of several the one with the plainest name. */
function firstOf(named: readonly string[]): string | null {
  const order = [...expectedNames];
  return [...named].sort((a, b) => order.indexOf(normalisedName(a)) - order.indexOf(normalisedName(b)))[0] ?? null;
}

function isInput(name: string, { expanded }: Dataset): boolean {
  return expanded.includes(name) && name.startsWith("input.");
}

function endsWithAssistant({ rows }: Dataset, column: string): boolean {
  return rows.every((row) => {
    const cell = row.cells.get(column);
    const value = cell === undefined ? undefined : cellValue(cell);
    const last = Array.isArray(value) ? value.at(-1) : undefined;
    return typeof last === "object" && last !== null && !Array.isArray(last) && last["role"] === "assistant";
  });
}

function idOf({ columns, rows, format }: Dataset, filled: ReadonlySet<string>): string | null {
  const named = columns.find((name) => idNames.has(normalisedName(name)) && filled.has(name));
  if (named !== undefined) return named;
  // A data frame that was saved with its index: no name, and the numbers of the rows.
  const [first] = columns;
  if (format !== "csv" || first !== "Column 1") return null;
  return rows.every(({ cells }, index) => cellText(cells.get(first)) === String(index)) ? first : null;
}

function groupOf(dataset: Dataset): string | null {
  return (
    dataset.columns.find((name) => {
      if (!groupNames.has(normalisedName(name))) return false;
      const seen = new SeenTexts();
      let filled = 0;
      for (const { cells } of dataset.rows) {
        const text = cellText(cells.get(name));
        if (text === "") continue;
        filled += 1;
        seen.add(text);
        if (seen.size >= 2 && seen.size < filled) return true;
      }
      return false;
    }) ?? null
  );
}

/** Short values that come again: what scores can be shown by. */
function facetsOf({ columns, rows, kinds }: Dataset, taken: readonly (string | null)[]): string[] {
  return columns.filter((name) => {
    if (taken.includes(name) || kinds[name] !== undefined || name.startsWith("__")) return false;
    const values = new Set<string>();
    for (const { cells } of rows) {
      const text = cellText(cells.get(name));
      if (text.length > 24 || text.includes("\n")) return false;
      if (text !== "") values.add(text);
      if (values.size > 20) return false;
    }
    const yesOrNo = [...values].every((text) => /^(?:yes|no|true|false|ja|nein)$/i.test(text));
    return values.size > 0 && (values.size < rows.length || yesOrNo);
  });
}

function placeholdersOf(dataset: Dataset, filled: ReadonlySet<string>): Record<string, string> {
  const lists = dataset.columns.filter(
    (name) => dataset.kinds[name] === "messages" && filled.has(name) && !expectedNames.has(normalisedName(name)),
  );
  const nameOf = (column: string) => {
    if (normalisedName(column) !== "input") return column;
    return dataset.dialect === "langfuse" ? "history" : "messages";
  };
  return Object.fromEntries(lists.map((column) => [nameOf(column), column]));
}

type Taken = { expected: string | null; id: string | null; group: string | null };

function mapVariables(dataset: Dataset, variables: readonly string[], taken: Taken) {
  const columns = [...dataset.columns, ...dataset.expanded].filter((name) => !name.startsWith("__"));
  const map: DatasetMapping["map"] = {};
  const ambiguous: DatasetWarning[] = [];
  const used = new Set<string>();
  const put = (variable: string, column: string, how: MappedHow) => {
    map[variable] = { column, how };
    used.add(column);
  };
  const stuck = new Set<string>();
  const steps: [MappedHow, (column: string, variable: string) => boolean][] = [
    ["exact", (column, variable) => column === variable],
    ["normalised", (column, variable) => normalisedName(column) === normalisedName(variable)],
    [
      "path",
      (column, variable) => column.includes(".") && normalisedName(lastPart(column)) === normalisedName(variable),
    ],
    ["prefix", (column, variable) => normalisedName(column) === `input${normalisedName(variable)}`],
    [
      "guess-prefix",
      (column, variable) => !used.has(column) && isPrefix(normalisedName(lastPart(column)), normalisedName(variable)),
    ],
  ];
  for (const [how, fits] of steps) {
    for (const variable of variables) {
      if (Object.hasOwn(map, variable) || stuck.has(variable)) continue;
      const found = columns.filter((column) => fits(column, variable));
      const [only] = found;
      if (only !== undefined && found.length === 1) put(variable, only, how);
      else if (found.length > 1) {
        stuck.add(variable);
        const message = `“${variable}” may be ${found.map((name) => `“${name}”`).join(" or ")}: choose one.`;
        ambiguous.push({ code: "ambiguous-mapping", message });
      }
    }
  }
  const left = variables.filter((variable) => !Object.hasOwn(map, variable) && !stuck.has(variable));
  const [last] = left;
  if (last !== undefined && left.length === 1) {
    const free = columns.filter(
      (name) =>
        !used.has(name) &&
        !Object.values(taken).includes(name) &&
        isText(dataset, name) &&
        // What somebody has answered already is no input, though it is the only column left.
        !answeredNames.has(normalisedName(name)),
    );
    const likely = free.filter((name) => inputNames.has(normalisedName(name)));
    const guess = likely.length === 1 ? likely[0] : free.length === 1 ? free[0] : undefined;
    if (guess !== undefined) put(last, guess, "guess");
  }
  return { map, ambiguous };
}

function isText({ kinds }: Dataset, column: string): boolean {
  return kinds[column] !== "messages" && !isMetadata(column);
}

function isPrefix(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 4 && (a.startsWith(b) || b.startsWith(a));
}

/** What rows lack of what the prompt needs. */
function valueWarnings(dataset: Dataset, mapping: DatasetMapping): DatasetWarning[] {
  const warnings: DatasetWarning[] = [];
  const all = dataset.rows.length;
  const needed = Object.values(mapping.map).map(({ column }) => column);
  const isCsv = dataset.format === "csv" || dataset.format === "tsv";
  for (const column of needed) {
    let [missing, empty] = [0, 0];
    for (const row of dataset.rows) {
      if (isCsv && row.cells.has(column)) continue;
      const cell = cellAt(row, column);
      if (cell === undefined) missing += 1;
      else if (cell === "") empty += 1;
    }
    if (missing > 0 && !dataset.expanded.includes(column) && !isPart(column, dataset)) {
      const message = `“${column}” is missing in ${missing} of ${all} rows.`;
      warnings.push({ code: "missing-values", column, message });
    }
    // Inside of an object an empty text is a value like others.
    if (empty > 0 && !column.includes(".") && !isCsv) {
      warnings.push({ code: "empty-values", column, message: `“${column}” is empty in ${empty} of ${all} rows.` });
    }
  }
  for (const column of Object.values(mapping.placeholders ?? {})) {
    const empty = dataset.rows.findIndex(({ cells }) => cellText(cells.get(column)) === "[]");
    if (empty < 0 || dataset.format === "csv") continue;
    const message = `“${column}” has no message in row ${empty + 1}.`;
    warnings.push({ code: "empty-values", row: empty + 1, column, message });
  }
  return [...warnings, ...idWarnings(dataset, mapping.id)];
}

/** An id that is there twice is no key: writing by it would lose a row. */
function idWarnings({ rows }: Dataset, id: string | null): DatasetWarning[] {
  if (id === null) return [];
  const warnings: DatasetWarning[] = [];
  const seen = new SeenTexts();
  for (const [index, { cells, line }] of rows.entries()) {
    const text = cellText(cells.get(id));
    const place = line === undefined ? `row ${index + 1}` : `line ${line}`;
    const at = { row: index + 1, column: id, ...(line === undefined ? {} : { line }) };
    if (text === "") warnings.push({ code: "empty-id", ...at, message: `The id of ${place} is empty.` });
    else if (!seen.add(text)) {
      warnings.push({
        code: "duplicate-id",
        ...at,
        message: `The id “${text}” is there again in ${place}; ids are not used as keys.`,
      });
    }
    if (warnings.length >= 10) break;
  }
  return warnings;
}

/** A column that is there in some rows because their value was an object; that is told as mixed input. */
function isPart(column: string, { columns }: Dataset): boolean {
  return column.includes(".") && columns.includes(column.slice(0, column.indexOf(".")));
}
