import type { Api, ReadIo } from "@engine/apis/api.ts";
import { noSecrets } from "@engine/http/redact.ts";
import { createAnswerGuard } from "@engine/pipeline/answer-guard.ts";
import { readAnswer } from "@engine/pipeline/read-answer.ts";
import { emptyOutput, foldEvent } from "@shared/domain/run/fold-events.ts";
import type { Outcome, RunOutput } from "@shared/domain/run/stream-event.ts";

/** Of an answer that no request of ours asked for. */
const unguarded = { ...noSecrets, frames: () => 0 };

export interface ReadAnswer {
  output: RunOutput;
  outcome: Outcome;
  /** Id, name and arguments of each call of the caller's tools. */
  calls: [string, string, string][];
  /** What went wrong, in words; empty when nothing did. */
  words: string;
}

export interface Served {
  /** Null: no header. */
  type?: string | null;
  stream?: boolean;
  /** How many bytes come at once. */
  pieces?: number;
  limits?: { line: number; event: number };
  plan?: ReadIo["plan"];
}

/** What the app makes of an answer's bytes. */
export async function answerOf(api: Api, body: string, served: Served = {}): Promise<ReadAnswer> {
  const { type = "text/event-stream", stream = true, limits = { line: 8_388_608, event: 8_388_608 } } = served;
  const response = new Response(inPieces(new TextEncoder().encode(body), served.pieces ?? 65_536), {
    headers: type === null ? {} : { "content-type": type },
  });
  const output = emptyOutput();
  const outcome = await readAnswer(
    api.read(response, { stream, limits, ...(served.plan ? { plan: served.plan } : {}) }),
    createAnswerGuard(unguarded),
    (event) => void foldEvent(output, { at: 0, ...event }),
  );
  const calls = output.toolCalls.map(({ id, function: { name, arguments: text } }): [string, string, string] => [
    id,
    name,
    text,
  ]);
  return { output, outcome, calls, words: "error" in outcome ? (outcome.error.detail ?? outcome.error.message) : "" };
}

function inPieces(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}
