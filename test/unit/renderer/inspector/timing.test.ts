import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Exchange, WireTimings } from "@shared/domain/wire/wire.ts";
import { describe, expect, it } from "vitest";
import { exchangeEnd } from "../../../../renderer/features/playground/inspector/exchange-end.ts";
import {
  chosenExchange,
  inspectedExchanges,
  setOfRun,
} from "../../../../renderer/features/playground/inspector/inspected-exchanges.ts";
import { summaryFacts } from "../../../../renderer/features/playground/inspector/summary-facts.ts";
import { timingRows, timingSpan } from "../../../../renderer/features/playground/inspector/timing-rows.ts";

function exchange(timings: Partial<WireTimings>, change: Partial<Exchange> = {}): Exchange {
  return {
    id: "x1",
    kind: "provider",
    attempt: 1,
    startedAt: 1000,
    request: {
      method: "POST",
      url: "https://api.example.com/v1/chat/completions",
      headers: [],
      body: "{}",
      bodyBytes: 2,
      bodySha256: "",
    },
    frames: [],
    framesTruncated: false,
    timings: { reusedConnection: false, ...timings },
    ...change,
  };
}

function setOf(exchanges: Exchange[], change: Partial<RunRecord> = {}) {
  return setOfRun("r1", null, record(exchanges, change));
}

function record(exchanges: Exchange[], change: Partial<RunRecord> = {}): RunRecord {
  return {
    id: "r1",
    sequence: 1,
    startedAt: 900,
    state: "finished",
    kind: "generate",
    request: {
      ...emptyRequest,
      model: "gpt-4o",
      stream: true,
    },
    exchanges,
    output: emptyOutput(),
    warnings: [],
    ...change,
  };
}

const frame = (at: number, delta: object) => ({
  index: 0,
  at,
  bytes: 1,
  data: JSON.stringify({ choices: [{ delta }] }),
});

describe("timing of an exchange", () => {
  const measured = { dns: 3, connect: 8, tls: 20, requestSent: 21, firstByte: 300, end: 900 };

  it("has every step from the end of the one before (a bar that starts at zero hides where time went)", () => {
    const rows = timingRows(exchange(measured), setOf([]));
    expect(rows.map(({ name, from, to }) => [name, from, to])).toEqual([
      ["DNS", 0, 3],
      ["TCP", 3, 8],
      ["TLS", 8, 20],
      ["Request sent", 20, 21],
      ["First byte", 21, 300],
      ["Last byte", 300, 900],
    ]);
    expect(timingSpan(rows)).toEqual({ from: 0, to: 900 });
  });

  it("says reused instead of 0 ms", () => {
    const rows = timingRows(exchange({ reusedConnection: true, requestSent: 1, firstByte: 5, end: 9 }), setOf([]));
    expect(rows[0]).toEqual({ name: "Connection", phase: "connect", note: "reused" });
    expect(rows.some(({ name }) => name === "DNS" || name === "TLS")).toBe(false);
  });

  it("has first tokens only for a stream, reasoning apart from the answer", () => {
    const frames = [
      frame(310, { role: "assistant" }),
      frame(320, { reasoning_content: "Hm" }),
      frame(450, { content: "A" }),
    ];
    const rows = timingRows(exchange(measured, { frames }), setOf([]));
    expect(rows.find(({ name }) => name === "First reasoning token")).toMatchObject({ from: 300, to: 320 });
    expect(rows.find(({ name }) => name === "First answer token")).toMatchObject({ from: 320, to: 450 });
    expect(timingRows(exchange(measured), setOf([])).some(({ name }) => name.includes("token"))).toBe(false);
  });

  it("puts the queue before the first attempt only, and shows nothing that was not measured", () => {
    const first = exchange({ requestSent: 1 });
    const second = exchange({}, { id: "x2", attempt: 2 });
    const run = setOf([first, second], { queue: { at: 0, ms: 50 } });
    expect(timingRows(first, run)[0]).toMatchObject({ name: "Queue", from: -50, to: 0 });
    expect(timingRows(second, run).some(({ name }) => name === "Queue")).toBe(false);
    expect(timingRows(second, run).find(({ name }) => name === "Last byte")).toEqual({
      name: "Last byte",
      phase: "receive",
      note: "—",
    });
  });

  it("names the attempt only when there was more than one", () => {
    const one = exchange(measured);
    const two = exchange(measured, { id: "x2", attempt: 2 });
    expect(summaryFacts(one, setOf([one])).some(({ name }) => name === "attempt")).toBe(false);
    expect(summaryFacts(two, setOf([one, two])).find(({ name }) => name === "attempt")?.text).toBe("2 of 2");
  });
});

describe("which exchange is shown", () => {
  const langfuse = exchange({}, { id: "l", kind: "langfuse", startedAt: 950 });
  const a = setOfRun("a", "A", record([langfuse, exchange({}, { id: "a1" })]));
  const b = setOfRun("b", "B", record([exchange({}, { id: "b1", startedAt: 1001 })]));
  const all = inspectedExchanges([b, a]);

  it("lists exchanges of all runs in the order they started", () => {
    expect(all.map(({ exchange }) => exchange.id)).toEqual(["l", "a1", "b1"]);
  });

  it("has those that belong to no run, with their times and their end (a run made up for them)", () => {
    const failed = exchange({ end: 9 }, { id: "w", kind: "langfuse", startedAt: 990, failure: "Connection refused." });
    const writes = { key: "writes", letter: null, exchanges: [failed] };
    expect(inspectedExchanges([a, writes]).map(({ exchange }) => exchange.id)).toEqual(["l", "w", "a1"]);
    expect(timingRows(failed, writes).some(({ name }) => name === "Queue")).toBe(false);
    expect(summaryFacts(failed, writes)).toContainEqual({ name: "total", text: "9 ms" });
    expect(exchangeEnd(failed, undefined)).toBe("failed");
  });

  it("follows the focused variant until one is chosen, and forgets a choice that is gone", () => {
    expect(chosenExchange(all, null, "a")?.exchange.id).toBe("a1");
    expect(chosenExchange(all, "l", "b")?.exchange.id).toBe("l");
    expect(chosenExchange(all, "gone", "b")?.exchange.id).toBe("b1");
    expect(chosenExchange([], null, "a")).toBeUndefined();
  });
});
