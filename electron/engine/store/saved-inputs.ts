import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { promptKey } from "@shared/domain/prompt/prompt-key.ts";
import {
  type InputOwner,
  type InputToSave,
  type SavedInput,
  type SavedInputFile,
  savedInputFileSchema,
  savedInputSchema,
} from "@shared/domain/prompt/saved-input.ts";
import { keptValuesVersion, type Places, upgradeSavedInputs } from "@shared/domain/prompt/upgrade-kept-values.ts";
import * as z from "zod";
import { type DocumentAccess, openJsonDocument } from "./json-document.ts";

/** Named sets of values by prompt. Every method that changes something returns the prompt's inputs as they are then. */
export interface SavedInputs {
  list(owner: InputOwner): SavedInput[];
  /** Puts an input in the place of the one with its id, else at the end. */
  save(owner: InputOwner, input: InputToSave): Promise<SavedInput[]>;
  /** Does nothing when there is none with that id. Saving it again with its id brings it back. */
  remove(owner: InputOwner, id: string): Promise<SavedInput[]>;
  /** Those kept for a prompt of this name when it was not noted whose it was. */
  fromBefore(owner: InputOwner): SavedInput[];
  /** Makes them this prompt's. */
  takeFromBefore(owner: InputOwner): Promise<SavedInput[]>;
  /** The inputs as JSON text. */
  export(owner: InputOwner): string;
  /**
   * Adds inputs from JSON text: an exported file, a list of `{name, variables, placeholders}`, or a list of objects
   * that are variables. What is there already with the same name and values is not added again.
   * @throws AppFailure `invalid_input` when the text is none of these; nothing is then added.
   */
  import(owner: InputOwner, text: string): Promise<SavedInput[]>;
  readonly problem?: string;
}

const mostInputs = 1_000;
const documentSchema = z.strictObject({
  version: z.literal(keptValuesVersion),
  inputs: z.record(z.string(), z.array(savedInputSchema)),
});

type NewInput = SavedInputFile["inputs"][number];

/**
 * @param places where inputs of before there were connections go.
 * @throws AppFailure `storage_failed` when the file is there and cannot be read.
 */
export async function openSavedInputs(
  path: string,
  places: Places = {},
  access: DocumentAccess = "write",
): Promise<SavedInputs> {
  const empty = { version: keptValuesVersion, inputs: {} } as const;
  const upgrade = (stored: unknown) => upgradeSavedInputs(stored, places);
  const document = await openJsonDocument<z.infer<typeof documentSchema>>(path, documentSchema, empty, access, upgrade);

  function list(owner: InputOwner): SavedInput[] {
    const key = promptKey(owner);
    const all = document.get().inputs;
    return Object.hasOwn(all, key) ? (all[key] ?? []) : [];
  }

  const keep = (inputs: Record<string, SavedInput[]>) => document.set({ version: keptValuesVersion, inputs });

  async function replace(owner: InputOwner, inputs: SavedInput[]): Promise<SavedInput[]> {
    if (inputs.length > mostInputs) {
      throw new AppFailure("invalid_input", { message: `A prompt can have ${mostInputs} saved inputs at most.` });
    }
    const { [promptKey(owner)]: _before, ...others } = document.get().inputs;
    await keep(inputs.length === 0 ? others : { ...others, [promptKey(owner)]: inputs });
    return inputs;
  }

  return {
    list,
    save(owner, { id = randomUUID(), ...values }) {
      const inputs = list(owner);
      const saved = { id, ...values };
      const isNew = !inputs.some((input) => input.id === id);
      return replace(owner, isNew ? [...inputs, saved] : inputs.map((input) => (input.id === id ? saved : input)));
    },
    remove: (owner, id) =>
      replace(
        owner,
        list(owner).filter((input) => input.id !== id),
      ),
    fromBefore: (owner) => (owner.connection === undefined ? [] : list(unplaced(owner))),
    async takeFromBefore(owner) {
      const before = unplaced(owner);
      if (owner.connection === undefined) return list(owner);
      const own = list(owner);
      const moved = list(before).filter(({ id }) => !own.some((one) => one.id === id));
      const inputs = await replace(owner, [...moved, ...own]);
      await replace(before, []);
      return inputs;
    },
    export(owner) {
      const inputs = list(owner).map(({ id: _id, ...values }) => values);
      const file: SavedInputFile = { format: "promptscope-inputs", version: 1, prompt: owner.name, inputs };
      return `${JSON.stringify(file, null, 2)}\n`;
    },
    import(owner, text) {
      const inputs = [...list(owner)];
      for (const given of readInputs(text)) {
        const isThere = inputs.some(({ id: _id, ...values }) => isDeepStrictEqual(values, given));
        if (!isThere) inputs.push({ id: randomUUID(), ...given, name: freeName(given.name, inputs) });
      }
      return replace(owner, inputs);
    },
    ...(document.problem === undefined ? {} : { problem: document.problem }),
  };
}

function unplaced({ library, name }: InputOwner): InputOwner {
  return { library, name };
}

function readInputs(text: string): NewInput[] {
  const value = parse(text);
  const file = savedInputFileSchema.safeParse(value);
  if (file.success) return file.data.inputs;
  const rows = Array.isArray(value) ? value : isJsonObject(value) ? value["inputs"] : undefined;
  if (!Array.isArray(rows)) throw unreadable("it is neither an exported file nor a list");
  return rows.map(readRow);
}

function readRow(row: JsonValue, index: number): NewInput {
  if (!isJsonObject(row)) throw unreadable(`entry ${index + 1} is not an object`);
  const number = `Input ${index + 1}`;
  const { name, variables, placeholders } = row;
  const isWhole = isJsonObject(variables) && (placeholders === undefined || isJsonObject(placeholders));
  if (!isWhole) return { name: number, variables: row, placeholders: {} };
  const ownName = typeof name === "string" && name.trim() !== "" ? name.slice(0, 200) : number;
  return { name: ownName, variables, placeholders: placeholders ?? {} };
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw unreadable("it is not JSON");
  }
}

function freeName(name: string, inputs: readonly SavedInput[]): string {
  const taken = new Set(inputs.map((input) => input.name));
  for (let number = 2, free = name; ; number += 1) {
    if (!taken.has(free)) return free;
    free = `${name.slice(0, 190)} (${number})`;
  }
}

function unreadable(reason: string): AppFailure {
  return new AppFailure("invalid_input", {
    message: `The inputs cannot be read: ${reason}.`,
    advice: "Give an exported file, or a JSON list of objects with the variables in them.",
  });
}
