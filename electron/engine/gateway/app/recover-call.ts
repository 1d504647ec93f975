import { AppFailure } from "@shared/domain/app-failure.ts";
import type { RecoveredCall } from "@shared/domain/gateway.ts";
import type { JsonObject } from "@shared/domain/json.ts";
import type { PromptRef, PromptSummary, ResolvedPrompt } from "@shared/domain/prompt.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { matchTemplate, type TemplateMatch } from "@shared/domain/template/match-template.ts";
import type { CallIo, PromptSource } from "../../ports.ts";
import { inParallel } from "../../prompts/in-parallel.ts";
import { targetModel } from "./target-model.ts";

/** Prompts looked at for one call; those changed last come first. */
const mostPrompts = 200;
const atOnce = 6;
/** A template with fewer words of its own fits everything. */
const fewestLetters = 8;

type Fit = Exclude<TemplateMatch, { kind: "none" }> & { ref: PromptRef };

/**
 * A recorded call as a run of the playground: with the prompt it named, or with the one template its messages were made
 * of and the values they give away.
 * @throws AppFailure as the source does, and `cancelled`.
 */
export async function recoverCall(record: RunRecord, source: PromptSource, io: CallIo): Promise<RecoveredCall> {
  const { request, resolved } = record;
  if (request.prompt) return { kind: "named", request: { ...common(record), ...named(request, resolved) } };
  const { fits, unread, looked } = await findFits(record, source, io);
  const [best, second] = fits;
  if (!best) return { kind: "none", request: null, note: noneText(looked, unread) };
  const recovered: RunRequest = {
    ...common(record),
    prompt: best.ref,
    variables: best.variables,
    placeholders: best.placeholders,
    ...(best.continuation.length > 0 ? { continuation: best.continuation } : {}),
  };
  const rival = second && second.kind === best.kind && second.literal === best.literal ? second : undefined;
  if (best.kind === "match" && !rival) {
    return { kind: "matched", request: recovered, note: `The messages fit ${nameOf(best.ref)}.` };
  }
  const note = rival
    ? `The messages fit ${nameOf(best.ref)} and ${nameOf(rival.ref)} alike.`
    : `The messages fit ${nameOf(best.ref)}, but not all of its values can be told for certain.`;
  return { kind: "ambiguous", request: recovered, note };
}

/** What is the same however the prompt was found: the model and the parameters that were sent, kept by the person. */
function common({ request, plan }: RunRecord): RunRequest {
  const sent = plan?.parameters.filter((one) => one.sent && isOfCall(one.source) && one.key !== "stream_options") ?? [];
  return {
    ...request,
    clientMessages: [],
    model: "",
    modelOverride: plan && plan.route.source !== "prompt config" ? targetModel(plan.route) : null,
    parameters: {},
    overrides: Object.fromEntries(sent.map(({ key, value }) => [key, value])),
  };
}

function isOfCall(source: string): boolean {
  return source === "call" || source === "gateway entry" || source === "gateway alias";
}

/** Python has one namespace for both; the playground has a field for each. */
function named(request: RunRequest, resolved: ResolvedPrompt | undefined): Partial<RunRequest> {
  const { prompt, variables } = request;
  const gaps = resolved ? listVariables(resolved.prompt.prompt).placeholders : [];
  const pick = (wanted: (name: string) => boolean): JsonObject =>
    Object.fromEntries(Object.entries(variables).filter(([name]) => wanted(name)));
  const follows = request.clientMessagesMode === "append" && request.clientMessages.length > 0;
  return {
    prompt:
      resolved && prompt ? { source: prompt.source, name: prompt.name, version: resolved.prompt.version } : prompt,
    variables: pick((name) => !gaps.includes(name)),
    placeholders: { ...request.placeholders, ...pick((name) => gaps.includes(name)) },
    ...(follows ? { continuation: request.clientMessages } : {}),
  };
}

async function findFits(record: RunRecord, source: PromptSource, io: CallIo) {
  const { prompts, source: id } = await source.list({ refresh: false }, io);
  const newest = prompts.toSorted((a, b) => (b.lastUpdatedAt ?? "").localeCompare(a.lastUpdatedAt ?? ""));
  const looked = newest.slice(0, mostPrompts);
  let unread = 0;
  const found = await inParallel(looked, atOnce, async (summary): Promise<Fit | undefined> => {
    try {
      const { prompt } = await source.get(refOf(id, summary), { resolve: true, refresh: false }, io);
      const match = matchTemplate(prompt, record.request.clientMessages);
      if (match.kind === "none" || match.literal < fewestLetters) return undefined;
      return { ...match, ref: { source: id, name: prompt.name, version: prompt.version } };
    } catch (error) {
      if (io.signal.aborted) throw new AppFailure("cancelled");
      if (!(error instanceof AppFailure)) throw error;
      unread += 1; // One prompt that cannot be read must not hide another that fits; the note tells of it.
      return undefined;
    }
  });
  const fits = found.filter((fit) => fit !== undefined).sort(byCertainty);
  return { fits, unread, looked: looked.length };
}

/** A certain fit before one that is not; then the one with more words of its own. */
function byCertainty(a: Fit, b: Fit): number {
  if (a.kind !== b.kind) return a.kind === "match" ? -1 : 1;
  return b.literal - a.literal;
}

function refOf(source: PromptRef["source"], { name, labels }: PromptSummary): PromptRef {
  return { source, name, label: labels.includes("production") ? "production" : "latest" };
}

function nameOf({ name, version }: PromptRef): string {
  return `${name}@${version}`;
}

function noneText(looked: number, unread: number): string {
  const failed = unread === 0 ? "" : ` ${unread} of them could not be read.`;
  return `The call named no prompt, and its messages fit none of the ${looked} prompts looked at.${failed}`;
}
