import type { Warning } from "@shared/domain/error/error.ts";
import type { ModelPrice } from "@shared/domain/model/price.ts";
import { askedTier } from "@shared/domain/model/price-rates.ts";
import { remember } from "@shared/domain/remember.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { listedPrices } from "../models/bundled-prices.ts";
import { costOfRun } from "../models/cost.ts";
import { findListedPrice } from "../models/prices.ts";
import type { Clock } from "../ports.ts";
import type { ClientAnswer } from "./attempt.ts";
import type { CallRecorder } from "./call-record.ts";
import type { GatewayReceipt, HandleIo } from "./gateway.ts";

/** The client's end, told what the call was answered with just before the head of the answer is sent. */
export function withReceipt(io: HandleIo, recorder: CallRecorder, clock: Clock): ClientAnswer {
  return {
    begin(status, headers, length) {
      io.onReceipt(receiptOf(recorder, clock.monotonic()));
      return io.client.begin(status, headers, length);
    },
  };
}

/** The list is gone through once for each model. */
const listed = remember(256, (key): { price: ModelPrice | undefined } => {
  const [provider, ...models] = JSON.parse(key) as [string, ...(string | null)[]];
  return { price: findListedPrice(listedPrices(), { provider, names: models.filter((name) => name !== null) }) };
});

/** US dollars at list prices; before the head known only of an answer that came whole. */
export function costOfCall({ plan, output, startedAt }: RunRecord): number | undefined {
  if (!plan) return undefined;
  const { provider, model } = plan.route;
  const { price } = listed(JSON.stringify([provider, output.reportedModel ?? null, model]));
  return costOfRun(output.usage, price, startedAt, askedTier(plan))?.usd;
}

/** Warnings of an API that a client would not know of otherwise. */
const adjusting = new Set(["message_key_not_sent", "message_part_not_sent", "request_translated"]);

function adjustedIn(warnings: readonly Warning[]): string[] {
  if (warnings.length === 0) return [];
  return [...new Set(warnings.flatMap(({ code, subject }) => (subject && adjusting.has(code) ? [subject] : [])))];
}

function receiptOf({ call, startedAt }: CallRecorder, now: number): GatewayReceipt {
  const { record, entryId, group, retries, fallbacks, mock, dropped, ignored } = call;
  const { plan } = record;
  const costUsd = costOfCall(record);
  const clientMessages = record.resolved ? (call.clientMessages ?? record.request.clientMessagesMode) : undefined;
  const provider = record.exchanges.filter(({ kind }) => kind === "provider");
  const waited = provider.reduce((sum, { timings }) => sum + (timings.firstByte ?? 0), 0);
  const prompt = record.resolved?.prompt;
  const adjusted = plan ? adjustedIn(plan.warnings).filter((name) => !dropped.includes(name)) : [];
  return {
    callId: record.id,
    ...(entryId === undefined ? {} : { entryId }),
    ...(group === undefined ? {} : { modelGroup: group }),
    ...(plan ? { apiBase: plan.endpoint.baseUrl, servedModel: record.output.reportedModel ?? plan.route.model } : {}),
    retries,
    fallbacks,
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(clientMessages === undefined ? {} : { clientMessages }),
    ...(prompt ? { prompt: `${prompt.name}@${prompt.version}` } : {}),
    ...(mock ? { mock } : {}),
    ...(dropped.length > 0 ? { dropped } : {}),
    ...(adjusted.length > 0 ? { adjusted } : {}),
    ...(ignored.length > 0 ? { ignored } : {}),
    overheadMs: Math.max(0, now - startedAt - waited),
  };
}
