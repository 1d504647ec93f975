import type { Writable } from "node:stream";
import type { AppError } from "@shared/domain/error/error.ts";
import { isContentEvent } from "@shared/domain/run/content-event.ts";
import type { ContentEvent, StreamEvent } from "@shared/domain/run/stream-event.ts";
import { drained } from "../http/drained.ts";
import { providerSigns } from "../http/provider-signs.ts";
import { createSend } from "../http/recording-fetch.ts";
import { executePlan } from "../pipeline/execute-plan.ts";
import type { AttemptIo, AttemptResult, HeaderList } from "./attempt.ts";
import { callRequest } from "./call-request.ts";
import { failureOfError } from "./client-failure.ts";
import type { AnswerHead, ClientForm } from "./forms/client-form.ts";
import type { PlannedCall } from "./plan-call.ts";
import type { ClientCall } from "./read-call.ts";

/**
 * Sends a request to a server of another API and gives its answer the client's form. Until the first piece of content
 * nothing has reached the client, so a failure before it may be tried elsewhere.
 */
export async function translateCall(planned: PlannedCall, call: ClientCall, io: AttemptIo): Promise<AttemptResult> {
  const { recorder } = io;
  const { plan, api, provider, toolNames } = planned;
  const { form } = call;
  const { record } = recorder.call;
  const head = (): AnswerHead => ({
    id: `chatcmpl-${record.id}`,
    created: Math.floor(record.startedAt / 1000),
    model: call.model || plan.route.model,
    ...(call.isKept ? { isKept: true } : {}),
    ...(call.previousId === undefined ? {} : { previousId: call.previousId }),
  });
  const frames = form.stream(head, call);
  const signs = (): HeaderList =>
    providerSigns(record.exchanges.findLast(({ kind }) => kind === "provider")?.response?.headers ?? []);
  let out: Writable | undefined;
  const begin = () => {
    out ??= io.client.begin(200, [["content-type", frames.contentType], ...signs()]);
    return out;
  };
  /** Of an answer in one piece: another attempt's may take its place when it turns out to have failed. */
  const whole: ContentEvent[] = [];
  const emit = (event: StreamEvent) => {
    if (event.type === "response") recorder.status(event.status);
    if (!isContentEvent(event)) return;
    const { at: _, ...given } = event;
    const content = withWrittenName(given, toolNames);
    if (!plan.stream) {
      whole.push(content);
      return;
    }
    recorder.content(content);
    for (const piece of frames.write(content)) begin().write(piece);
  };
  const { request, allowed } = callRequest(planned, io.vault);
  recorder.meter.attempt(io.clock.monotonic());
  const { outcome } = await executePlan(plan, {
    api,
    provider,
    request,
    allowed,
    createSend,
    secrets: io.vault,
    signal: io.signal,
    clock: io.clock,
    limits: io.limits,
    startedAt: recorder.startedAt,
    emit,
    ready: async () => {
      if (out) await drained(out);
    },
    onExchange: recorder.exchange,
    // Another attempt is the gateway's to make: it may go elsewhere.
    attempts: 1,
    beforeSending: recorder.beforeSending,
  });
  if (outcome.kind !== "completed" && outcome.kind !== "completed_unterminated") {
    if (!out) return refused(outcome.error, signs(), form);
    out.end(frames.fail(failureOfError(outcome.error)));
    return { kind: "answered", outcome };
  }
  for (const event of whole) recorder.content(event);
  if (plan.stream) begin().end(frames.close(record.output.usage));
  else {
    const body = JSON.stringify(form.answer(head(), record.output));
    io.client.begin(200, [["content-type", "application/json"], ...signs()]).end(body);
  }
  return { kind: "answered", outcome };
}

function withWrittenName(event: ContentEvent, written: ReadonlyMap<string, string>): ContentEvent {
  if (event.type !== "tool_call" || event.name === undefined) return event;
  return { ...event, name: written.get(event.name) ?? event.name };
}

/** The provider's refusal in the client's form, with the signs that tell when to try again and what to ask about. */
function refused(error: AppError, signs: HeaderList, form: ClientForm): AttemptResult {
  const failure = failureOfError(error);
  const headers: HeaderList = [["content-type", "application/json"], ...signs];
  // An API may know them from elsewhere than the headers.
  const add = (name: string, value: string) => {
    if (!headers.some(([known]) => known === name)) headers.push([name, value]);
  };
  if (error.retryAfterMs !== undefined) add("retry-after", String(Math.ceil(error.retryAfterMs / 1000)));
  if (error.requestId !== undefined) add("x-request-id", error.requestId);
  return { kind: "refused", status: failure.status, headers, body: JSON.stringify(form.error(failure)), error };
}
