import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { textAt } from "@shared/domain/json/read-json.ts";
import type { SampleCompletion } from "./sample-completion.ts";

/** `realistic` writes about as fast as a hosted model; `immediate` is for tests. */
export type DemoPace = "realistic" | "immediate";

/** Milliseconds; a hosted model needs about as long to its first token. */
const thinkingMs = 250;
/** 40 to 90 tokens per second. */
const slowestPieceMs = 25;
const fastestPieceMs = 11;

/** Streams an answer as OpenAI does, up to `[DONE]`, and stops when nobody listens any more. */
export async function answerInPieces(
  asked: JsonObject,
  { reasoning, text, finishReason, usage }: SampleCompletion,
  response: ServerResponse,
  pace: DemoPace,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const head = headOf(asked, "chat.completion.chunk");
  const wantsUsage = isJsonObject(asked["stream_options"]) && asked["stream_options"]["include_usage"] === true;
  const choice = (delta: JsonObject, reason: string | null = null): JsonObject => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
    ...(wantsUsage ? { usage: null } : {}),
  });
  const send = async (data: string) => {
    if (!response.write(`data: ${data}\n\n`)) await once(response, "drain", { signal: gone.signal });
  };
  try {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
    response.flushHeaders();
    await pause(pace, thinkingMs, gone.signal);
    await send(JSON.stringify(choice({ role: "assistant", content: "" })));
    for (const piece of reasoning) {
      await send(JSON.stringify(choice({ reasoning_content: piece })));
      await pause(pace, pieceMs(), gone.signal);
    }
    for (const piece of text) {
      await send(JSON.stringify(choice({ content: piece })));
      await pause(pace, pieceMs(), gone.signal);
    }
    await send(JSON.stringify(choice({}, finishReason)));
    if (wantsUsage) await send(JSON.stringify({ ...head, choices: [], usage }));
    await send("[DONE]");
    response.end();
  } catch (error) {
    // Nobody listens any more: there is nothing left to say.
    if (!gone.signal.aborted) throw error;
  }
}

/** Sends a whole answer after the time a model would have needed to begin. */
export async function answerAtOnce(
  asked: JsonObject,
  { reasoning, text, finishReason, usage }: SampleCompletion,
  response: ServerResponse,
  pace: DemoPace,
): Promise<void> {
  await pause(pace, 3 * thinkingMs);
  const message: JsonObject = { role: "assistant", content: text.join(""), refusal: null };
  if (reasoning.length > 0) message["reasoning_content"] = reasoning.join("");
  const choices: JsonValue = [{ index: 0, message, logprobs: null, finish_reason: finishReason }];
  const completion = { ...headOf(asked, "chat.completion"), choices, usage };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(completion));
}

function headOf(asked: JsonObject, object: string): JsonObject {
  return {
    id: `chatcmpl-demo-${randomUUID()}`,
    object,
    created: Math.floor(Date.now() / 1000),
    model: textAt(asked, "model") ?? "",
    system_fingerprint: "promptscope-demo",
  };
}

function pieceMs(): number {
  return fastestPieceMs + Math.random() * (slowestPieceMs - fastestPieceMs);
}

async function pause(pace: DemoPace, ms: number, signal?: AbortSignal): Promise<void> {
  if (pace === "immediate") return;
  await wait(ms, undefined, signal ? { signal } : {});
}
