import type { ContentEvent } from "@shared/domain/run/stream-event.ts";
import type { Deployment } from "../litellm/config-model.ts";
import type { Clock } from "../ports.ts";
import type { AttemptResult } from "./attempt.ts";
import type { CallRecorder } from "./call-record.ts";
import type { HandleIo } from "./gateway.ts";
import type { ClientCall } from "./read-call.ts";
import { withReceipt } from "./receipt.ts";

interface MockIo extends HandleIo {
  recorder: CallRecorder;
  clock: Clock;
}

/**
 * Answers with an entry's `mock_response`, in the client's form, whole or as a stream. No provider is asked and no key
 * is needed; log, record and a header of the answer say that it is one.
 */
export async function answerWithMock(
  text: string,
  deployment: Deployment,
  call: ClientCall,
  io: MockIo,
): Promise<AttemptResult> {
  const { recorder, clock } = io;
  const { form } = call;
  const { record } = recorder.call;
  recorder.decide([{ subject: "deployment", value: deployment.id, because: "mock_response: no provider is asked" }]);
  recorder.tryDeployment(deployment.id);
  recorder.call.mock = true;
  await recorder.beforeSending?.();
  const head = {
    id: `chatcmpl-${record.id}`,
    created: Math.floor(record.startedAt / 1000),
    model: call.model || deployment.modelName,
  };
  const events: ContentEvent[] = [
    { type: "text", text },
    { type: "finish", reason: "stop" },
  ];
  for (const event of events) recorder.content(event);
  const client = withReceipt(io, recorder, clock);
  if (call.stream) {
    const frames = form.stream(() => head, call);
    const out = client.begin(200, [["content-type", frames.contentType]]);
    for (const event of events) for (const piece of frames.write(event)) out.write(piece);
    out.end(frames.close({}));
  } else {
    const body = JSON.stringify(form.answer(head, record.output));
    client.begin(200, [["content-type", "application/json"]]).end(body);
  }
  return { kind: "answered", outcome: { kind: "completed", finishReason: "stop" } };
}
