import { AppFailure, appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { WireRequest } from "@shared/domain/wire/wire.ts";
import type { CallCredentials } from "../credentials/call-credentials.ts";
import { createRedactor, type Redactor } from "../http/redact.ts";
import { buildRequest } from "../http/request-building.ts";
import type { ConfigPrompt, Deployment } from "../litellm/config-model.ts";
import { outcomeOfError } from "../pipeline/attempt-failure.ts";
import { compilePrompt, loadRenderer } from "../pipeline/compile-prompt.ts";
import type { ClientAnswer, HeaderList } from "./attempt.ts";
import { GatewayFailure } from "./body/gateway-failure.ts";
import { type CallRecorder, createCallRecorder, type GatewayCall, noteSelection } from "./call-record.ts";
import { callRequest } from "./call-request.ts";
import { clientFailureOf } from "./client-failure.ts";
import { continueCall } from "./continue-call.ts";
import { deploymentCredentials } from "./deployment-credentials.ts";
import { headersToForward } from "./forwarded-headers.ts";
import type { GatewayAsked, GatewayOptions, HandleIo } from "./gateway.ts";
import { withNamedItems } from "./named-items.ts";
import { planCall } from "./plan-call.ts";
import { readPromptConfig } from "./prompt-config.ts";
import { type ClientCall, readCall } from "./read-call.ts";
import { withReceipt } from "./receipt.ts";
import { type CallSelection, type CallTarget, promptText, resolveTarget, selectCall } from "./resolve-call.ts";
import { type ResolvedCall, type SendOptions, sendCall } from "./send-call.ts";
import { toolTurns } from "./tool-turns.ts";

export interface HandleOptions extends SendOptions {
  sequence: number;
}

/**
 * Answers one call: parse, select, fetch the prompt, plan, send, and try another deployment when one fails
 * before its first byte. Every failure reaches the client in its own form.
 * @returns the call as recorded.
 * @throws GatewayFailure when the body cannot be read as a call; nothing is then recorded or answered.
 */
export async function completeCall(
  { form, body, headers }: GatewayAsked,
  io: HandleIo,
  options: HandleOptions,
): Promise<GatewayCall> {
  const whole = await withNamedItems(body, form, options);
  const read = readCall(whole, form, options.config, headers);
  const call = await continueCall(read, options);
  call.isKept = (call.isKept ?? false) && options.answers !== undefined;
  if (options.config.forwardClientHeaders) call.forwarded = headersToForward(headers);
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
    await sendCall(resolved, recorder, io, options);
  } catch (error) {
    const appError = error instanceof GatewayFailure ? ofGateway(error) : appErrorOf(error);
    recorder.end(
      io.signal.aborted ? outcomeOfError(new AppFailure("cancelled").error) : { kind: "not_sent", error: appError },
    );
    refuse(error, call, withReceipt(io, recorder, options.clock), createRedactor(options.vault.values));
  }
}

/** What a body would become, stopped before the provider's socket. */
export async function previewCall(
  { form, body }: GatewayAsked,
  signal: AbortSignal,
  options: HandleOptions,
): Promise<WireRequest> {
  const { observe: _, ...silent } = options;
  const call = readCall(body, form, options.config);
  const recorder = createCallRecorder(call, {
    clock: options.clock,
    sequence: options.sequence,
    mode: options.clientMessagesMode,
    observe: undefined,
    follow: undefined,
  });
  const resolved = await resolveCall(call, recorder, signal, silent);
  const [deployment] = resolved.target.group.deployments;
  if (!deployment) throw new GatewayFailure(400, "There is no entry for this model.");
  const planned = planCall({ ...resolved, deployment }, options);
  const { request, allowed } = callRequest(planned, options.vault);
  const { url, method, headers, body: text = "" } = request;
  return (await buildRequest(url, { method, headers, body: text }, allowed)).wire;
}

async function resolveCall(
  call: ClientCall,
  recorder: CallRecorder,
  signal: AbortSignal,
  options: GatewayOptions,
): Promise<ResolvedCall> {
  const selection = selectCall(call, options.config, options);
  noteSelection(recorder, selection);
  const { promptConfig: stored, messages } = await fillPrompt(call, selection, recorder, signal, options);
  const { config: promptConfig, warnings } = readPromptConfig(stored, options.config, options.providers);
  recorder.call.record.warnings.push(...warnings);
  const target = withKeeper(call, resolveTarget(selection, promptConfig, options.config));
  recorder.decide(target.decisions);
  const given = selection.configPrompt?.ignorePromptParameters ? null : promptConfig;
  return { call, selection, target, promptConfig: given, messages };
}

/**
 * The entry whose provider keeps the answer that is gone on with: no other has it. One that sealed what is sent back is
 * asked first.
 * @throws GatewayFailure 400 where it is not one of those that are asked.
 */
function withKeeper({ keptBy, sealedBy }: ClientCall, target: CallTarget): CallTarget {
  if (keptBy === undefined) {
    return sealedBy === undefined ? target : { ...target, group: { ...target.group, askedFirst: sealedBy } };
  }
  const deployments = target.group.deployments.filter(({ id }) => id === keptBy.entryId);
  if (deployments.length > 0) return { ...target, group: { ...target.group, deployments } };
  throw new GatewayFailure(
    400,
    `${keptBy.param}: that answer is kept at the provider of another model than ${target.group.name}. Ask the model that gave it, or send the whole conversation.`,
    { param: keptBy.param },
  );
}

async function fillPrompt(
  call: ClientCall,
  { prompt, promptDeployment, configPrompt }: CallSelection,
  recorder: CallRecorder,
  signal: AbortSignal,
  options: GatewayOptions,
): Promise<{ promptConfig: JsonValue; messages: Message[] }> {
  if (!prompt) return { promptConfig: null, messages: call.messages as Message[] };
  const { record } = recorder.call;
  const source = await options.openLibrary(
    { ...credentialsFor(call, promptDeployment), ...placeOf(options.config, configPrompt) },
    prompt.ref.library,
  );
  const io = { signal, onExchange: recorder.exchange };
  const clientMessagesMode = promptDeployment?.clientMessages ?? options.clientMessagesMode;
  record.request.clientMessagesMode = clientMessagesMode;
  const resolved = await source.get(prompt.ref, { resolve: true, refresh: false }, io);
  record.resolved = resolved;
  const turns =
    clientMessagesMode === "replace" && !promptDeployment?.replacesToolTurns
      ? toolTurns(call.messages, call.besideResults)
      : [];
  if (turns.length > 0) recorder.call.clientMessages = "replace+tools";
  await loadRenderer(resolved.prompt.templateFormat);
  const compiled = compilePrompt({
    prompt: resolved.prompt,
    variables: prompt.variables,
    placeholders: {},
    mode: "python",
    clientMessages: call.messages as Message[],
    clientMessagesMode,
    ...(turns.length > 0 ? { continuation: turns } : {}),
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

/** Where prompts of files lie; a relative folder begins where the gateway was started, as LiteLLM's does. */
function placeOf({ promptDirectory }: GatewayOptions["config"], prompt?: ConfigPrompt): CallCredentials {
  if (prompt?.text !== undefined) return { promptText: prompt.text };
  const promptFolder = prompt?.folder ?? promptDirectory;
  return promptFolder === undefined ? {} : { promptFolder };
}

/** A call's own keys count before those of the entry; the two are never mixed. */
function credentialsFor({ credentials }: ClientCall, deployment: Deployment | null): CallCredentials {
  return Object.keys(credentials).length > 0 || !deployment ? credentials : deploymentCredentials(deployment);
}

const jsonHead: HeaderList = [["content-type", "application/json"]];

function refuse(error: unknown, { form }: ClientCall, client: ClientAnswer, redact: Redactor): void {
  const failure = clientFailureOf(error);
  client.begin(failure.status, jsonHead).end(redact(JSON.stringify(form.error(failure))));
}

function ofGateway(failure: GatewayFailure): AppError {
  return new AppFailure("invalid_input", { message: failure.message, status: failure.status }).error;
}
