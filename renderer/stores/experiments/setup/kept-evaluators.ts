import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { DraftEvaluator } from "@shared/domain/experiment/setup/setup-draft.ts";
import { asJson } from "@shared/domain/json/as-json.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../../client.ts";
import { addEvaluator, freeScoreName, scoreName } from "./evaluator-edits.ts";
import { useSetup } from "./setup.ts";

/** What is kept beside set-ups begins so. */
const prefix = "evaluator ";

export interface KeptEvaluatorsState {
  /** Kept on this machine, by name; null until they were asked for. */
  kept: readonly DraftEvaluator[] | null;
  error: AppError | null;
  load(): Promise<void>;
  /** Keeps one for other experiments, in place of one with its name. */
  keep(one: DraftEvaluator): Promise<void>;
  forget(name: string): Promise<void>;
  /** Adds those of a file: of its own kind, or of an experiment's. */
  addFrom(name: string, text: string): Promise<void>;
}

/** Evaluators that are kept on this machine, and those of files. */
export const useKeptEvaluators = create<KeptEvaluatorsState>()((set, get) => {
  const asked = async (work: () => Promise<void>): Promise<void> => {
    set({ error: null });
    try {
      await work();
    } catch (thrown) {
      set({ error: asAppError(thrown) });
    }
  };
  return {
    kept: null,
    error: null,
    load: () =>
      asked(async () => {
        const setups = await engineClient().call("experiments.setups", {});
        const kept = setups.flatMap(({ id, setup }) => {
          const evaluator = setup as JsonValue;
          const isOne = id.startsWith(prefix) && isJsonObject(evaluator) && typeof evaluator["type"] === "string";
          return isOne ? [{ id, evaluator }] : [];
        });
        set({ kept: kept.sort((a, b) => scoreName(a).localeCompare(scoreName(b))) });
      }),
    keep: (one) =>
      asked(async () => {
        const name = scoreName(one);
        const known = get().kept?.find((other) => scoreName(other) === name);
        const id = known?.id ?? `${prefix}${crypto.randomUUID()}`;
        await engineClient().call("experiments.keepSetup", { id, title: name, setup: one.evaluator });
        await get().load();
      }),
    forget: (name) =>
      asked(async () => {
        const known = get().kept?.find((one) => scoreName(one) === name);
        if (known) await engineClient().call("experiments.forgetSetup", { id: known.id });
        await get().load();
      }),
    addFrom: (name, text) =>
      asked(async () => {
        const found = evaluatorsIn(jsonOf(text)) ?? evaluatorsIn(await ofExperiment(name, text));
        if (!found) throw new AppFailure("invalid_input", { message: `${name} has no list of evaluators.` });
        for (const evaluator of found) addNamed(evaluator);
      }),
  };
});

/** One more, under a name that is free. */
export function addNamed(evaluator: JsonObject): string {
  const { draft } = useSetup.getState();
  const name = freeScoreName(scoreName({ evaluator }), draft.evaluators.map(scoreName));
  const added = addEvaluator(draft, { ...evaluator, name });
  useSetup.getState().change(() => added.draft);
  return added.id;
}

/** As a file that others load, or copy into their `experiment.yaml`: JSON is YAML. */
export function evaluatorsFile(evaluators: readonly DraftEvaluator[]): string {
  return `${JSON.stringify({ evaluators: evaluators.map(({ evaluator }) => evaluator) }, null, 2)}\n`;
}

function evaluatorsIn(value: JsonValue | undefined): JsonObject[] | undefined {
  const list = isJsonObject(value) ? value["evaluators"] : value;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const found = list.filter((one) => isJsonObject(one) && typeof one["type"] === "string");
  return found.length === list.length ? (found as JsonObject[]) : undefined;
}

function jsonOf(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

async function ofExperiment(name: string, text: string): Promise<JsonValue | undefined> {
  const read = await engineClient().call("experiments.readFile", { name, text });
  if ("errors" in read) throw new AppFailure("invalid_input", { message: read.errors[0]?.message ?? "" });
  return "setup" in read ? asJson(read.setup.evaluators ?? []) : undefined;
}
