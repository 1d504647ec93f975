import type { ModelChoice, ModelGroup } from "@shared/domain/model/model.ts";

/** Words of a model's name, as people type them: `openai/gpt-4o-mini` has openai, gpt, 4o and mini. */
const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s/:_.@-]+/)
    .filter(Boolean);
const tightOf = (text: string): string => wordsOf(text).join("");

/**
 * How well a model fits what was typed, from 0 (not at all) to 1 (it is the name): names that are what was typed, then
 * those that begin with it, then those that have its words; of equals the one with the fewest others, so that a model comes
 * before its dated snapshots and those before what was fine-tuned from it.
 * @param keywords what it is also found by: label, provider.
 */
export function rankModel(id: string, typed: string, keywords: readonly string[] = []): number {
  const wanted = wordsOf(typed);
  if (wanted.length === 0) return 1;
  const own = wordsOf(id);
  const known = [...own, ...keywords.flatMap(wordsOf)];
  const begins = wanted.every((word) => known.some((one) => one.startsWith(word)));
  const tight = tightOf(typed);
  const name = tightOf(id.slice(id.indexOf("/") + 1));
  if (!begins && !tightOf(id).includes(tight)) return 0;
  const fit = name === tight || tightOf(id) === tight ? 0.95 : name.startsWith(tight) ? 0.75 : begins ? 0.6 : 0.4;
  const others = Math.min(0.15, Math.max(0, own.length - wanted.length) * 0.012 + id.length * 0.0005);
  return Math.max(0.01, fit - others - (isFineTuned(id) ? 0.35 : 0));
}

const isFineTuned = (id: string): boolean => /(?:^|\/)ft:/.test(id);

const otherKinds =
  /embed|whisper|\btts\b|tts-|dall-e|moderation|davinci-00|babbage-00|transcribe|realtime|image|\bsora\b|rerank|\baudio\b/i;

/** Whether a model by its name answers no chat: embeddings, speech, pictures. */
function isOtherKind({ id }: Pick<ModelChoice, "id">): boolean {
  return otherKinds.test(id);
}

/** Groups as one looks for a model: what can be used first, samples after it, then the rest; what answers no chat apart. */
export function orderGroups(groups: readonly ModelGroup[]): { chat: ModelGroup[]; others: ModelGroup[] } {
  const place = (group: ModelGroup) => {
    if (group.models.every(({ origin }) => origin === "demo") && group.models.length > 0) return 1;
    return group.state === "ready" ? 0 : 2;
  };
  const chat = groups
    .map((group) => ({ ...group, models: group.models.filter((model) => !isOtherKind(model)) }))
    .toSorted((a, b) => place(a) - place(b));
  const others = groups
    .map((group) => ({ ...group, models: group.models.filter(isOtherKind) }))
    .filter(({ models, state }) => models.length > 0 && state === "ready");
  return { chat, others };
}

const mostRecent = 5;

/** The models chosen last, newest first, as they are kept in the draft's layout. */
export function readRecent(kept: unknown): string[] {
  return typeof kept === "string" && kept !== "" ? kept.split("\n") : [];
}

/** The list with a model that was just chosen. */
export function withRecent(kept: unknown, model: string): string {
  return [model, ...readRecent(kept).filter((one) => one !== model)].slice(0, mostRecent).join("\n");
}
