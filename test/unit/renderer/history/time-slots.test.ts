import { describe, expect, it } from "vitest";
import { timeSlots } from "../../../../renderer/features/history/figures/time-slots.ts";

const keys = (names: string[], by: "day" | "week" | "month", most = 100) =>
  timeSlots(names, by, most).map(({ key }) => key);

describe("slots of time", () => {
  // Left out, three quiet days stood as one step of the axis, and a fall looked steep.
  it("go from the first to the last, quiet ones too, over months and days of 23 hours", () => {
    expect(keys(["2026-03-01", "2026-02-26"], "day")).toEqual(["2026-02-26", "2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(keys(["2026-10-24", "2026-10-26"], "day")).toHaveLength(3);
    expect(keys(["2026-11-23", "2026-11-02"], "week")).toEqual([
      "2026-11-02",
      "2026-11-09",
      "2026-11-16",
      "2026-11-23",
    ]);
    expect(keys(["2027-01", "2026-10"], "month")).toEqual(["2026-10", "2026-11", "2026-12", "2027-01"]);
  });

  it("are the newest where there are too many, and none of what is no day", () => {
    expect(keys(["1999-01-01", "2026-11-29"], "day", 3)).toEqual(["2026-11-27", "2026-11-28", "2026-11-29"]);
    expect(keys(["not a day"], "day")).toEqual([]);
    expect(keys([], "month")).toEqual([]);
  });

  it("have names to be read", () => {
    expect(timeSlots(["2026-11-29"], "day", 9)).toEqual([
      { key: "2026-11-29", title: "Sun 29 Nov 2026", tick: "29 Nov" },
    ]);
    expect(timeSlots(["2026-11-23"], "week", 9)[0]?.title).toBe("Week of Mon 23 Nov 2026");
    expect(timeSlots(["2026-11"], "month", 9)[0]).toMatchObject({ title: "November 2026" });
  });
});
