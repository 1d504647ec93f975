import { countMessageLines, messageLines } from "@shared/domain/diff/message-lines.ts";
import { diffRequests, type RequestDifference, summarizeDifferences } from "@shared/domain/diff/request-diff.ts";
import type { CompiledMessages } from "@shared/domain/prompt/compiled.ts";
import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { PromptRef, PromptVersionSummary } from "@shared/domain/prompt/prompt.ts";
import { type AskedChange, askedChanges } from "@shared/domain/run/asked-changes.ts";
import type { WireRequest } from "@shared/domain/wire/wire.ts";
import { useMemo } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { type PreviewView, usePreview } from "../../../stores/draft/preview.ts";
import { variantTitle } from "../../../stores/draft/variant-list.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { type RunView, useRuns } from "../../../stores/run/runs.ts";
import { askedBy, plannedOf } from "../runs/asked-by.ts";
import { runOfPrompt } from "../runs/use-variant-run.ts";
import { providerExchange } from "../wire/exchanges.ts";
import { useBase } from "./use-base.ts";

/** How what a variant asks stands to what the base asks, and its request on the wire to that of the base. */
export interface RequestComparison {
  id: string;
  title: string;
  /** What a person chose otherwise, first what explains most; undefined when one of the two could not be prepared. */
  asked: string[] | undefined;
  /** The messages of both, as lines; undefined when one of the two could not be compiled. */
  messages: { before: string; after: string } | undefined;
  /** Undefined when one of the two requests could not be built. */
  differences: RequestDifference[] | undefined;
  /** "identical", or in what they differ. */
  summary: string;
}

/** Every other variant beside the base: what a person changed, and what comes of it on the wire. */
export function useRequestComparisons(): { baseTitle: string; others: RequestComparison[] } {
  const variants = useDraft((state) => state.draft.variants);
  const views = usePreview((state) => state.views);
  const base = useBase();
  const open = useDraft((state) => state.draft.openPrompt);
  const versions = usePrompt((state) => state.versions);
  const handEdited = useRuns((state) => handEditedRuns(variants, state.runs, open));
  return useMemo(() => {
    const edited = new Map(handEdited ? JSON.parse(handEdited) : []) as Map<string, WireRequest>;
    const sideOf = (id: string): Side => ({
      view: views[id],
      wire: edited.get(id) ?? views[id]?.preview?.wire,
      isTyped: edited.has(id),
    });
    const others = variants.filter(({ id }) => id !== base);
    return {
      baseTitle: variantTitle(variants, base),
      others: others.map(({ id }) => ({
        id,
        title: variantTitle(variants, id),
        ...compareAsked(sideOf(base), sideOf(id), versions),
        ...compareWires(sideOf(base).wire, sideOf(id).wire),
      })),
    };
  }, [variants, views, base, handEdited, versions]);
}

/** Requests whose body was typed by hand: no preview can know them. As text, so that streaming changes nothing. */
function handEditedRuns(
  variants: readonly VariantDraft[],
  runs: Record<string, RunView>,
  open: PromptRef | null,
): string {
  const edited = variants.flatMap(({ id }) => {
    const run = runOfPrompt(runs[id], open);
    const request = run?.request.handEditedBody === undefined ? undefined : providerExchange(run)?.request;
    return request ? [[id, request] as const] : [];
  });
  return edited.length === 0 ? "" : JSON.stringify(edited);
}

interface Side {
  view: PreviewView | undefined;
  wire: WireRequest | undefined;
  /** Its body was typed by hand. */
  isTyped: boolean;
}

function compareAsked(
  before: Side,
  after: Side,
  versions: readonly PromptVersionSummary[] | null,
): Pick<RequestComparison, "asked" | "messages"> {
  const [one, other] = [before.view, after.view];
  const [compiled, ownCompiled] = [one?.preview?.compiled, other?.preview?.compiled];
  if (!one?.request || !other?.request || one.error || other.error) return { asked: undefined, messages: undefined };
  const [plan, ownPlan] = [one.preview?.plan, other.preview?.plan];
  const changes =
    plan && ownPlan
      ? askedChanges(plannedOf(one.request, plan, ownPlan, versions), plannedOf(other.request, ownPlan, plan, versions))
      : askedChanges(askedBy(one.request, versions), askedBy(other.request, versions));
  const typed = before.isTyped === after.isTyped && !after.isTyped ? [] : ["a body edited by hand"];
  if (!compiled || !ownCompiled) return { asked: [...changes.map(({ text }) => text), ...typed], messages: undefined };
  const [messages, own] = [messagesOf(compiled), messagesOf(ownCompiled)];
  return {
    asked: [...textsOf(changes, countMessageLines(messages, own)), ...typed],
    messages: { before: messageLines(messages).join("\n"), after: messageLines(own).join("\n") },
  };
}

const messagesOf = ({ messages }: CompiledMessages) => messages.map(({ message }) => message);

/** The changes in words, and how far the messages differ where the texts do. Values explain what they changed. */
function textsOf(changes: readonly AskedChange[], lines: { removed: number; added: number }): string[] {
  const texts = changes.map(({ text }) => text);
  if (lines.removed + lines.added === 0) return texts;
  const counted = `−${lines.removed} +${lines.added} lines`;
  const [first, ...rest] = texts;
  if (changes[0]?.kind === "prompt" && first !== undefined) return [`${first} · ${counted}`, ...rest];
  const isExplained = changes.some(({ kind }) => kind === "variable" || kind === "placeholder");
  return isExplained ? texts : [...texts, `messages ${counted}`];
}

function compareWires(
  before: WireRequest | undefined,
  after: WireRequest | undefined,
): Pick<RequestComparison, "differences" | "summary"> {
  if (!before || !after) return { differences: undefined, summary: "no request yet" };
  const differences = diffRequests(before, after);
  return { differences, summary: summarizeDifferences(differences) || "identical" };
}
