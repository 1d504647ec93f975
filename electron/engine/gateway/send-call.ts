import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ErrorCode } from "@shared/domain/error/error.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { decideRetry, waitFor } from "../http/retry-policy.ts";
import { type Deployment, type GatewayConfig, isPromptDeployment } from "../litellm/config-model.ts";
import type { Fallbacks } from "../litellm/read-fallbacks.ts";
import { outcomeOfError } from "../pipeline/attempt-failure.ts";
import type { AttemptResult, HeaderList } from "./attempt.ts";
import { GatewayFailure } from "./body/gateway-failure.ts";
import { type CallLimits, createCallLimits } from "./call-limits.ts";
import type { CallRecorder } from "./call-record.ts";
import { clientFailureOf } from "./client-failure.ts";
import {
  type Cooldowns,
  fallbackGroups,
  findGroup,
  isDeploymentFault,
  type ModelGroup,
  nextDeployment,
} from "./deployments.ts";
import { fallbacksAfter } from "./fallbacks-after.ts";
import type { GatewayOptions, HandleIo } from "./gateway.ts";
import { answerWithMock } from "./mock-answer.ts";
import { type PlanFrames, type PlannedCall, planCall } from "./plan-call.ts";
import type { ClientCall } from "./read-call.ts";
import { withReceipt } from "./receipt.ts";
import { relayCall } from "./relay-call.ts";
import type { CallSelection, CallTarget } from "./resolve-call.ts";
import { translateCall } from "./translate-call.ts";

/** A call whose prompt is filled and whose target is known. */
export interface ResolvedCall {
  call: ClientCall;
  selection: CallSelection;
  target: CallTarget;
  promptConfig: JsonValue;
  messages: Message[];
}

export interface SendOptions extends GatewayOptions {
  cooldowns: Cooldowns;
  frames?: PlanFrames;
}

/** Failures that come again however often the same is asked. */
const staysAsItIs: ReadonlySet<ErrorCode> = new Set([
  "protocol_error",
  "redirect_refused",
  "tls_failed",
  "limit_exceeded",
]);

type Refusal = Extract<AttemptResult, { kind: "refused" }>;

/** What LiteLLM's router does when nobody says otherwise (`openai.DEFAULT_MAX_RETRIES`). */
const defaultRetries = 2;
/** Milliseconds. Longer waits that no config asks for are left to the client, which is told of them in `retry-after`. */
const longestUnaskedWait = 8_000;

/**
 * Sends a call to its group and, when that fails, to the groups the config names as fallbacks. The last refusal goes
 * to the client as it came.
 * @throws AppFailure `cancelled`; GatewayFailure 429 when every deployment is cooling down.
 */
export async function sendCall(
  resolved: ResolvedCall,
  recorder: CallRecorder,
  io: HandleIo,
  options: SendOptions,
): Promise<void> {
  const { target, selection } = resolved;
  const sending = new Sending(resolved, recorder, io, options);
  const names = [target.group.name, selection.group.name];
  const { config } = options;
  const { controls } = resolved.call;
  const asked = controls.fallbacks?.map((name) => requestedFallback(config, name));
  const listed = (kind?: Fallbacks) =>
    controls.disableFallbacks ? [] : (asked ?? fallbackGroups(config, names, kind));
  let answered = await sending.tryGroup(target, listed().length === 0);
  const fallbacks = answered ? [] : listed(fallbacksAfter(sending.refusal?.body, names, config));
  for (const [index, group] of fallbacks.entries()) {
    if (answered || sending.isOver()) break;
    recorder.decide([{ subject: "fallback", value: group.name, because: `${target.group.name} failed` }]);
    answered = await sending.tryGroup(fallbackTarget(target, group), index === fallbacks.length - 1);
  }
  if (!answered) sending.refuse();
}

/** @throws GatewayFailure 400 before anything is sent. */
function requestedFallback(config: GatewayConfig, name: string): ModelGroup {
  const group = findGroup(config, name);
  if (group && group.deployments.length > 0 && !group.deployments.some(isPromptDeployment)) return group;
  throw new GatewayFailure(400, `fallbacks: ${name.slice(0, 200)} is no model of this gateway that could answer.`, {
    param: "fallbacks",
  });
}

/** Milliseconds by which a timer may end before its time by the clock: what is left then is no time for another try. */
const timerSlack = 2;

/** A fallback's own parameters count least, as those of an alias do. */
function fallbackTarget(target: CallTarget, group: ModelGroup): CallTarget {
  return { ...target, group, requested: group.name, source: "gateway fallback", isAlias: true };
}

/** The attempts of one call. */
class Sending {
  private readonly resolved: ResolvedCall;
  private readonly recorder: CallRecorder;
  private readonly io: HandleIo;
  private readonly options: SendOptions;
  private readonly limits: CallLimits;
  private attempts = 0;
  refusal: Refusal | undefined;

  constructor(resolved: ResolvedCall, recorder: CallRecorder, io: HandleIo, options: SendOptions) {
    this.resolved = resolved;
    this.recorder = recorder;
    this.io = io;
    this.options = options;
    const { startedAt } = recorder;
    this.limits = createCallLimits(resolved.call, options.config, { startedAt, now: options.clock.monotonic });
  }

  /** True when a deployment has answered. When all are cooling down, that is an error only where nothing is left. */
  async tryGroup(target: CallTarget, isLast: boolean): Promise<boolean> {
    const { cooldowns } = this.options;
    const { group } = target;
    if (!isLast && cooldowns.areAllCooling(group)) return false;
    const tried: Deployment[] = [];
    while (tried.length <= this.retriesAfter(tried) && !this.isOver()) {
      const deployment =
        nextDeployment(group, tried, cooldowns, this.options.random()) ?? (await this.again(group, tried));
      if (!deployment) break;
      tried.push(deployment);
      const result = await this.attempt(target, deployment, tried.length);
      if (result.kind === "answered") {
        this.recorder.end(result.outcome);
        return true;
      }
      this.refusal = result;
      if (!isDeploymentFault(result.status)) break;
      if (group.deployments.length > 1) cooldowns.fail(deployment);
    }
    return false;
  }

  /** The client has gone, or its time is up; a first try is made in any case. */
  isOver(): boolean {
    return this.io.signal.aborted || (this.attempts > 0 && this.limits.left() <= timerSlack);
  }

  refuse(): void {
    const { refusal, io } = this;
    if (io.signal.aborted || !refusal) throw new AppFailure("cancelled");
    this.recorder.end(outcomeOfError(refusal.error));
    withReceipt(io, this.recorder, this.options.clock).begin(refusal.status, refusal.headers).end(refusal.body);
  }

  /** Once every deployment has failed, `num_retries` means the same ones again, after a pause. */
  private async again(group: ModelGroup, tried: readonly Deployment[]): Promise<Deployment | undefined> {
    const { clock, random } = this.options;
    const retries = this.retriesAfter(tried);
    if (!this.refusal || staysAsItIs.has(this.refusal.error.code)) return undefined;
    const attempt = tried.length;
    const { status, headers } = this.refusal;
    const failure = { kind: "status" as const, status, headers: new Headers(headers) };
    const decision = decideRetry(failure, attempt, { now: clock.now, random }, retries);
    if (!decision.retry) return undefined;
    if (this.configured(tried) === undefined && decision.delayMs > longestUnaskedWait) return undefined;
    if (decision.delayMs >= this.limits.left()) return undefined;
    await waitFor(decision.delayMs, this.io.signal);
    return group.deployments[attempt % group.deployments.length];
  }

  /** As LiteLLM has it, what the entry that failed last says wins over what the config says for all. */
  private configured(tried: readonly Deployment[]): number | undefined {
    const { retries } = this.resolved.call.controls;
    return retries ?? tried.at(-1)?.retries ?? this.options.config.retries;
  }

  private retriesAfter(tried: readonly Deployment[]): number {
    return this.configured(tried) ?? defaultRetries;
  }

  private async attempt(target: CallTarget, deployment: Deployment, inGroup: number): Promise<AttemptResult> {
    const { recorder, options, io } = this;
    this.attempts += 1;
    recorder.tryGroup(target.group.name, inGroup - 1);
    if (deployment.mockResponse !== undefined) {
      return answerWithMock(deployment.mockResponse, deployment, this.resolved.call, {
        ...io,
        recorder,
        clock: options.clock,
      });
    }
    let planned: PlannedCall;
    try {
      planned = planCall({ ...this.resolved, target, deployment }, options);
      recorder.dropped(planned.dropped);
    } catch (error) {
      return unplanned(error, this.resolved.call);
    }
    recorder.call.record.plan = planned.plan;
    recorder.call.record.warnings.push(...planned.plan.warnings);
    recorder.decide([{ subject: "deployment", value: deployment.id, because: drawnBecause(target.group, inGroup) }]);
    recorder.tryDeployment(deployment.id);
    const attemptIo = {
      attempt: this.attempts,
      client: withReceipt(io, recorder, options.clock),
      recorder,
      vault: options.vault,
      clock: options.clock,
      limits: this.limits.ofTry(deployment),
      signal: io.signal,
    };
    const answer = planned.relayed ? relayCall : translateCall;
    return answer(planned, this.resolved.call, attemptIo);
  }
}

function drawnBecause({ deployments }: ModelGroup, inGroup: number): string {
  if (inGroup > deployments.length) return "tried again";
  if (deployments.length === 1) return "the only one";
  return inGroup === 1 ? "drawn" : "drawn after another failed";
}

function unplanned(error: unknown, { form }: ClientCall): AttemptResult {
  if (!(error instanceof AppFailure)) throw error;
  const failure = clientFailureOf(error);
  const body = JSON.stringify(form.error(failure));
  return { kind: "refused", status: failure.status, headers: jsonHead, body, error: error.error };
}

const jsonHead: HeaderList = [["content-type", "application/json"]];
