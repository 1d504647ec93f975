import type { JsonObject } from "@shared/domain/json/json.ts";
import type { Draft, VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { PromptEdit, RunPrompt } from "@shared/domain/prompt/prompt.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import type { Preferences } from "@shared/domain/settings.ts";
import { valuesKey } from "../draft/values-key.ts";
import { conversationOf, isPinned, promptOfVariant, valuesOfVariant } from "../draft/variant-list.ts";

/** Only what is switched on is sent. */
function sentParameters(variant: VariantDraft): JsonObject {
  const sent = Object.entries(variant.parameters).filter(([, parameter]) => parameter.on);
  return Object.fromEntries(sent.map(([key, parameter]) => [key, parameter.value]));
}

/**
 * The model as the call names it and as an override. A name with LiteLLM's `langfuse/` prefix is the call's model, so
 * that the prompt's `config.model` wins over it as it does there; any other name typed or picked is an override.
 */
function modelOfVariant(variant: VariantDraft): Pick<RunRequest, "model" | "modelOverride"> {
  const chosen = variant.modelOverride;
  if (chosen?.startsWith("langfuse/")) return { model: chosen, modelOverride: null };
  return { model: "", modelOverride: chosen };
}

/** What a variant runs: the version it is kept to, else the open prompt's edit where there is one, else what is shown. */
function promptToRun({ openPrompt }: Draft, variant: VariantDraft, edit: PromptEdit | null): RunPrompt | null {
  const isOfOpen = edit !== null && openPrompt !== null && valuesKey(edit.base) === valuesKey(openPrompt);
  return isOfOpen && !isPinned(variant, openPrompt) ? edit : promptOfVariant(variant, openPrompt);
}

/** The run a variant stands for; the same for the preview and for the run itself. */
export function buildRunRequest(
  draft: Draft,
  variant: VariantDraft,
  preferences: Pick<Preferences, "compileMode" | "clientMessagesMode" | "stream">,
  edit: PromptEdit | null = null,
): RunRequest {
  const { variables, placeholders } = valuesOfVariant(draft, variant);
  const { messages } = conversationOf(variant, draft.openPrompt);
  return {
    prompt: promptToRun(draft, variant, edit),
    variables,
    placeholders,
    compileMode: preferences.compileMode,
    clientMessages: [],
    clientMessagesMode: preferences.clientMessagesMode,
    ...modelOfVariant(variant),
    parameters: {},
    overrides: sentParameters(variant),
    stream: preferences.stream,
    ...(variant.api === undefined ? {} : { api: variant.api }),
    ...(variant.betas === undefined ? {} : { betas: variant.betas }),
    ...(messages.length > 0 ? { continuation: messages } : {}),
  };
}
