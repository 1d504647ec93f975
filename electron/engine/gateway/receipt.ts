import type { Clock } from "../ports.ts";
import type { ClientAnswer } from "./attempt.ts";
import type { CallRecorder } from "./call-record.ts";
import type { GatewayReceipt, HandleIo } from "./gateway.ts";

/** The client's end, told what the call was answered with just before the head of the answer is sent. */
export function withReceipt(io: HandleIo, recorder: CallRecorder, clock: Clock): ClientAnswer {
  return {
    begin(status, headers) {
      io.onReceipt(receiptOf(recorder, clock.monotonic()));
      return io.client.begin(status, headers);
    },
  };
}

function receiptOf({ call, startedAt }: CallRecorder, now: number): GatewayReceipt {
  const { record, entryId, mock, dropped, ignored } = call;
  const provider = record.exchanges.filter(({ kind }) => kind === "provider");
  const waited = provider.reduce((sum, { timings }) => sum + (timings.firstByte ?? 0), 0);
  const prompt = record.resolved?.prompt;
  return {
    callId: record.id,
    ...(entryId === undefined ? {} : { entryId }),
    ...(prompt ? { prompt: `${prompt.name}@${prompt.version}` } : {}),
    ...(mock ? { mock } : {}),
    ...(dropped.length > 0 ? { dropped } : {}),
    ...(ignored.length > 0 ? { ignored } : {}),
    overheadMs: Math.max(0, now - startedAt - waited),
  };
}
