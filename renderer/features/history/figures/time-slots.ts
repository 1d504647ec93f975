import type { FigureGroup } from "@shared/domain/run/figure-groups.ts";
import type { TimeSlot } from "../../../ui/chart/time-layout.ts";

export type TimeGroup = Extract<FigureGroup, "day" | "week" | "month">;

export function isTime(by: FigureGroup): by is TimeGroup {
  return by === "day" || by === "week" || by === "month";
}

const dayMs = 86_400_000;

/**
 * Days, weeks or months from the first to the last that is named, those between without runs too: a gap in time is seen as
 * one. The newest where there are more than `most`. Names as the engine gives them; what is no day is passed over.
 */
export function timeSlots(names: readonly string[], by: TimeGroup, most: number): TimeSlot[] {
  const times = names.map(timeOf).filter((time) => !Number.isNaN(time));
  const first = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const last = times.reduce((latest, time) => Math.max(latest, time), Number.NEGATIVE_INFINITY);
  const slots: TimeSlot[] = [];
  for (let time = last; time >= first && slots.length < most; time = before(time, by)) slots.push(slotOf(time, by));
  return slots.reverse();
}

/** The day a name begins at, in UTC: days are counted here, and a zone with summer time has some of 23 hours. */
function timeOf(name: string): number {
  return Date.parse(`${name.length === 7 ? `${name}-01` : name}T00:00:00Z`);
}

function before(time: number, by: TimeGroup): number {
  if (by !== "month") return time - (by === "week" ? 7 : 1) * dayMs;
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1);
}

function slotOf(time: number, by: TimeGroup): TimeSlot {
  const date = new Date(time);
  const said = (options: Intl.DateTimeFormatOptions) =>
    date.toLocaleDateString("en-GB", { ...options, timeZone: "UTC" }).replace(",", "");
  const name = date.toISOString().slice(0, by === "month" ? 7 : 10);
  if (by === "month") {
    return {
      key: name,
      title: said({ month: "long", year: "numeric" }),
      tick: said({ month: "short", year: "2-digit" }),
    };
  }
  const day = said({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
  return { key: name, title: by === "week" ? `Week of ${day}` : day, tick: said({ day: "numeric", month: "short" }) };
}
