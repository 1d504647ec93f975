import type { HistoryFacets, HistoryFilter, HistoryOutcome } from "@shared/domain/history.ts";

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

export const dateChoices: readonly Choice[] = [
  { value: "", label: "Any time" },
  { value: "0", label: "Today" },
  { value: "6", label: "Last 7 days" },
  { value: "29", label: "Last 30 days" },
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
  if (value === "") return undefined;
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - Number(value));
  return day.getTime();
}

export function dateChoice({ from }: HistoryFilter, now: number): string {
  return dateChoices.find(({ value }) => value !== "" && dateOfChoice(value, now) === from)?.value ?? "";
}

/** A prompt in a choice: names repeat between libraries. */
export function promptChoices(facets: HistoryFacets | null): Choice[] {
  const prompts = facets?.prompts ?? [];
  return [
    { value: "", label: "All prompts" },
    ...prompts.map(({ source, name }) => ({
      value: promptValue(source, name),
      label: prompts.some((other) => other.name === name && other.source !== source) ? `${name} (${source})` : name,
    })),
  ];
}

export function promptValue(source: string | undefined, name: string | undefined): string {
  return name === undefined ? "" : JSON.stringify([source, name]);
}

export function promptOfValue(value: string): Pick<HistoryFilter, "promptSource" | "promptName"> | undefined {
  if (value === "") return undefined;
  const [source, name] = JSON.parse(value) as [string, string];
  return source === "demo" || source === "langfuse" ? { promptSource: source, promptName: name } : { promptName: name };
}

export function versionChoices(facets: HistoryFacets | null, { promptSource, promptName }: HistoryFilter): Choice[] {
  const prompt = facets?.prompts.find(({ source, name }) => name === promptName && source === promptSource);
  return [
    { value: "", label: "Any version" },
    ...(prompt?.versions ?? []).map((version) => ({ value: String(version), label: `v${version}` })),
  ];
}

/** Whether anything but the text filters. */
export function hasChoices(filter: HistoryFilter): boolean {
  return Object.keys(filter).some((key) => key !== "text");
}
