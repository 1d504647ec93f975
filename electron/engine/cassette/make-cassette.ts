import { createHash } from "node:crypto";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { type Cassette, type CassetteChunk, cassetteFormat, cassetteVersion } from "@shared/domain/run/cassette.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Exchange, WireResponse } from "@shared/domain/wire/wire.ts";
import { findEventEnds } from "./event-ends.ts";

/**
 * Makes a cassette of the last answer of a run.
 * @throws AppFailure `invalid_input` when there is no answer, or only a part of its bytes was kept.
 */
export function makeCassette(record: RunRecord): Cassette {
  const { plan, request, resolved, compiled } = record;
  const exchange = record.exchanges.findLast(({ kind, response }) => kind === "provider" && response !== undefined);
  const response = exchange?.response;
  if (!plan || !exchange || !response) throw refused("This run has no answer that could be replayed.");
  if (response.bodyTruncated) throw refused("The answer is too large for a cassette: only a part of it was kept.");
  const bytes = bytesOf(response);
  const { comparison: _comparison, ...recorded } = request;
  const { status, statusText, httpVersion, headers, body, bodyBase64 } = response;
  const failure = failureOf(exchange, record);
  return {
    format: cassetteFormat,
    version: cassetteVersion,
    runId: record.id,
    recordedAt: record.startedAt,
    request: recorded,
    ...(resolved ? { resolved } : {}),
    ...(compiled ? { compiled } : {}),
    plan,
    exchange: {
      request: exchange.request,
      response: {
        status,
        statusText,
        httpVersion,
        headers,
        body: bodyBase64 ?? body,
        encoding: bodyBase64 === undefined ? "utf8" : "base64",
        sha256: sha256(bytes),
      },
      chunks: chunksOf(bytes, exchange),
      ...(failure ? { failure } : {}),
    },
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function bytesOf({ body, bodyBase64 }: WireResponse): Buffer {
  return bodyBase64 === undefined ? Buffer.from(body, "utf8") : Buffer.from(bodyBase64, "base64");
}

/** One chunk for each event, at the time it was decoded; what is no stream of events came at the end. */
function chunksOf(bytes: Buffer, { frames, timings }: Exchange): CassetteChunk[] {
  const arrived = timings.end ?? timings.firstByte ?? 0;
  const ends = frames.length === 0 ? [] : findEventEnds(bytes);
  const chunks: CassetteChunk[] = [];
  let start = 0;
  ends.forEach((end, index) => {
    const at = frames[index]?.at ?? frames.at(-1)?.at ?? arrived;
    chunks.push({ at, bytes: end - start });
    start = end;
  });
  if (start < bytes.length || chunks.length === 0) chunks.push({ at: arrived, bytes: bytes.length - start });
  return chunks;
}

function failureOf({ failure }: Exchange, { outcome }: RunRecord) {
  if (failure === undefined) return undefined;
  const code = outcome && "error" in outcome ? outcome.error.code : "connection_lost";
  return { code, message: failure };
}

function refused(message: string): AppFailure {
  return new AppFailure("invalid_input", { message });
}
