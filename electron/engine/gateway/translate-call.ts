import type { Writable } from "node:stream";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { SecretRef } from "@shared/domain/wire/wire.ts";
import { adapterFor } from "../apis/registry.ts";
import { toSecretRef } from "../credentials/secret-vault.ts";
import { drained } from "../http/drained.ts";
import { type CreateFetch, defaultLimits } from "../http/http.ts";
import { createFetch } from "../http/recording-fetch.ts";
import { secretPlaceholder } from "../http/secret-placeholder.ts";
import { executePlan, type PreviewIo, previewPlan } from "../pipeline/execute-plan.ts";
import type { AttemptIo, AttemptResult, HeaderList } from "./attempt.ts";
import { createChunkWriter, toCompletion } from "./completion-shape.ts";
import { entryHeaders } from "./deployment-endpoint.ts";
import { appErrorBody } from "./gateway-failure.ts";
import type { PlannedCall } from "./plan-call.ts";
import { errorFrame } from "./relay-call.ts";

/**
 * Sends a request to a provider of another dialect through its adapter and gives the answer OpenAI's shape. Until the
 * first piece of content nothing has reached the client, so a failure before it may be tried elsewhere.
 */
export async function translateCall(planned: PlannedCall, io: AttemptIo): Promise<AttemptResult> {
  const { recorder } = io;
  const { plan } = planned;
  const writer = createChunkWriter(recorder.call.record.id, plan.route.model, includeUsage(planned));
  let out: Writable | undefined;
  const begin = () => {
    out ??= io.client.begin(200, [["content-type", "text/event-stream; charset=utf-8"]]);
    return out;
  };
  const emit = (event: StreamEvent) => {
    if (event.type === "response") recorder.status(event.status);
    if (!isContent(event)) return;
    const { at: _, ...content } = event;
    recorder.content(content);
    if (plan.stream) for (const piece of writer.write(content)) begin().write(piece);
  };
  recorder.meter.attempt(io.clock.monotonic());
  const { outcome } = await executePlan(plan, {
    ...(await sendingIo(planned, io)),
    startedAt: recorder.startedAt,
    emit,
    onExchange: recorder.exchange,
    // Another attempt is the gateway's to make: it may go elsewhere.
    attempts: 1,
    ready: async () => {
      if (out) await drained(out);
    },
    beforeSending: recorder.beforeSending,
  });
  if (outcome.kind !== "completed" && outcome.kind !== "completed_unterminated") {
    if (!out) return refused(outcome.error);
    out.end(errorFrame(outcome.error));
    return { kind: "answered", outcome };
  }
  if (plan.stream) begin().end(writer.close(recorder.call.record.output.usage));
  else {
    const body = JSON.stringify(toCompletion(recorder.call.record, plan.route.model));
    io.client.begin(200, [["content-type", "application/json"]]).end(body);
  }
  return { kind: "answered", outcome };
}

/** The request such a call would send, stopped before the socket. */
export async function previewTranslated(planned: PlannedCall, io: Pick<AttemptIo, "vault" | "clock" | "signal">) {
  return previewPlan(planned.plan, await sendingIo(planned, { ...io, timeoutMs: defaultLimits.firstByteMs }));
}

async function sendingIo(planned: PlannedCall, io: Pick<AttemptIo, "vault" | "clock" | "signal" | "timeoutMs">) {
  const { plan, preset, entry } = planned;
  const credential = plan.endpoint.credential ? toSecretRef(plan.endpoint.credential) : null;
  const own = entryHeaders(entry, io.vault);
  const allowed: SecretRef[] = [...(credential ? [credential] : []), ...own.allowed];
  const sending: PreviewIo & { limits: typeof defaultLimits } = {
    preset,
    adapter: await adapterFor(preset),
    createFetch: withHeaders(createFetch, own.headers),
    secrets: io.vault,
    allowed,
    apiKey: credential ? secretPlaceholder(credential) : (preset.dummyKey ?? "no-key"),
    signal: io.signal,
    clock: io.clock,
    limits: { ...defaultLimits, firstByteMs: io.timeoutMs, idleMs: io.timeoutMs },
  };
  return sending;
}

/** The same way out, with the entry's headers behind the adapter's. */
function withHeaders(create: CreateFetch, headers: HeaderList): CreateFetch {
  if (headers.length === 0) return create;
  return (context) => {
    const fetchOnce = create(context);
    return (input, init) => {
      const own = Array.isArray(init?.headers) ? (init.headers as HeaderList) : [...new Headers(init?.headers)];
      return fetchOnce(input, { ...init, headers: [...own, ...headers] });
    };
  };
}

type ContentStreamEvent = Extract<
  StreamEvent,
  { type: "text" | "reasoning" | "refusal" | "tool_call" | "usage" | "model" | "finish" }
>;

function isContent(event: StreamEvent): event is ContentStreamEvent {
  return ["text", "reasoning", "refusal", "tool_call", "usage", "model", "finish"].includes(event.type);
}

function includeUsage({ plan }: PlannedCall): boolean {
  const options = plan.parameters.find(({ key, sent }) => key === "stream_options" && sent)?.value;
  return (
    typeof options === "object" && options !== null && "include_usage" in options && options["include_usage"] === true
  );
}

function refused(error: Parameters<typeof appErrorBody>[0]): AttemptResult {
  const { status, body } = appErrorBody(error);
  return {
    kind: "refused",
    status,
    headers: [["content-type", "application/json"]],
    body: JSON.stringify(body),
    error,
  };
}
