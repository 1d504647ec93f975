import { readEvents, type SseEvent } from "@engine/apis/wire/sse.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../prove-scale.ts";

const limits = { line: 1_000_000, event: 1_000_000 };

function bodyOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function eventsOf(chunks: readonly Uint8Array[]): Promise<SseEvent[]> {
  const all: SseEvent[] = [];
  for await (const batch of readEvents(bodyOf(chunks), { limits })) all.push(...batch);
  return all;
}

function split(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const stream = [
  "\uFEFF: a comment",
  "",
  "event: greeting",
  "data: 日本 🎉",
  "",
  "data:no space",
  "data: second line",
  "",
  "id: 7",
  "retry: 10",
  "unknown: field",
  'data: {"a":"é"}',
  "",
  "data: [DONE]",
  "",
  "",
];

const expected = [
  { event: "greeting", data: "日本 🎉" },
  { data: "no space\nsecond line" },
  { data: '{"a":"é"}' },
  { data: "[DONE]" },
];

describe("readEvents", () => {
  it("gives the same events for any split of the bytes and any line ending (SSE-2)", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("\n", "\r", "\r\n"),
        fc.array(fc.nat(), { maxLength: 40 }),
        async (end, cuts) => {
          const bytes = new TextEncoder().encode(stream.join(end));
          expect(await eventsOf(split(bytes, cuts))).toEqual(expected);
        },
      ),
      drawn(300),
    );
  });

  it("gives the last event though its blank line is missing, and says so", async () => {
    const bytes = new TextEncoder().encode("data: one\n\ndata: two");
    expect(await eventsOf([bytes])).toEqual([{ data: "one" }, { data: "two", unfinished: true }]);
  });

  it("gives lines that are no field, in whatever pieces they come, and an error line as an event", async () => {
    const text =
      'data: 1\n\n{"error":{"message":"down"}}\nnot an event\nodd-field: ignored\nerror: {"a":1}\n\ndata: 2\n\nend';
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 3, 1000]) {
      const cuts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => index * size);
      expect(await eventsOf(split(bytes, cuts))).toEqual([
        { data: "1" },
        { data: '{"error":{"message":"down"}}', stray: true },
        { data: "not an event", stray: true },
        { event: "error", data: '{"a":1}' },
        { data: "2" },
        { data: "end", stray: true, unfinished: true },
      ]);
    }
  });

  it("refuses an endless line and an endless event, and closes the body", async () => {
    for (const piece of ["x".repeat(1000), "data: yyyyyyyyyyyyyyyy\n", "data: y"]) {
      let cancelled = false;
      const endless = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new TextEncoder().encode(piece)),
        cancel: () => {
          cancelled = true;
        },
      });
      const io = { limits: { line: 5_000, event: 5_000 } };
      const reading = async () => {
        for await (const _ of readEvents(endless, io));
      };
      await expect(reading()).rejects.toMatchObject({ error: { code: "limit_exceeded" } });
      expect(cancelled).toBe(true);
    }
  });
});
