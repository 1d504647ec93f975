import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { RecoveredCall } from "@shared/domain/gateway/gateway.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import type { PromptRef, PromptVersion, ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import { isEdit } from "@shared/domain/prompt/run-prompt.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import type { PromptLibrary } from "../../libraries/library.ts";
import type { CallIo } from "../../ports.ts";
import type { Providers } from "../../providers/registry.ts";
import { type Fit, findFits, type Search } from "./find-fits.ts";
import { targetModel } from "./target-model.ts";

/**
 * A recorded call as a run of the playground: with the prompt it named, with the one template its messages were made of
 * and the values they give away, or with its messages alone.
 * @param served versions the gateway has used lately, the last one first.
 * @throws AppFailure as the source does, and `cancelled`.
 */
export async function recoverCall(
  record: RunRecord,
  source: PromptLibrary,
  served: readonly PromptRef[],
  providers: Providers,
  io: CallIo,
): Promise<RecoveredCall> {
  const { request, resolved, plan } = record;
  const api = plan && providers.find(plan.route.provider)?.apis.find(({ id }) => id === plan.api);
  if (api !== undefined && api.kind !== "generate") {
    throw new AppFailure("invalid_input", { message: "This call was no chat, and the playground asks nothing else." });
  }
  if (request.prompt) return { kind: "named", request: { ...common(record, providers), ...named(request, resolved) } };
  const search = await findFits(request.clientMessages, source, served, io);
  const [best] = search.fits;
  if (!best) return { kind: "none", request: withoutPrompt(record, providers), note: noneText(search) };
  const recovered: RunRequest = {
    ...common(record, providers),
    prompt: versionRef(best.prompt),
    variables: best.variables,
    placeholders: best.placeholders,
    ...(best.continuation.length > 0 ? { continuation: best.continuation } : {}),
  };
  const { sure, text } = fitText(best, search.fits);
  const note = [text, configText(best.prompt, recovered)].filter((part) => part !== "").join(" ");
  return { kind: sure ? "matched" : "ambiguous", request: recovered, note };
}

/** What is the same however the prompt was found: the model and the parameters that were sent, kept by the person. */
function common({ request, plan }: RunRecord, providers: Providers): RunRequest {
  const sent = plan?.parameters.filter((one) => one.sent && isOfCall(one.source) && one.key !== "stream_options") ?? [];
  return {
    ...request,
    clientMessages: [],
    model: "",
    modelOverride: plan && plan.route.source !== "prompt config" ? targetModel(plan.route, providers) : null,
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
      resolved && prompt && !isEdit(prompt)
        ? { ...withoutLabel(resolved.ref), version: resolved.prompt.version }
        : prompt,
    variables: pick((name) => !gaps.includes(name)),
    placeholders: { ...request.placeholders, ...pick((name) => gaps.includes(name)) },
    ...(follows ? { continuation: request.clientMessages } : {}),
  };
}

/** The messages as they came, as a conversation without a prompt. */
function withoutPrompt(record: RunRecord, providers: Providers): RunRequest {
  const { clientMessages, continuation = [] } = record.request;
  return {
    ...common(record, providers),
    prompt: null,
    variables: {},
    placeholders: {},
    continuation: [...clientMessages, ...continuation],
  };
}

/** Whether one template and one set of values is meant, and in words which. */
function fitText(best: Fit, fits: readonly Fit[]): { sure: boolean; text: string } {
  const rivals = fits.filter((fit) => fit !== best && fit.kind === best.kind && fit.literal === best.literal);
  const isTwin = ({ prompt }: Fit) =>
    prompt.name === best.prompt.name && JSON.stringify(prompt.prompt) === JSON.stringify(best.prompt.prompt);
  const others = rivals.filter((fit) => !isTwin(fit));
  const name = nameOf(best.prompt);
  if (others.length > 0) {
    return {
      sure: false,
      text: `The messages fit ${listing([name, ...others.map((fit) => nameOf(fit.prompt))])} alike.`,
    };
  }
  if (best.kind === "ambiguous") {
    return { sure: false, text: `The messages fit ${name}, but not all of its values can be told for certain.` };
  }
  const twins = rivals.map(({ prompt }) => `v${prompt.version}`);
  const same = twins.length === 0 ? "" : `; ${listing(twins)} ${twins.length === 1 ? "has" : "have"} the same text`;
  return { sure: true, text: `The messages fit ${name}${same}.` };
}

/** A client that fills a template itself sends its messages without the prompt's config; a run takes both. */
function configText({ name, config }: PromptVersion, { overrides, modelOverride }: RunRequest): string {
  if (!isJsonObject(config)) return "";
  const added = Object.entries(config).filter(
    ([key]) => !(key in overrides) && !(key === "model" && modelOverride !== null),
  );
  if (added.length === 0) return "";
  const parameters = added.map(([key, value]) => (isPlain(value) ? `${key} ${value}` : key));
  return `The config of ${name} adds ${listing(parameters)} to a run here; the call had nothing of it.`;
}

function isPlain(value: unknown): boolean {
  return typeof value === "number" || typeof value === "boolean" || (typeof value === "string" && value.length <= 40);
}

function versionRef({ library, name, version }: PromptVersion): PromptRef {
  return { library, name, version };
}

function withoutLabel({ label: _label, ...ref }: PromptRef): PromptRef {
  return ref;
}

function nameOf({ name, version }: PromptVersion): string {
  return `${name}@${version}`;
}

const mostListed = 4;

function listing(items: readonly string[]): string {
  const shown = items.slice(0, mostListed);
  if (items.length > mostListed) return `${shown.join(", ")} and ${items.length - mostListed} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

function noneText({ tried, prompts, unread, left }: Search): string {
  const versions = `${tried} ${tried === 1 ? "version" : "versions"} of ${prompts} ${prompts === 1 ? "prompt" : "prompts"}`;
  const failed = unread === 0 ? "" : ` ${unread} of them could not be read.`;
  const more = left === 0 ? "" : ` ${left} more were not looked at.`;
  return `The call named no prompt, and its messages fit none of the ${versions} looked at.${failed}${more} They are here as they came, without a prompt.`;
}
