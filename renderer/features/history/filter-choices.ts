import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import type { HistoryFacets, HistoryFilter, HistoryOutcome } from "@shared/domain/run/history.ts";

export interface Choice {
  value: string;
  label: string;
}

const failed: HistoryOutcome[] = [
  "truncated",
  "provider_error",
  "protocol_error",
  "connection_lost",
  "timeout",
  "limit_exceeded",
  "not_sent",
];

const outcomesOf: Record<string, HistoryOutcome[]> = {
  done: ["completed", "completed_unterminated"],
  failed,
  stopped: ["cancelled"],
  interrupted: ["interrupted"],
  running: ["running"],
};

export const stateChoices: readonly Choice[] = [
  { value: "", label: "Any status" },
  { value: "done", label: "Done" },
  { value: "failed", label: "Failed" },
  { value: "stopped", label: "Stopped" },
  { value: "interrupted", label: "Interrupted" },
  { value: "running", label: "Running" },
];

export const ratingChoices: readonly Choice[] = [
  { value: "", label: "Any rating" },
  ...[5, 4, 3, 2, 1].map((stars) => ({
    value: String(stars),
    label: stars === 5 ? "5 stars" : `${stars} stars or more`,
  })),
];

/** The choice of a first and a last day. */
export const betweenDays = "between";

export const dateChoices: readonly Choice[] = [
  { value: "", label: "Any time" },
  { value: "0", label: "Today" },
  { value: "6", label: "Last 7 days" },
  { value: "29", label: "Last 30 days" },
  { value: betweenDays, label: "Between days…" },
];

export function outcomesOfChoice(value: string): HistoryOutcome[] | undefined {
  return outcomesOf[value];
}

export function stateChoice({ outcomes }: HistoryFilter): string {
  const [first] = outcomes ?? [];
  return Object.keys(outcomesOf).find((name) => first !== undefined && outcomesOf[name]?.includes(first)) ?? "";
}

/** The start of the day so many days before `now`, in the zone of the machine. Undefined for no choice. */
export function dateOfChoice(value: string, now: number): number | undefined {
  if (value === "" || value === betweenDays) return undefined;
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - Number(value));
  return day.getTime();
}

export function dateChoice({ from, to }: HistoryFilter, now: number): string {
  if (from === undefined && to === undefined) return "";
  if (to !== undefined) return betweenDays;
  return dateChoices.find(({ value }) => dateOfChoice(value, now) === from)?.value ?? betweenDays;
}

/** The first or last millisecond of a day written as `2026-03-29`, in the zone of the machine. Undefined for no day. */
export function edgeOfDay(text: string, edge: "first" | "last"): number | undefined {
  const [year, month, day] = text.split("-").map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const start = new Date(0);
  // The constructor takes the year 20, as it stands while 2026 is typed, for 1920.
  start.setFullYear(year, month - 1, edge === "first" ? day : day + 1);
  const at = start.setHours(0, 0, 0, 0);
  if (Number.isNaN(at)) return undefined;
  return edge === "first" ? at : at - 1;
}

/** The day of a time as a date field takes it. */
export function dayText(at: number | undefined): string {
  if (at === undefined) return "";
  const day = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${String(day.getFullYear()).padStart(4, "0")}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

type FacetPrompt = HistoryFacets["prompts"][number];

/** A prompt in a choice. Names repeat between libraries and projects; `placeText` tells those apart. */
export function promptChoices(facets: HistoryFacets | null, placeText: (prompt: FacetPrompt) => string): Choice[] {
  const prompts = facets?.prompts ?? [];
  return [
    { value: "", label: "All prompts" },
    ...prompts.map((prompt) => ({
      value: promptValue({
        promptLibrary: prompt.library,
        promptConnection: prompt.connection ?? null,
        promptName: prompt.name,
      }),
      label: prompts.some((other) => other.name === prompt.name && other !== prompt)
        ? `${prompt.name} (${placeText(prompt)})`
        : prompt.name,
    })),
  ];
}

type PromptFilter = Pick<HistoryFilter, "promptLibrary" | "promptConnection" | "promptName">;

export function promptValue({ promptLibrary, promptConnection, promptName }: PromptFilter): string {
  return promptName === undefined ? "" : JSON.stringify([promptLibrary ?? null, promptConnection ?? null, promptName]);
}

export function promptOfValue(value: string): PromptFilter | undefined {
  if (value === "") return undefined;
  const [library, connection, name] = JSON.parse(value) as [string | null, string | null, string];
  return library === null
    ? { promptName: name }
    : { promptLibrary: library, promptConnection: connection, promptName: name };
}

export function versionChoices(facets: HistoryFacets | null, filter: HistoryFilter): Choice[] {
  const prompt = facets?.prompts.find(
    ({ library, connection, name }) =>
      name === filter.promptName &&
      library === filter.promptLibrary &&
      (connection ?? null) === (filter.promptConnection ?? null),
  );
  return [
    { value: "", label: "Any version" },
    ...(prompt?.versions ?? []).map((version) => ({ value: version, label: versionLabel(version) })),
  ];
}

/** Whether anything but the text filters. */
export function hasChoices(filter: HistoryFilter): boolean {
  return Object.keys(filter).some((key) => key !== "text");
}
