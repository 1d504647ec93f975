import type { DraftEvaluator, SetupDraft } from "@shared/domain/experiment/setup/setup-draft.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { freeId } from "./variant-edits.ts";

/** An evaluator more, with an id of its own; gives the id. */
export function addEvaluator(draft: SetupDraft, evaluator: JsonObject): { draft: SetupDraft; id: string } {
  const id = freeId(draft.evaluators, "e");
  return { draft: { ...draft, evaluators: [...draft.evaluators, { id, evaluator }] }, id };
}

export function changeEvaluator(draft: SetupDraft, id: string, evaluator: JsonObject): SetupDraft {
  return { ...draft, evaluators: draft.evaluators.map((one) => (one.id === id ? { id, evaluator } : one)) };
}

export function removeEvaluator(draft: SetupDraft, id: string): SetupDraft {
  return { ...draft, evaluators: draft.evaluators.filter((one) => one.id !== id) };
}

/** The list with one a place earlier (−1) or later (1): the squares of the grid have their order. */
export function moveEvaluator(draft: SetupDraft, id: string, by: -1 | 1): SetupDraft {
  const index = draft.evaluators.findIndex((one) => one.id === id);
  const moved = draft.evaluators[index];
  const to = index + by;
  if (!moved || to < 0 || to >= draft.evaluators.length) return draft;
  const others = draft.evaluators.filter((one) => one.id !== id);
  return { ...draft, evaluators: others.toSpliced(to, 0, moved) };
}

/** What an evaluator's score is called. */
export function scoreName({ evaluator }: Pick<DraftEvaluator, "evaluator">): string {
  const { name, type } = evaluator;
  return typeof name === "string" && name !== "" ? name : String(type);
}

/** A name that no other evaluator has: it names the score. */
export function freeScoreName(word: string, taken: readonly string[]): string {
  let name = word;
  for (let again = 2; taken.includes(name); again += 1) name = `${word} ${again}`;
  return name;
}
