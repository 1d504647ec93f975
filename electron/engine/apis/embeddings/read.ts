import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, numberAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { ProviderEvent, Vectors } from "@shared/domain/run/stream-event.ts";
import type { ReadableAnswer, ReadIo } from "../api.ts";
import { failed, notAnObject, protocolError } from "../wire/failures.ts";
import { readUsage } from "../wire/openai-usage.ts";
import { readWith, type StreamDecoder } from "../wire/read-answer.ts";
import { failureIn, firstObject, parsed } from "../wire/words.ts";

/** Reads an answer with embeddings: the vectors, the model and the counts. There are no streams of them. */
export function read(response: ReadableAnswer, io: ReadIo): AsyncGenerator<ProviderEvent[]> {
  return readWith(response, { ...io, stream: false }, { whole: decode, stream: noStream });
}

function decode(text: string): ProviderEvent[] {
  const answer = firstObject(parsed(text));
  if (!answer) return [notAnObject(text)];
  if (!Array.isArray(answer["data"])) {
    const words = failureIn(answer);
    return [words ? failed(words) : protocolError("The answer is JSON but no list of embeddings.")];
  }
  const model = textAt(answer, "model");
  const usage = objectAt(answer, "usage");
  const vectors = vectorsIn(answer);
  return [
    ...(model ? [{ type: "model", model } as const] : []),
    ...(vectors ? [{ type: "vectors", vectors } as const] : []),
    // Nothing is written: what comes back are no tokens.
    ...(usage ? [{ type: "usage", usage: { outputTokens: 0, ...readUsage(usage) } } as const] : []),
    { type: "terminated" },
  ];
}

/** By `index`, which need not be the order in the list; undefined where one of them is no vector. */
function vectorsIn(answer: JsonObject): Vectors | undefined {
  const found: { index: number; vector: number[] }[] = [];
  for (const [place, item] of listAt(answer, "data").entries()) {
    const vector = isJsonObject(item) ? vectorOf(item["embedding"]) : undefined;
    if (vector === undefined || !isJsonObject(item)) return undefined;
    found.push({ index: numberAt(item, "index") ?? place, vector });
  }
  const numbers = found.toSorted((a, b) => a.index - b.index).map(({ vector }) => vector);
  return { count: numbers.length, dimensions: numbers[0]?.length ?? 0, numbers };
}

/** Numbers, or what `encoding_format: "base64"` gives: 32-bit floats, little-endian. */
function vectorOf(value: JsonValue | undefined): number[] | undefined {
  if (Array.isArray(value)) return value.every((number) => typeof number === "number") ? value : undefined;
  if (typeof value !== "string") return undefined;
  const bytes = Buffer.from(value, "base64");
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => shortest(bytes.readFloatLE(index * 4)));
}

/** The fewest digits that give the same 32-bit float. */
function shortest(number: number): number {
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(number.toPrecision(digits));
    if (Math.fround(short) === number) return short;
  }
  return number;
}

function noStream(): StreamDecoder {
  const isNone = (events: ProviderEvent[]) => void events.push(protocolError("A stream came in place of embeddings."));
  return { take: (_event, events) => isNone(events), done: isNone, end: () => undefined };
}
