import { useApp } from "../app.ts";
import type { Section } from "../best-first.ts";
import { useDraft } from "../draft/draft.ts";
import { type ModelOption, type ModelQuestion, modelChoices } from "./model-choices.ts";
import { readRecent, withRecent } from "./model-order.ts";
import { useModels } from "./models.ts";

/** What a list of models shows now, of what the providers have answered and what was chosen last. */
export function useModelChoices(question: Omit<ModelQuestion, "models" | "recent">): Section<ModelOption>[] {
  const models = useModels();
  const kept = useDraft((state) => state.draft.layout["recentModels"]);
  return modelChoices({ ...question, models, recent: readRecent(kept) });
}

/** Does what a line says: leads to the settings where it lacks a key, else gives the model, `null` for the prompt's own, and remembers it. */
export function takeModel({ takes }: ModelOption, onModel: (model: string | null) => void): void {
  if (takes === "add key") {
    useApp.getState().show("settings", "providers");
    return;
  }
  onModel(takes.model);
  if (takes.model === null) return;
  const { draft, setLayout } = useDraft.getState();
  setLayout("recentModels", withRecent(draft.layout["recentModels"], takes.model));
}
