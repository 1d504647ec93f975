import type { ExportFormat } from "@shared/domain/run/history.ts";

/** What any number of runs can be taken out as, and what each is good for. */
export const exportFormats: readonly { format: ExportFormat; label: string; detail: string }[] = [
  { format: "json", label: "JSON", detail: "Everything; can be imported again" },
  { format: "csv", label: "CSV", detail: "One row a run, for a spreadsheet" },
  { format: "markdown", label: "Markdown", detail: "Messages and answers, for a report" },
  { format: "har", label: "HAR", detail: "Every exchange, for network tools" },
];

/** What a few runs can be taken out as too. */
export const comparedFormats: typeof exportFormats = [
  ...exportFormats,
  { format: "html", label: "HTML page", detail: "Side by side, to send to somebody" },
];
