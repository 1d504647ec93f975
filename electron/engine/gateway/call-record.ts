import { randomUUID } from "node:crypto";
import type { ClientMessagesMode } from "@shared/domain/compiled.ts";
import { emptyOutput, foldEvent } from "@shared/domain/fold-events.ts";
import type { Message } from "@shared/domain/message.ts";
import type { RunRecord } from "@shared/domain/run.ts";
import type { ContentEvent, Outcome } from "@shared/domain/stream-event.ts";
import type { Exchange } from "@shared/domain/wire.ts";
import { createRunMeter, type RunMeter } from "../pipeline/run-meter.ts";
import type { Clock } from "../ports.ts";
import type { ClientCall } from "./client-body.ts";
import type { CallSelection, GatewayDecision } from "./resolve-call.ts";

/** A call of the gateway as the inspector shows it. */
export interface GatewayCall {
  record: RunRecord;
  /** The entry that answered; absent before one was tried. */
  entryId?: string;
  /** The model the client named. */
  requestedModel: string;
  decisions: GatewayDecision[];
}

/** Writes down one call while it happens. Every change is told; the object stays the same. */
export interface CallRecorder {
  readonly call: GatewayCall;
  readonly meter: RunMeter;
  readonly startedAt: number;
  decide(decisions: readonly GatewayDecision[]): void;
  exchange(exchange: Exchange): void;
  content(event: ContentEvent): void;
  end(outcome: Outcome): void;
}

export interface CallRecorderOptions {
  clock: Clock;
  sequence: number;
  mode: ClientMessagesMode;
  observe: ((call: GatewayCall) => void) | undefined;
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
  const call: GatewayCall = { record, requestedModel: body.model, decisions: [] };
  return {
    call,
    meter,
    startedAt,
    decide: (decisions) => void call.decisions.push(...decisions),
    exchange(exchange) {
      if (!record.exchanges.includes(exchange)) record.exchanges.push(exchange);
      observe?.(call);
    },
    content(event) {
      const now = clock.monotonic();
      meter.content(event, now);
      foldEvent(record.output, { at: now - startedAt, ...event });
    },
    end(outcome) {
      if (record.state === "finished") return;
      record.state = "finished";
      record.outcome = outcome;
      record.metrics = meter.metrics(clock.monotonic());
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
