import { mkdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { createSecretVault } from "@engine/credentials/secret-vault.ts";
import { createFetch } from "@engine/http/recording-fetch.ts";
import { fetchModelList } from "@engine/models/fetch-list.ts";
import { modelBook } from "@engine/models/model-book.ts";
import { modelListProblems, takeProfileModels, updatedListName } from "@engine/models/profile-lists.ts";
import { readModelList } from "@engine/models/update-models.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import { writeFileAtomically } from "@engine/store/atomic-file.ts";
import { resolveProfileDirectory } from "@engine/store/profile-directory.ts";
import { systemClock } from "@engine/time/clock.ts";
import type { ModelFacts } from "@shared/domain/model/model-facts.ts";
import { type Command, type CommandIo, UsageFailure } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { modelLines } from "./model-lines.ts";
import { type ReadWords, readWords } from "./read-words.ts";
import { tableLines } from "./table.ts";
import { oneLine } from "./terminal.ts";

/** `promptscope models list|show MODEL|update FILE|URL` */
export const modelsCommand: Command = async (words, io, spec) => {
  const given = readWords(words, spec, 2);
  const [action = "list", operand] = given.operands;
  const folder = resolveProfileDirectory(io.variables);
  takeProfileModels(folder);
  switch (action) {
    case "list":
      return list(given, io);
    case "show":
      if (operand === undefined) throw new UsageFailure("Name the model: promptscope models show MODEL.");
      return show(operand, given, io);
    case "update":
      if (operand === undefined) throw new UsageFailure("Name the list: promptscope models update FILE or URL.");
      return update(operand, folder, io);
    default:
      throw new UsageFailure(`Say what to do: promptscope models list, show MODEL or update FILE|URL, not ${action}.`);
  }
};

function list(given: ReadWords, { terminal }: CommandIo): number {
  const today = new Date().toISOString().slice(0, 10);
  const provider = given.text("provider");
  const rows = modelBook()
    .all()
    .filter((row) => (provider === undefined || row.provider === provider) && isWanted(row, given, today));
  for (const problem of modelListProblems()) terminal.note(problem);
  if (given.flag("json")) {
    for (const row of rows) terminal.out(JSON.stringify({ ...row, source: modelBook().sourceOf(row) }));
    return exitCodes.done;
  }
  const columns = [
    { title: "PROVIDER" },
    { title: "MODEL" },
    { title: "CONTEXT", align: "right" as const },
    { title: "IN", align: "right" as const },
    { title: "OUT", align: "right" as const },
    { title: "ENDS" },
    { title: "REPLACED BY" },
  ];
  const cells = rows.map(({ provider: of, model, context, price, ends = "", replacedBy = "" }) => [
    of,
    oneLine(model),
    context === undefined ? "" : String(context),
    price ? `$${price.input}` : "",
    price ? `$${price.output}` : "",
    ends !== "" && ends < today ? `${ends} (gone)` : ends,
    oneLine(replacedBy),
  ]);
  const [titles = "", ...lines] = tableLines(columns, cells, terminal.width);
  terminal.out(terminal.paint("dim", titles));
  for (const line of lines) terminal.out(line);
  terminal.note(`${rows.length} models. Prices in US dollars for a million tokens.`);
  return exitCodes.done;
}

const endingMs = 90 * 86_400_000;

function isWanted({ ends }: ModelFacts, given: ReadWords, today: string): boolean {
  if (!given.flag("ending")) return true;
  const last = new Date(Date.now() + endingMs).toISOString().slice(0, 10);
  return ends !== undefined && ends >= today && ends <= last;
}

function show(model: string, given: ReadWords, { terminal }: CommandIo): number {
  const slash = model.indexOf("/");
  const book = modelBook();
  const names = slash > 0 ? [model.slice(slash + 1), model] : [model];
  const providers = builtInProviders.listed.filter(({ prefixes }) => {
    return slash <= 0 || prefixes.includes(model.slice(0, slash));
  });
  const rows = providers.flatMap(({ id }) => book.find(id, names[0] ?? model) ?? []);
  if (rows.length === 0) {
    terminal.note(`There is no row for ${oneLine(model)}: nothing is known of what it takes, and no rule is applied.`);
    return exitCodes.failed;
  }
  for (const row of rows) {
    const [source, series] = [book.sourceOf(row), book.seriesOf(row)];
    if (given.flag("json")) terminal.out(JSON.stringify({ ...row, source, ...(series ? { rules: series } : {}) }));
    else for (const line of modelLines(row, source, series)) terminal.out(line);
  }
  return exitCodes.done;
}

async function update(from: string, folder: string, { terminal, signal }: CommandIo): Promise<number> {
  const isAddress = /^https?:\/\//i.test(from);
  const vault = createSecretVault();
  const text = isAddress
    ? await fetchModelList(from, { signal, createFetch, secrets: vault, clock: systemClock })
    : await readText(from);
  const asOf = new Date().toISOString().slice(0, 10);
  const providers = new Set(builtInProviders.listed.map(({ id }) => id));
  const { file, added, changed } = readModelList(text, { name: isAddress ? from : basename(from), asOf, providers });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFileAtomically(join(folder, updatedListName), `${JSON.stringify(file)}\n`);
  terminal.out(`${file.models.length} models taken from ${oneLine(from)}: ${added} new, ${changed.length} changed.`);
  for (const row of changed.filter(({ ends }) => ends !== undefined)) {
    terminal.out(
      `  ${row.provider} ${oneLine(row.model)} ends ${row.ends}${row.replacedBy ? `, replaced by ${oneLine(row.replacedBy)}` : ""}`,
    );
  }
  terminal.note(`Kept in ${join(folder, updatedListName)}; take it away to go back to the list that came along.`);
  return exitCodes.done;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new UsageFailure(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
