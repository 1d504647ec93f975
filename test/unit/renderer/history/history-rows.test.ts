import type { RunSummary } from "@shared/domain/run/history.ts";
import { describe, expect, it } from "vitest";
import {
  dateChoice,
  dateOfChoice,
  outcomesOfChoice,
  promptOfValue,
  promptValue,
  stateChoice,
} from "../../../../renderer/features/history/filter-choices.ts";
import { linesOf, rowText } from "../../../../renderer/features/history/run-row.ts";
import { mergeNewest } from "../../../../renderer/stores/history/history-pages.ts";

function run(sequence: number, change: Partial<RunSummary> = {}): RunSummary {
  return {
    id: `r${sequence}`,
    sequence,
    startedAt: new Date(2026, 6, 27, 14, 2, 11).getTime(),
    state: "finished",
    outcome: "completed",
    promptLibrary: "demo",
    promptName: "greet",
    promptConnection: null,
    promptVersion: "3",
    contentHash: null,
    edited: false,
    kind: "generate",
    api: null,
    promptLabel: null,
    compileMode: "python",
    model: "gpt-4o",
    provider: "openai",
    httpStatus: 200,
    errorCode: null,
    totalMs: 1240,
    ttftMs: 300,
    usage: { inputTokens: 361, outputTokens: 118 },
    comparisonId: null,
    replayed: false,
    gateway: false,
    experiment: null,
    excerpt: "",
    deleted: false,
    rating: null,
    note: null,
    pinned: false,
    bestBlindOf: null,
    ...change,
  };
}

describe("a row of the history", () => {
  const noon = new Date(2026, 6, 27, 20).getTime();

  it("says what ran, when and what was measured", () => {
    expect(rowText(run(1), noon)).toEqual({
      title: "greet",
      version: "v3",
      model: "gpt-4o",
      when: "14:02:11",
      day: "Today",
      state: "done",
      tone: "ok",
      figures: "200 · 1.24 s · 361→118",
    });
  });

  it("says the day as one says it, and the year when it is not this one", () => {
    const day = (now: Date) => rowText(run(1), now.getTime()).day;
    expect(day(new Date(2026, 6, 27, 23))).toBe("Today");
    expect(day(new Date(2026, 6, 28, 1))).toBe("Yesterday");
    expect(day(new Date(2026, 7, 1))).toBe("Monday 27 July");
    expect(day(new Date(2027, 0, 1))).toBe("27 July 2026");
  });

  it("stands below its day, each day once", () => {
    const at = (day: number, hour: number) =>
      run(day * 100 + hour, { startedAt: new Date(2026, 6, day, hour).getTime() });
    const lines = linesOf([at(27, 9), at(26, 23), at(26, 1), at(3, 12)], noon);
    expect(lines.map((line) => ("day" in line ? line.day : line.place))).toEqual([
      "Today",
      0,
      "Yesterday",
      1,
      2,
      "Friday 3 July",
      3,
    ]);
  });

  it("has no figure that was not measured and never calls a run done that was cut off by a crash", () => {
    const bare = { httpStatus: null, totalMs: null, usage: {}, outcome: null } as const;
    expect(rowText(run(1, { ...bare, state: "interrupted" }), noon)).toMatchObject({
      state: "interrupted",
      figures: "",
    });
    expect(rowText(run(1, { ...bare, state: "running" }), noon)).toMatchObject({ state: "running", tone: "active" });
    expect(rowText(run(1, { outcome: "truncated" }), noon)).toMatchObject({ state: "cut off", tone: "bad" });
  });
});

describe("the list and a newly read first page", () => {
  const at = (sequence: number) => ({ startedAt: run(sequence).startedAt, sequence });
  const rows = (...sequences: number[]) => sequences.map((sequence) => run(sequence));
  const numbers = ({ runs }: { runs: RunSummary[] }) => runs.map(({ sequence }) => sequence);

  it("keeps what was scrolled to below a page with new runs", () => {
    const merged = mergeNewest({ runs: rows(9, 8, 7, 6, 5), next: at(5) }, { runs: rows(10, 9, 8), next: at(8) });
    expect(numbers(merged)).toEqual([10, 9, 8, 7, 6, 5]);
    expect(merged.next).toEqual(at(5));
  });

  it("drops a deleted run inside the page, and everything below when a gap would open", () => {
    expect(numbers(mergeNewest({ runs: rows(9, 8, 7, 6), next: null }, { runs: rows(9, 7), next: at(7) }))).toEqual([
      9, 7, 6,
    ]);
    const apart = mergeNewest({ runs: rows(3, 2, 1), next: null }, { runs: rows(30, 29), next: at(29) });
    expect([numbers(apart), apart.next]).toEqual([[30, 29], at(29)]);
  });

  it("is the page alone when there is no more (a removed last run must not stay)", () => {
    expect(mergeNewest({ runs: rows(3, 2), next: null }, { runs: rows(3), next: null })).toEqual({
      runs: rows(3),
      next: null,
    });
    expect(mergeNewest({ runs: rows(3), next: null }, { runs: [], next: null })).toEqual({ runs: [], next: null });
  });
});

describe("filters", () => {
  it("read back as the choice they came from", () => {
    const now = new Date(2026, 6, 27, 14).getTime();
    for (const choice of ["", "0", "6", "29"]) {
      const from = dateOfChoice(choice, now);
      expect(dateChoice(from === undefined ? {} : { from }, now)).toBe(choice);
    }
    for (const choice of ["done", "failed", "stopped", "interrupted", "running"]) {
      expect(stateChoice({ outcomes: outcomesOfChoice(choice) ?? [] })).toBe(choice);
    }
    expect(stateChoice({})).toBe("");
  });

  it("tell prompts of one name in two libraries and two projects apart, whatever the name holds", () => {
    const name = 'a ["strange"] name/😀';
    for (const promptConnection of ["1a2b", "3c4d", null]) {
      const filter = { promptLibrary: "langfuse", promptConnection, promptName: name };
      expect(promptOfValue(promptValue(filter))).toEqual(filter);
    }
    expect(promptOfValue("")).toBeUndefined();
  });
});
