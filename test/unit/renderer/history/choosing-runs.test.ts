import { describe, expect, it } from "vitest";
import {
  betweenDays,
  dateChoice,
  dateOfChoice,
  dayText,
  edgeOfDay,
} from "../../../../renderer/features/history/filter-choices.ts";
import { overLimitsText, sizeText } from "../../../../renderer/features/settings/history-texts.ts";
import { chosenAfter, inListOrder } from "../../../../renderer/stores/history/history-choice.ts";

const rows = ["e", "d", "c", "b", "a"].map((id) => ({ id }));

describe("choosing runs", () => {
  it("adds and takes out one by one, and never loses those chosen before", () => {
    expect(chosenAfter(["a"], "c", "together", rows)).toEqual(["a", "c"]);
    expect(chosenAfter(["a", "c"], "e", "together", rows)).toEqual(["a", "c", "e"]);
    expect(chosenAfter(["a", "c", "e"], "c", "together", rows)).toEqual(["a", "e"]);
    expect(chosenAfter(["a", "c", "e"], "d", "alone", rows)).toEqual(["d"]);
  });

  it("a range goes from the first chosen one in either direction, and shrinks again", () => {
    expect(chosenAfter(["c"], "e", "through", rows)).toEqual(["c", "e", "d"]);
    expect(chosenAfter(["c", "e", "d"], "b", "through", rows)).toEqual(["c", "b"]);
    expect(chosenAfter(["c", "b"], "c", "through", rows)).toEqual(["c"]);
  });

  it("a range from a run that is no longer in the list is the one run (else everything up to it was chosen unseen)", () => {
    expect(chosenAfter(["gone"], "b", "through", rows)).toEqual(["b"]);
    expect(chosenAfter([], "b", "through", rows)).toEqual(["b"]);
  });
});

describe("exporting chosen runs", () => {
  it("keeps the order of the list, and those that are no longer in it", () => {
    expect(inListOrder(["a", "gone", "d", "e"], rows)).toEqual(["e", "d", "a", "gone"]);
  });
});

describe("a range of days", () => {
  it("has all hours of its last day, also where the clock changes that night", () => {
    for (const day of ["2026-03-29", "2026-10-25", "2026-12-31"]) {
      const [first, last] = [edgeOfDay(day, "first") ?? 0, edgeOfDay(day, "last") ?? 0];
      expect([dayText(first), dayText(last), dayText(last + 1) > day]).toEqual([day, day, true]);
      expect(new Date(first).getHours()).toBe(0);
    }
  });

  it("stays as typed while a year is being typed (1920 put for 20 would overwrite the field)", () => {
    expect(dayText(edgeOfDay("0020-03-29", "first"))).toBe("0020-03-29");
    expect(edgeOfDay("", "first")).toBeUndefined();
  });

  it("is told from the choices of one word", () => {
    const now = Date.now();
    expect(dateChoice({}, now)).toBe("");
    expect(dateChoice({ from: dateOfChoice("6", now) ?? 0 }, now)).toBe("6");
    expect(dateChoice({ from: 5 }, now)).toBe(betweenDays);
    expect(dateChoice({ from: dateOfChoice("0", now) ?? 0, to: now }, now)).toBe(betweenDays);
  });
});

describe("the limits of the history in words", () => {
  it("sizes have the units of the limit", () => {
    expect([0, 1023, 3.5 * 2 ** 20, 12 * 2 ** 30].map(sizeText)).toEqual(["0 B", "1023 B", "3.5 MB", "12 GB"]);
  });

  it("say how many runs go before they do", () => {
    expect(overLimitsText({ runs: 0, bytes: 0 })).toBe("Nothing is removed now.");
    expect(overLimitsText({ runs: 1, bytes: 2048 })).toMatch(/^1 run \(2\.0 KB\) beyond/);
  });
});
