import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { PromptList, PromptRef, PromptSummary, PromptVersion } from "@shared/domain/prompt/prompt.ts";
import { matchTemplate, type TemplateMatch } from "@shared/domain/template/match-template.ts";
import { inParallel } from "../../http/in-parallel.ts";
import type { PromptLibrary } from "../../libraries/library.ts";
import type { CallIo } from "../../ports.ts";

/** Versions read for one call, each at most one request; they are cached like all others. */
const mostVersions = 250;
const atOnce = 6;
/** A template with fewer words of its own fits everything. */
const fewestLetters = 8;

/** A version whose template messages were made of. */
export type Fit = Exclude<TemplateMatch, { kind: "none" }> & { prompt: PromptVersion };

/** What was looked at, and what fits; the most certain first. */
export interface Search {
  fits: Fit[];
  /** Versions, and the prompts they belong to. */
  tried: number;
  prompts: number;
  unread: number;
  /** Labels that were too many to be looked at. */
  left: number;
}

/**
 * Looks for the templates that messages were made of: versions the gateway has used lately first, then what production
 * points to in each prompt, then every other label. Prompts changed last come first.
 * @throws AppFailure as the source's list does, and `cancelled`.
 */
export async function findFits(
  messages: readonly Message[],
  source: PromptLibrary,
  served: readonly PromptRef[],
  io: CallIo,
): Promise<Search> {
  const list = await source.list({ refresh: false }, io);
  const candidates = withoutRepeats([
    ...served.filter((ref) => ref.library === list.library && ref.connection === list.connection),
    ...labelled(list.prompts, list),
  ]);
  const looked = candidates.slice(0, mostVersions);
  let unread = 0;
  const found = await inParallel(looked, atOnce, async (ref): Promise<PromptVersion | undefined> => {
    if (io.signal.aborted) throw new AppFailure("cancelled");
    try {
      return (await source.get(ref, { resolve: true, refresh: false }, io)).prompt;
    } catch (error) {
      if (io.signal.aborted) throw new AppFailure("cancelled");
      if (!(error instanceof AppFailure)) throw error;
      unread += 1; // One prompt that cannot be read must not hide another that fits; the note tells of it.
      return undefined;
    }
  });
  const versions = new Map(found.flatMap((one) => (one ? [[`${one.version} ${one.name}`, one] as const] : [])));
  const fits = [...versions.values()].flatMap((prompt) => fitOf(prompt, messages) ?? []).sort(byCertainty);
  return {
    fits,
    tried: versions.size + unread,
    prompts: new Set(looked.map(({ name }) => name)).size,
    unread,
    left: candidates.length - looked.length,
  };
}

function fitOf(prompt: PromptVersion, messages: readonly Message[]): Fit | undefined {
  const match = matchTemplate(prompt, messages);
  return match.kind === "none" || match.literal < fewestLetters ? undefined : { ...match, prompt };
}

/** A certain fit before one that is not; then the one with more words of its own, else in the order of looking. */
function byCertainty(a: Fit, b: Fit): number {
  if (a.kind !== b.kind) return a.kind === "match" ? -1 : 1;
  return b.literal - a.literal;
}

function labelled(prompts: readonly PromptSummary[], { library }: PromptList): PromptRef[] {
  const newest = prompts.toSorted((a, b) => (b.lastUpdatedAt ?? "").localeCompare(a.lastUpdatedAt ?? ""));
  const first = newest.map(({ name, labels }) => ({ library, name, label: usual(labels) }));
  const others = newest.flatMap(({ name, labels }) =>
    labels.filter((label) => label !== usual(labels)).map((label) => ({ library, name, label })),
  );
  return [...first, ...others];
}

function usual(labels: readonly string[]): string {
  return labels.includes("production") ? "production" : "latest";
}

function withoutRepeats(refs: readonly PromptRef[]): PromptRef[] {
  return [...new Map(refs.map((ref) => [JSON.stringify([ref.name, ref.version, ref.label]), ref])).values()];
}
