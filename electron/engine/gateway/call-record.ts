import { randomUUID } from "node:crypto";
import type { GatewayDecision, GatewayMark } from "@shared/domain/gateway/gateway.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { ClientMessagesMode } from "@shared/domain/prompt/compiled.ts";
import { emptyOutput, foldEvent } from "@shared/domain/run/fold-events.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { ContentEvent, Outcome, StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { createRunMeter, type RunMeter } from "../pipeline/run-meter.ts";
import type { Clock } from "../ports.ts";
import type { ClientCall } from "./read-call.ts";
import type { CallSelection } from "./resolve-call.ts";

/** A call of the gateway as the inspector shows it. */
export interface GatewayCall {
  record: RunRecord;
  /** The entry that answered; absent before one was tried. */
  entryId?: string;
  /** What became of the client's messages, where that is not the mode's name. */
  clientMessages?: "replace+tools";
  /** The group it belongs to. */
  group?: string;
  /** Tries after the first in that group. */
  retries: number;
  /** Groups asked after the first. */
  fallbacks: number;
  /** The model the client named. */
  requestedModel: string;
  decisions: GatewayDecision[];
  /** True when an entry's `mock_response` was the answer. */
  mock?: true;
  /** Parameters the target does not take and that were left out, so that the client can be told. */
  dropped: string[];
  /** Keys of the body that have no effect. */
  ignored: readonly string[];
}

/** Hears a call as it happens, as the app does for its history. */
export interface CallFollower {
  /** Aborted to stop the call, whatever its client does; absent where only the client can. */
  signal?: AbortSignal;
  /** The call is not sent before this resolves. */
  beforeSending: () => Promise<void>;
  event(event: StreamEvent): void;
}

/** Writes down one call while it happens. Every change is told; the object stays the same. */
export interface CallRecorder {
  readonly call: GatewayCall;
  readonly meter: RunMeter;
  readonly startedAt: number;
  /** Of whoever follows the call. */
  readonly stopped: AbortSignal | undefined;
  decide(decisions: readonly GatewayDecision[]): void;
  /** Notes what was left out of the request that is sent next. */
  dropped(names: readonly string[]): void;
  /** Notes the entry that is tried. */
  tryDeployment(entryId: string): void;
  /** Notes the group that is tried, and how often an entry of it has been before. */
  tryGroup(name: string, retries: number): void;
  /** Of whoever follows the call: its request, which the record has by then, is not sent before this resolves. */
  readonly beforeSending: (() => Promise<void>) | undefined;
  /** The provider has answered. */
  status(status: number): void;
  exchange(exchange: Exchange): void;
  content(event: ContentEvent): void;
  end(outcome: Outcome): void;
}

export interface CallRecorderOptions {
  clock: Clock;
  sequence: number;
  mode: ClientMessagesMode;
  observe: ((call: GatewayCall) => void) | undefined;
  follow: ((call: GatewayCall) => CallFollower) | undefined;
}

export function createCallRecorder(body: ClientCall, options: CallRecorderOptions): CallRecorder {
  const { clock, observe } = options;
  const startedAt = clock.monotonic();
  const meter = createRunMeter(startedAt, body.stream);
  const record: RunRecord = {
    id: randomUUID(),
    sequence: options.sequence,
    startedAt: clock.now(),
    state: "running",
    kind: body.form.kind,
    request: {
      prompt: null,
      variables: {},
      placeholders: {},
      compileMode: "python",
      clientMessages: body.messages as Message[],
      clientMessagesMode: options.mode,
      model: body.model.slice(0, 500),
      modelOverride: null,
      parameters: body.parameters,
      overrides: {},
      stream: body.stream,
    },
    exchanges: [],
    output: emptyOutput(),
    warnings: body.leftOut.map((key) => ({
      code: "key_left_out",
      stage: "request",
      subject: key,
      message: `“${key}” is one of LiteLLM's own switches; it does nothing here and is not sent on.`,
    })),
  };
  const mark: GatewayMark = {
    requestedModel: body.model,
    decisions: [],
    ...(body.isKept ? { kept: body.form.id } : {}),
    ...(body.instructions ? { instructions: body.instructions } : {}),
  };
  record.gateway = mark;
  const call: GatewayCall = {
    record,
    requestedModel: body.model,
    retries: 0,
    fallbacks: 0,
    decisions: mark.decisions,
    dropped: [],
    ignored: body.leftOut,
  };
  const follower = options.follow?.(call);
  const at = () => clock.monotonic() - startedAt;
  observe?.(call);
  return {
    call,
    meter,
    startedAt,
    stopped: follower?.signal,
    decide: (decisions) => void call.decisions.push(...decisions),
    beforeSending:
      follower &&
      (async () => {
        await follower.beforeSending();
        meter.sending(clock.monotonic());
      }),
    dropped: (names) => {
      call.dropped = [...names];
    },
    tryGroup(name, retries) {
      if (call.group !== undefined && call.group !== name) call.fallbacks += 1;
      call.group = name;
      call.retries = retries;
    },
    tryDeployment(entryId) {
      call.entryId = entryId;
      mark.entryId = entryId;
      observe?.(call);
      follower?.event({ type: "prepared", at: at(), warnings: record.warnings });
    },
    exchange(exchange) {
      const isNew = !record.exchanges.includes(exchange);
      if (isNew) record.exchanges.push(exchange);
      if (isNew && exchange.kind === "provider") {
        follower?.event({ type: "request", at: at(), exchangeId: exchange.id, attempt: exchange.attempt });
      }
      observe?.(call);
    },
    status(status) {
      meter.status(status);
      const exchange = record.exchanges.findLast(({ kind }) => kind === "provider");
      if (exchange) follower?.event({ type: "response", at: at(), exchangeId: exchange.id, status });
    },
    content(given) {
      const event = given.type === "vectors" ? countOf(given) : given;
      const now = clock.monotonic();
      meter.content(event, now);
      const streamEvent: StreamEvent = { at: now - startedAt, ...event };
      foldEvent(record.output, streamEvent);
      follower?.event(streamEvent);
    },
    end(outcome) {
      if (record.state === "finished") return;
      record.state = "finished";
      record.outcome = outcome;
      record.metrics = meter.metrics(clock.monotonic());
      follower?.event({ type: "end", at: at(), outcome, metrics: record.metrics });
      observe?.(call);
    },
  };
}

/** Adds what was selected to the record, in the words of a playground run, so that it can be opened there. */
export function noteSelection({ call }: CallRecorder, selection: CallSelection): void {
  call.decisions.push(...selection.decisions);
  if (!selection.prompt) return;
  call.record.request.prompt = selection.prompt.ref;
  call.record.request.variables = selection.prompt.variables;
}

/** The client has the vectors: thousands of numbers for each text, which nobody reads in a record. */
function countOf({ vectors: { count, dimensions } }: Extract<ContentEvent, { type: "vectors" }>): ContentEvent {
  return { type: "vectors", vectors: { count, dimensions } };
}
