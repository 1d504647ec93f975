import { describe, expect, it } from "vitest";
import { createRunLog, type LoggedEvent } from "../../../electron/engine/pipeline/run-log.ts";
import { emptyOutput, foldEvent } from "../../../shared/domain/run/fold-events.ts";
import type { StreamEvent } from "../../../shared/domain/run/stream-event.ts";

const text = (value: string): StreamEvent => ({ type: "text", at: 0, text: value });
const end: StreamEvent = {
  type: "end",
  at: 1,
  outcome: { kind: "completed", finishReason: "stop" },
  metrics: { totalMs: 1, usage: {}, attempts: 1 },
};
const never = new AbortController().signal;

async function collect(events: AsyncIterable<LoggedEvent>): Promise<LoggedEvent[]> {
  return await Array.fromAsync(events);
}

describe("run log", () => {
  it("gives a late listener everything, deltas merged, and the same text", async () => {
    const log = createRunLog();
    for (const word of ["a", "b", "c"]) log.append(text(word));
    log.append({ type: "reasoning", at: 0, text: "r" });
    log.append(text("d"));
    log.append(end);
    const events = await collect(log.read(-1, never));
    expect(events.map(({ event }) => event.type)).toEqual(["text", "reasoning", "text", "end"]);
    const output = events.reduce((folded, { event }) => foldEvent(folded, event), emptyOutput());
    expect(output.text).toBe("abcd");
  });

  it("re-attaching after a merged event neither repeats nor loses text", async () => {
    const log = createRunLog();
    log.append(text("a"));
    log.append(text("b"));
    const first = await log.read(-1, never)[Symbol.asyncIterator]().next();
    log.append(text("c"));
    log.append(end);
    const rest = await collect(log.read(first.value.seq, never));
    expect(rest.map(({ event }) => (event.type === "text" ? event.text : event.type))).toEqual(["c", "end"]);
  });

  it("keeps deltas that nobody has read as one event (a million deltas that stay a million objects)", async () => {
    const log = createRunLog();
    for (let count = 0; count < 1_000; count++) log.append(text("x"));
    const first = (await log.read(-1, never)[Symbol.asyncIterator]().next()).value;
    expect(first).toEqual({ seq: 0, event: text("x".repeat(1_000)) });
    // What has been read has its number; what comes after it is another event, for every reader.
    for (let count = 0; count < 1_000; count++) log.append(text("y"));
    log.append(end);
    expect((await collect(log.read(0, never))).map(({ seq }) => seq)).toEqual([1, 2]);
    expect((await collect(log.read(-1, never)))[0]?.event).toEqual(text("x".repeat(1_000) + "y".repeat(1_000)));
  });

  it("wakes a waiting listener and ends with the run", async () => {
    const log = createRunLog();
    const reading = collect(log.read(-1, never));
    log.append(text("late"));
    log.append(end);
    expect((await reading).at(-1)?.event.type).toBe("end");
  });

  it("loses nothing that is appended while the reader works on a batch", async () => {
    const log = createRunLog();
    const seen: string[] = [];
    log.append(text("a"));
    for await (const { event } of log.read(-1, never)) {
      if (event.type === "text") seen.push(event.text);
      if (seen.length === 1) log.append(text("b"));
      if (seen.length === 2) log.append(end);
    }
    expect(seen).toEqual(["a", "b"]);
  });

  it("ignores what comes after the end (a late chunk must not change a finished run)", async () => {
    const log = createRunLog();
    log.append(end);
    log.append(text("late"));
    expect(await collect(log.read(-1, never))).toHaveLength(1);
  });

  it("a listener that has gone stops waiting", async () => {
    const gone = new AbortController();
    const reading = collect(createRunLog().read(-1, gone.signal));
    gone.abort();
    expect(await reading).toEqual([]);
  });

  it("keeps two parallel tool calls apart when merging", async () => {
    const log = createRunLog();
    const call = (index: number, args: string, name?: string): StreamEvent => ({
      type: "tool_call",
      at: 0,
      index,
      ...(name ? { name, id: `id-${index}` } : {}),
      arguments: args,
    });
    for (const event of [call(0, "{", "f"), call(0, "}"), call(1, "{", "g"), call(1, '"x":1'), call(1, "}")])
      log.append(event);
    log.append(end);
    const output = (await collect(log.read(-1, never))).reduce(
      (folded, { event }) => foldEvent(folded, event),
      emptyOutput(),
    );
    expect(output.toolCalls.map((tool) => [tool.function.name, tool.function.arguments])).toEqual([
      ["f", "{}"],
      ["g", '{"x":1}'],
    ]);
  });
});
