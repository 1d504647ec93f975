import type { RunsOverLimits } from "@shared/domain/run/history.ts";
import { plural } from "../../ui/figures.ts";

const units = ["KB", "MB", "GB", "TB"] as const;

/** A size to judge a limit by: "812 B", "3.4 MB", "12 GB"; units of 2¹⁰ as in the limit itself. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const power = Math.min(units.length, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  return `${amount < 9.95 ? amount.toFixed(1) : Math.round(amount)} ${units[power - 1]}`;
}

/** What limits would remove, before they are in force. */
export function overLimitsText({ runs, bytes }: RunsOverLimits): string {
  if (runs === 0) return "Nothing is removed now.";
  return `${plural(runs, "run")} (${sizeText(bytes)}) beyond these limits will be removed for good. Pinned runs stay.`;
}
