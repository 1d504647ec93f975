import type { FactsSource, ModelBookFile, ModelFacts, ModelSeries } from "@shared/domain/model/model-facts.ts";
import { remember } from "@shared/domain/remember.ts";
import { bundledModels } from "./bundled-models.ts";
import { withoutDate } from "./dated-names.ts";

/** What is known of models, all lists put together: the later of bundled, updated, told by servers, and own counts. */
export interface ModelBook {
  /**
   * The row of a model at a provider: by its name, by that without a date, of a fine-tuned one by its base, and by what
   * stands behind a slash. Undefined where there is none.
   */
  find(provider: string, model: string): ModelFacts | undefined;
  /** The rules of parameters that a row names. */
  seriesOf(facts: ModelFacts): (ModelSeries & { id: string }) | undefined;
  /** The list a row is from. */
  sourceOf(facts: ModelFacts): FactsSource;
  /** Every row, provider by provider. */
  all(): readonly ModelFacts[];
}

/** Lists besides the bundled one. */
export interface ModelLists {
  /** Fetched by `promptscope models update`. */
  updated?: ModelBookFile;
  /** Written by the person. */
  own?: ModelBookFile;
}

const unknownSource: FactsSource = { name: "own list", asOf: "1970-01-01", verifiedLive: false };

let readLists: () => ModelLists = () => ({});
let told: ModelBookFile | undefined;
let inForce: ModelBook | undefined;

/** What is known in this process, which serves one profile. Read when it is first asked for. */
export function modelBook(): ModelBook {
  if (inForce) return inForce;
  const { updated, own } = readLists();
  inForce = createModelBook([bundledModels(), updated, told, own].filter((file) => file !== undefined));
  return inForce;
}

/** Puts a profile's lists beside the bundled one, read when a model is first asked for; what was known is forgotten. */
export function takeModelLists(read: () => ModelLists): void {
  readLists = read;
  inForce = undefined;
}

/** Takes what servers say of their own models, over every list but the person's own. */
export function takeToldModels(source: string, facts: readonly ModelFacts[], asOf: string): void {
  const others = (told?.models ?? []).filter(({ from }) => from !== source);
  told = {
    version: 1,
    series: {},
    sources: { ...told?.sources, [source]: { name: source, asOf, verifiedLive: true } },
    models: [...others, ...facts.map((row) => ({ ...row, from: source }))],
  };
  inForce = undefined;
}

/** @param files the weakest first; of two rows of one model the parts of the later count. */
function createModelBook(files: readonly ModelBookFile[]): ModelBook {
  const rows = new Map<string, ModelFacts>();
  for (const { models } of files) {
    for (const row of models) {
      const id = idOf(row.provider, row.model);
      rows.set(id, { ...rows.get(id), ...row });
    }
  }
  const series = Object.assign({}, ...files.map((file) => file.series)) as ModelBookFile["series"];
  const sources = Object.assign({}, ...files.map((file) => file.sources)) as ModelBookFile["sources"];
  const undated = new Map<string, ModelFacts>();
  for (const row of rows.values()) {
    const base = withoutDate(row.model);
    // A dated model stands for its name where that has no row; of several the newest, which comes last.
    if (base !== row.model && base.includes("-")) undated.set(idOf(row.provider, base), row);
  }
  const look = (provider: string, model: string) =>
    rows.get(idOf(provider, model)) ??
    rows.get(idOf(provider, withoutDate(model))) ??
    undated.get(idOf(provider, model)) ??
    undated.get(idOf(provider, withoutDate(model)));
  const find = remember(1_024, (id) => {
    const [provider, model] = JSON.parse(id) as [string, string];
    const base = model.startsWith("ft:") ? (model.split(":")[1] ?? "") : model;
    const behindSlash = base.slice(base.lastIndexOf("/") + 1);
    return { facts: look(provider, base) ?? (behindSlash === base ? undefined : look(provider, behindSlash)) };
  });
  return {
    find: (provider, model) => find(idOf(provider, model)).facts,
    seriesOf({ series: id }) {
      const found = id === undefined ? undefined : series[id];
      return found && id !== undefined ? { ...found, id } : undefined;
    },
    sourceOf: ({ from }) => (from === undefined ? undefined : sources[from]) ?? unknownSource,
    all: () => [...rows.values()],
  };
}

function idOf(provider: string, model: string): string {
  return JSON.stringify([provider, model]);
}
