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
import { rowText } from "../../../../renderer/features/history/run-row.ts";
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
      state: "done",
      tone: "ok",
      figures: "200 · 1.24 s · 361→118",
    });
  });

  it("names the day when it is not today, and the year when it is not this one", () => {
    expect(rowText(run(1), new Date(2026, 7, 1).getTime()).when).toBe("27 Jul 14:02");
    expect(rowText(run(1), new Date(2027, 0, 1).getTime()).when).toBe("27 Jul 2026");
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
  const rows = (...sequences: number[]) => sequences.map((sequence) => run(sequence));
  const numbers = ({ runs }: { runs: RunSummary[] }) => runs.map(({ sequence }) => sequence);

  it("keeps what was scrolled to below a page with new runs", () => {
    const merged = mergeNewest({ runs: rows(9, 8, 7, 6, 5), next: 5 }, { runs: rows(10, 9, 8), next: 8 });
    expect(numbers(merged)).toEqual([10, 9, 8, 7, 6, 5]);
    expect(merged.next).toBe(5);
  });

  it("drops a deleted run inside the page, and everything below when a gap would open", () => {
    expect(numbers(mergeNewest({ runs: rows(9, 8, 7, 6), next: null }, { runs: rows(9, 7), next: 7 }))).toEqual([
      9, 7, 6,
    ]);
    const apart = mergeNewest({ runs: rows(3, 2, 1), next: null }, { runs: rows(30, 29), next: 29 });
    expect([numbers(apart), apart.next]).toEqual([[30, 29], 29]);
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
