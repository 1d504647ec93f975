import { AppFailure, appErrorOf } from "@shared/domain/app-failure.ts";
import type { AppError } from "@shared/domain/error.ts";
import type { JsonValue } from "@shared/domain/json.ts";
import type { Message } from "@shared/domain/message.ts";
import type { WireRequest } from "@shared/domain/wire.ts";
import { buildRequest } from "../http/request-building.ts";
import type { ModelEntry } from "../litellm/config-model.ts";
import { outcomeOfError } from "../pipeline/attempt-failure.ts";
import { compilePrompt } from "../prompts/compile-prompt.ts";
import type { AttemptResult, ClientAnswer, HeaderList } from "./attempt.ts";
import { type CallRecorder, createCallRecorder, type GatewayCall, noteSelection } from "./call-record.ts";
import { type ClientCall, readClientBody } from "./client-body.ts";
import { type Cooldowns, isDeploymentFault, nextEntry } from "./deployments.ts";
import { directRequest } from "./direct-request.ts";
import type { GatewayOptions, GatewayReceipt, HandleIo } from "./gateway.ts";
import { appErrorBody, failureBody, GatewayFailure } from "./gateway-failure.ts";
import { type PlannedCall, planCall } from "./plan-call.ts";
import { relayCall } from "./relay-call.ts";
import { type CallSelection, type CallTarget, promptText, resolveTarget, selectCall } from "./resolve-call.ts";
import { previewTranslated, translateCall } from "./translate-call.ts";

export interface HandleOptions extends GatewayOptions {
  cooldowns: Cooldowns;
  sequence: number;
}

/** A call whose prompt is filled and whose target is known. */
interface ResolvedCall {
  call: ClientCall;
  selection: CallSelection;
  target: CallTarget;
  promptConfig: JsonValue;
  messages: Message[];
}

/** LiteLLM's own default is 6000 s; ten minutes is what idle streams are given. */
const defaultTimeoutSeconds = 600;

/**
 * Answers one chat completion: parse, select, fetch the prompt, plan, send, and try another deployment when one fails
 * before its first byte. Never rejects: every failure reaches the client in OpenAI's shape.
 * @returns the call as recorded; undefined when the body could not even be read.
 */
export async function completeCall(
  body: JsonValue,
  io: HandleIo,
  options: HandleOptions,
): Promise<GatewayCall | undefined> {
  let call: ClientCall;
  try {
    call = readClientBody(body, options.config);
  } catch (error) {
    refuse(error, io.client);
    return undefined;
  }
  const recorder = createCallRecorder(call, {
    clock: options.clock,
    sequence: options.sequence,
    mode: options.clientMessagesMode,
    observe: options.observe,
    follow: options.follow,
  });
  const stoppable = recorder.stopped ? { ...io, signal: AbortSignal.any([io.signal, recorder.stopped]) } : io;
  await answerCall(call, recorder, stoppable, options);
  return recorder.call;
}

async function answerCall(
  call: ClientCall,
  recorder: CallRecorder,
  io: HandleIo,
  options: HandleOptions,
): Promise<void> {
  try {
    const resolved = await resolveCall(call, recorder, io.signal, options);
    await sendToGroup(resolved, recorder, io, options);
  } catch (error) {
    const appError = error instanceof GatewayFailure ? ofGateway(error) : appErrorOf(error);
    recorder.end(
      io.signal.aborted ? outcomeOfError(new AppFailure("cancelled").error) : { kind: "not_sent", error: appError },
    );
    refuse(error, withReceipt(io, recorder, options));
  }
}

/** What a body would become, stopped before the provider's socket. */
export async function previewCall(body: JsonValue, signal: AbortSignal, options: HandleOptions): Promise<WireRequest> {
  const { observe: _, ...silent } = options;
  const call = readClientBody(body, options.config);
  const recorder = createCallRecorder(call, {
    clock: options.clock,
    sequence: options.sequence,
    mode: options.clientMessagesMode,
    observe: undefined,
    follow: undefined,
  });
  const resolved = await resolveCall(call, recorder, signal, silent);
  const [entry] = resolved.target.group.entries;
  if (!entry) throw new GatewayFailure(400, "There is no entry for this model.");
  const planned = planCall({ ...resolved, entry }, options);
  if (planned.preset.dialect === "anthropic") {
    return previewTranslated(planned, { vault: options.vault, clock: options.clock, signal });
  }
  const { url, headers, body: text, allowed } = directRequest(planned, options.vault);
  return (await buildRequest(url, { method: "POST", headers, body: text }, allowed)).wire;
}

async function resolveCall(
  call: ClientCall,
  recorder: CallRecorder,
  signal: AbortSignal,
  options: GatewayOptions,
): Promise<ResolvedCall> {
  const selection = selectCall(call, options.config, options);
  noteSelection(recorder, selection);
  const { promptConfig, messages } = await fillPrompt(call, selection, recorder, signal, options);
  const target = resolveTarget(selection, promptConfig, options.config);
  recorder.decide(target.decisions);
  return { call, selection, target, promptConfig, messages };
}

async function fillPrompt(
  call: ClientCall,
  { prompt }: CallSelection,
  recorder: CallRecorder,
  signal: AbortSignal,
  options: GatewayOptions,
): Promise<{ promptConfig: JsonValue; messages: Message[] }> {
  if (!prompt) return { promptConfig: null, messages: call.messages as Message[] };
  const { record } = recorder.call;
  const source = await options.openSource(call.credentials);
  const io = { signal, onExchange: recorder.exchange };
  const resolved = await source.get(prompt.ref, { resolve: true, refresh: false }, io);
  record.resolved = resolved;
  const compiled = compilePrompt({
    prompt: resolved.prompt,
    variables: prompt.variables,
    placeholders: {},
    mode: "python",
    clientMessages: call.messages as Message[],
    clientMessagesMode: options.clientMessagesMode,
  });
  record.compiled = compiled;
  record.warnings.push(...compiled.warnings);
  const [unfilled] = compiled.unresolvedPlaceholders;
  if (unfilled !== undefined) {
    throw new GatewayFailure(
      400,
      `No messages are given for the placeholder ${unfilled} of ${promptText(prompt.ref)}.`,
      {
        param: "prompt_variables",
      },
    );
  }
  return { promptConfig: resolved.prompt.config, messages: compiled.messages.map(({ message }) => message) };
}

/** Tries the deployments of a group until one answers; the last refusal goes to the client as it came. */
async function sendToGroup(
  resolved: ResolvedCall,
  recorder: CallRecorder,
  io: HandleIo,
  options: HandleOptions,
): Promise<void> {
  const { group } = resolved.target;
  const { cooldowns, config } = options;
  const tried: ModelEntry[] = [];
  let refusal: Extract<AttemptResult, { kind: "refused" }> | undefined;
  while (tried.length <= config.retries && !io.signal.aborted) {
    const entry = nextEntry(group, tried, cooldowns, options.random());
    if (!entry) break;
    tried.push(entry);
    const result = await attempt(resolved, entry, tried.length, recorder, io, options);
    if (result.kind === "answered") {
      recorder.end(result.outcome);
      return;
    }
    refusal = result;
    if (!isDeploymentFault(result.status)) break;
    if (group.entries.length > 1) cooldowns.fail(entry);
  }
  if (io.signal.aborted || !refusal) throw new AppFailure("cancelled");
  recorder.end(outcomeOfError(refusal.error));
  withReceipt(io, recorder, options).begin(refusal.status, refusal.headers).end(refusal.body);
}

async function attempt(
  resolved: ResolvedCall,
  entry: ModelEntry,
  count: number,
  recorder: CallRecorder,
  io: HandleIo,
  options: HandleOptions,
): Promise<AttemptResult> {
  let planned: PlannedCall;
  try {
    planned = planCall({ ...resolved, entry }, options);
  } catch (error) {
    return unplanned(error);
  }
  recorder.call.record.plan = planned.plan;
  recorder.call.record.warnings.push(...planned.plan.warnings);
  recorder.decide([{ subject: "deployment", value: entry.id, because: deploymentReason(resolved, count) }]);
  recorder.tryEntry(entry.id);
  const attemptIo = {
    attempt: count,
    client: withReceipt(io, recorder, options),
    recorder,
    vault: options.vault,
    clock: options.clock,
    timeoutMs: 1000 * (entry.timeoutSeconds ?? options.config.timeoutSeconds ?? defaultTimeoutSeconds),
    signal: io.signal,
  };
  return planned.preset.dialect === "anthropic" ? translateCall(planned, attemptIo) : relayCall(planned, attemptIo);
}

function deploymentReason({ target }: ResolvedCall, count: number): string {
  if (target.group.entries.length === 1) return "the only one";
  return count === 1 ? "drawn" : "drawn after another failed";
}

function unplanned(error: unknown): AttemptResult {
  if (!(error instanceof AppFailure)) throw error;
  const { status, body } = appErrorBody(error.error);
  return { kind: "refused", status, headers: jsonHead, body: JSON.stringify(body), error: error.error };
}

const jsonHead: HeaderList = [["content-type", "application/json"]];

function withReceipt(io: HandleIo, recorder: CallRecorder, { clock }: GatewayOptions): ClientAnswer {
  return {
    begin(status, headers) {
      io.onReceipt(receiptOf(recorder, clock.monotonic()));
      return io.client.begin(status, headers);
    },
  };
}

function receiptOf({ call, startedAt }: CallRecorder, now: number): GatewayReceipt {
  const { record, entryId } = call;
  const provider = record.exchanges.filter(({ kind }) => kind === "provider");
  const waited = provider.reduce((sum, { timings }) => sum + (timings.firstByte ?? 0), 0);
  const prompt = record.resolved?.prompt;
  return {
    callId: record.id,
    ...(entryId === undefined ? {} : { entryId }),
    ...(prompt ? { prompt: `${prompt.name}@${prompt.version}` } : {}),
    overheadMs: Math.max(0, now - startedAt - waited),
  };
}

function refuse(error: unknown, client: ClientAnswer): void {
  if (error instanceof GatewayFailure) {
    client.begin(error.status, jsonHead).end(JSON.stringify(failureBody(error)));
    return;
  }
  const { status, body } = appErrorBody(appErrorOf(error));
  client.begin(status, jsonHead).end(JSON.stringify(body));
}

function ofGateway(failure: GatewayFailure): AppError {
  return new AppFailure("invalid_input", { message: failure.message, status: failure.status }).error;
}
