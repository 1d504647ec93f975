import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { type ModelBookFile, type ModelFacts, modelBookSchema } from "@shared/domain/model/model-facts.ts";
import { bundledModels } from "./bundled-models.ts";
import { isLitellmList, readLitellmList } from "./read-litellm-list.ts";

/** Where a list came from. */
export interface ListOrigin {
  /** The file's name or the address. */
  name: string;
  /** ISO date of the reading. */
  asOf: string;
  /** Ids of the providers there are. */
  providers: ReadonlySet<string>;
}

/** What a list brought. */
export interface ListUpdate {
  file: ModelBookFile;
  /** Models that had no row before, and those that end at another date or with another price than was known. */
  added: number;
  changed: ModelFacts[];
}

/**
 * Reads a list of models: LiteLLM's `model_prices_and_context_window.json` as it is, or a file of Promptscope's own form.
 * @throws AppFailure `invalid_input` for any other text.
 */
export function readModelList(text: string, { name, asOf, providers }: ListOrigin): ListUpdate {
  const parsed = parse(text, name);
  const { series } = bundledModels();
  const file = isLitellmList(parsed)
    ? bookOf(readLitellmList(parsed, { from: name, providers, series }), name, asOf)
    : ownForm(parsed, name);
  if (file.models.length === 0) throw refused(name, "it has no model of a provider that is known here");
  const before = new Map(bundledModels().models.map((row) => [`${row.provider}/${row.model}`, row]));
  const known = file.models.map((row) => ({ row, had: before.get(`${row.provider}/${row.model}`) }));
  return {
    file,
    added: known.filter(({ had }) => !had).length,
    changed: known.filter(({ row, had }) => had && differs(row, had)).map(({ row }) => row),
  };
}

function bookOf(models: ModelFacts[], name: string, asOf: string): ModelBookFile {
  return { version: 1, sources: { [name]: { name, asOf, verifiedLive: false } }, series: {}, models };
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused(name, `it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function ownForm(parsed: unknown, name: string): ModelBookFile {
  const read = modelBookSchema.safeParse(parsed);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw refused(name, `it is neither LiteLLM's list nor Promptscope's: ${issue?.path.join(".")}: ${issue?.message}`);
}

function differs(row: ModelFacts, had: ModelFacts): boolean {
  return row.ends !== had.ends || row.price?.input !== had.price?.input || row.price?.output !== had.price?.output;
}

function refused(name: string, why: string): AppFailure {
  return new AppFailure("invalid_input", {
    message: `${name} is not a list of models: ${why}.`,
    advice: "Take LiteLLM's model_prices_and_context_window.json as it is, or a file in the form of models.json.",
  });
}
