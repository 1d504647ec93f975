import { readConfig } from "@shared/domain/edit/change-document.ts";
import { setConfigKey } from "@shared/domain/edit/config-text.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { ModelRoute } from "@shared/domain/model/model.ts";
import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { modelOfConfig, withModel } from "@shared/domain/prompt/langfuse-config.ts";
import { type EditsState, useEdits } from "../../../stores/prompts/edits.ts";

/** What the config of the open prompt would be with another model in place of its own. */
export interface ModelReplacement {
  model: string;
  /** The model that the config names now; undefined where it names none. */
  before: string | undefined;
  configText: string;
}

/**
 * The model of a variant as the model of the open prompt. Undefined where there is nothing to put in its place: the variant
 * has no model of its own or the same one, the prompt cannot be edited now, or its config is no JSON object.
 * @param route as the variant's preview has it: Langfuse keeps the provider apart, and the name alone may not say which.
 */
export function replacementBy(
  { modelOverride }: VariantDraft,
  { open, aside }: Pick<EditsState, "open" | "aside">,
  route: Pick<ModelRoute, "provider" | "model"> | undefined,
): ModelReplacement | undefined {
  if (modelOverride === null || !open || aside) return undefined;
  const { configText } = open.editing.now;
  const config = readConfig(configText);
  if (!isJsonObject(config)) return undefined;
  const before = modelOfConfig(config);
  const isApart = typeof config["provider"] === "string";
  if (isApart && !route) return undefined;
  const model = isApart && route ? `${route.provider}/${route.model}` : modelOverride;
  if (model === before) return undefined;
  const next = withModel(config, model);
  const changed = ["model", "provider"].filter((key) => next[key] !== config[key]);
  const written = changed.reduce((text, key) => setConfigKey(text, key, next[key]), configText);
  return { model, before, configText: written };
}

/** One step of the prompt's edit: it is undone as one, and saved as any other. */
export function putInPrompt({ configText }: ModelReplacement): void {
  useEdits.getState().change({ do: "config-text", text: configText });
}
