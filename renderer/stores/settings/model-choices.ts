import type { ModelChoice, ModelGroup } from "@shared/domain/model/model.ts";
import { bestFirst, type Section } from "../best-first.ts";
import { orderGroups, rankModel } from "./model-order.ts";

/** A line of a list of models. */
export interface ModelOption {
  /** Unique in its list. */
  value: string;
  label: string;
  detail?: string;
  /** What is known of the model in one line. */
  below?: string;
  keywords?: readonly string[];
  chosen?: boolean;
  /** What choosing it does: the model it names, `null` for the prompt's own, or the settings where a key is added. */
  takes: { model: string | null } | "add key";
}

export interface ModelQuestion {
  /** What the providers have answered so far, as the store of models has it. */
  models: { groups: readonly ModelGroup[]; loading: boolean; error: { message: string } | null };
  /** What stands in the field. */
  typed: string;
  /** The model chosen now; `null`: the prompt's own. */
  chosen: string | null;
  /** The prompt's own choice as one to take; absent where no prompt could name one. */
  config?: { model: string | undefined };
  /** Chosen last, newest first; shown while nothing is typed. */
  recent?: readonly string[];
}

/**
 * What a list of models shows for what is typed. A name that is whole, because it has its provider or a list has it,
 * with a provider before it or without, stands first, so that Enter takes what was typed; else the best match does, and the name as it was typed comes last.
 */
export function modelChoices({ models, typed, chosen, config, recent = [] }: ModelQuestion): Section<ModelOption>[] {
  const { groups, loading, error } = models;
  const note = error?.message ?? (groups.length === 0 && loading ? "Loading models…" : undefined);
  const wanted = typed.trim();
  const rank = ({ value, keywords, takes }: ModelOption) => {
    const fit = rankModel(value, wanted, keywords);
    return takes === "add key" ? Math.min(fit, 0.01) : fit;
  };
  const option = (id: string, label: string, more: Partial<ModelOption> = {}): ModelOption => ({
    value: id,
    label,
    chosen: chosen === id,
    takes: { model: id },
    ...more,
  });
  const section = (group: ModelGroup): Section<ModelOption> => ({
    key: group.provider,
    heading: `${group.label}${stateTexts[group.state]}`,
    ...(group.detail === undefined ? {} : { aside: group.detail }),
    options: [
      ...group.models
        .filter(({ id }) => id !== wanted)
        .map((model) => option(model.id, model.label, { keywords: [model.label, group.label], ...detailOf(model) })),
      ...(group.state === "needs_key" ? [addKey(group)] : []),
    ],
  });
  const { chat, others } = orderGroups(groups);
  const hasProvider = /\//.test(wanted.slice(1, -1)) && !/\s/.test(wanted);
  const isWhole =
    hasProvider || groups.some(({ models }) => models.some(({ id, label }) => id === wanted || label === wanted));
  const own = wanted === "" ? [] : [typedOption(wanted, option, groups)];
  const sections: Section<ModelOption>[] = [
    { key: "typed", options: isWhole ? own : [] },
    ...bestFirst([{ key: "config", options: config ? [configOption(config.model, chosen)] : [] }], rank),
    {
      key: "recent",
      heading: "Recent",
      options: wanted === "" ? recent.map((model) => option(model, model, { value: `recent ${model}` })) : [],
    },
    ...bestFirst(chat.map(section), rank),
    ...bestFirst(
      others.map((group) => ({
        ...section({ ...group, label: `${group.label}: not for chat` }),
        key: `${group.provider} others`,
      })),
      rank,
    ),
    { key: "searched", options: isWhole ? [] : own },
  ];
  const shown = sections.filter(({ options }) => options.length > 0);
  return note === undefined ? shown : [{ key: "state", note, options: [] }, ...shown];
}

const stateTexts = { ready: "", needs_key: " · needs a key", unreachable: " · not reachable" } as const;

const detailOf = ({ origin, about }: ModelChoice) => ({
  ...(origin === "server" ? { detail: "listed" } : {}),
  ...(about === undefined ? {} : { below: about }),
});

function addKey({ provider, label }: ModelGroup): ModelOption {
  return {
    value: `add key ${provider}`,
    label: "Add a key in Settings…",
    keywords: [label],
    chosen: false,
    takes: "add key",
  };
}

function configOption(model: string | undefined, chosen: string | null): ModelOption {
  return {
    value: "use prompt config",
    label: "Use the prompt’s config",
    detail: model ?? "names no model",
    keywords: ["langfuse", model ?? ""],
    chosen: chosen === null,
    takes: { model: null },
  };
}

function typedOption(
  wanted: string,
  option: (id: string, label: string, more?: Partial<ModelOption>) => ModelOption,
  groups: readonly ModelGroup[],
): ModelOption {
  const known = groups.flatMap(({ label, models }) => models.map((model) => ({ ...model, by: label })));
  const found = known.find(({ id }) => id === wanted);
  if (found) return option(wanted, wanted, { ...detailOf(found), detail: found.by });
  const detail = wanted.startsWith("langfuse/") ? "the prompt’s config wins over it" : "override";
  return option(wanted, `Use “${wanted}”`, { detail });
}
