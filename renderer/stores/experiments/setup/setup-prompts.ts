import type { AppError } from "@shared/domain/error/error.ts";
import type { PromptSource } from "@shared/domain/experiment/prompt-source.ts";
import type { SetupVariant } from "@shared/domain/experiment/setup/setup-draft.ts";
import type { WantedNames } from "@shared/domain/experiment/setup/setup-mapping.ts";
import { refOfSource } from "@shared/domain/experiment/source-of-prompt.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import type { PromptContent, ResolvedPrompt, TemplateFormat } from "@shared/domain/prompt/prompt.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../../client.ts";

/** A prompt of a library as it was found; both null while it is being asked for. */
export interface SetupPromptView {
  resolved: ResolvedPrompt | null;
  error: AppError | null;
}

export interface SetupPromptsState {
  /** By `promptKeyOf`. */
  views: Readonly<Record<string, SetupPromptView>>;
  /** Asks for the prompts that are not known yet. */
  ask(sources: readonly PromptSource[]): void;
  /** Asks anew for one, as after it could not be read. */
  askAgain(source: PromptSource): void;
}

/** The texts of the variants' prompts: what they ask for, and which model their config names. */
export const useSetupPrompts = create<SetupPromptsState>()((set, get) => {
  const put = (key: string, view: SetupPromptView) => set({ views: { ...get().views, [key]: view } });
  const read = async (source: PromptSource, refresh: boolean) => {
    const ref = refOfSource(source);
    if (!ref) return;
    const key = promptKeyOf(source);
    put(key, { resolved: null, error: null });
    try {
      put(key, { resolved: await engineClient().call("prompts.get", { ref, resolve: true, refresh }), error: null });
    } catch (thrown) {
      put(key, { resolved: null, error: asAppError(thrown) });
    }
  };
  return {
    views: {},
    ask(sources) {
      for (const source of sources) if (!Object.hasOwn(get().views, promptKeyOf(source))) void read(source, false);
    },
    askAgain: (source) => void read(source, true),
  };
});

export function promptKeyOf(source: PromptSource): string {
  return stableJson(source as JsonValue);
}

/** The text of a variant's prompt; undefined while it is not here. */
export function contentOf(
  source: PromptSource,
  views: SetupPromptsState["views"],
): (PromptContent & { templateFormat?: TemplateFormat }) | undefined {
  const { text, messages, config = {} } = source;
  if (text !== undefined) return { type: "text", prompt: text, config };
  if (messages !== undefined) return { type: "chat", prompt: messages, config };
  const prompt = views[promptKeyOf(source)]?.resolved?.prompt;
  if (!prompt) return undefined;
  const { type, prompt: stored, config: own, templateFormat } = prompt;
  return { type, prompt: stored, config: own, ...(templateFormat ? { templateFormat } : {}) };
}

/** Everything the variants' prompts take, each name once, in the order of the variants. */
export function wantedNames(
  variants: readonly Pick<SetupVariant, "prompt">[],
  views: SetupPromptsState["views"],
): WantedNames {
  const variables = new Set<string>();
  const placeholders = new Set<string>();
  for (const { prompt } of variants) {
    const content = contentOf(prompt, views);
    if (!content) continue;
    const names = listVariables(content.prompt, content.templateFormat ?? "python");
    for (const name of names.variables) variables.add(name);
    for (const name of names.placeholders) placeholders.add(name);
  }
  return { variables: [...variables], placeholders: [...placeholders] };
}

/** How a prompt is called beside others: its name, and its version, its label, or that it is an edit. */
export function promptTitle(
  source: PromptSource,
  views: SetupPromptsState["views"],
): { name: string; version: string } {
  if (source.answers !== undefined) return { name: source.answers, version: "answers you have" };
  const ref = refOfSource(source);
  if (!ref) return { name: "", version: "edit" };
  const found = views[promptKeyOf(source)]?.resolved?.prompt.version;
  const version = ref.version ?? found;
  if (ref.version === undefined && ref.label !== undefined) {
    return { name: ref.name, version: found ? `${ref.label} · ${versionLabel(found)}` : ref.label };
  }
  return { name: ref.name, version: version ? versionLabel(version) : "production" };
}
