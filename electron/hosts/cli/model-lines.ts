import type { FactsSource, ModelFacts, ModelSeries } from "@shared/domain/model/model-facts.ts";
import { oneLine } from "./terminal.ts";

/** What is known of a model, for a person: a line for each part that is known. */
export function modelLines(row: ModelFacts, source: FactsSource, series: ModelSeries | undefined): string[] {
  const { price } = row;
  const lines: [title: string, text: string | undefined][] = [
    ["API", row.demands === undefined ? row.apis?.join(", ") : `${row.demands} alone`],
    ["Context", row.context === undefined ? undefined : `${row.context} tokens`],
    ["Longest answer", row.output === undefined ? undefined : `${row.output} tokens`],
    ["Takes", row.takes?.join(", ")],
    ["Gives", row.gives?.join(", ")],
    ["Can", row.can?.join(", ")],
    ["Cannot", row.cannot?.join(", ")],
    [
      "Effort",
      row.efforts && `${row.efforts.join(", ")}${row.defaultEffort ? ` (unasked: ${row.defaultEffort})` : ""}`,
    ],
    ["Price", price && rates(price)],
    ...(price?.above ?? []).map((band): [string, string] => [`  above ${band.tokens}`, rates(band)]),
    ...Object.entries(price?.tiers ?? {}).map(([tier, of]): [string, string] => [`  ${tier}`, rates(of)]),
    ["Knows until", row.knowledge],
    ["Ends", row.ends && `${row.ends}${row.replacedBy ? `, replaced by ${oneLine(row.replacedBy)}` : ""}`],
    [
      "Renamed",
      series?.rename &&
        Object.entries(series.rename)
          .map(([key, as]) => `${key} → ${as}`)
          .join(", "),
    ],
    ["Refused", series?.refuses?.join(", ")],
    ["Without reasoning only", series?.withoutReasoning?.join(", ")],
    ["Rules from", series && `${series.source}, ${series.asOf}`],
    ["Source", `${source.name}, ${source.asOf}, ${source.verifiedLive ? "told by the service" : "not verified live"}`],
  ];
  const told = lines.filter((line): line is [string, string] => line[1] !== undefined && line[1] !== "");
  return [`${row.provider} ${oneLine(row.model)}`, ...told.map(([title, text]) => `  ${title.padEnd(22)}  ${text}`)];
}

type Rates = { [Part in "input" | "output" | "cachedInput" | "cacheWrite"]?: number | undefined };

function rates({ input, output, cachedInput, cacheWrite }: Rates): string {
  const parts = [
    ["in", input],
    ["out", output],
    ["cached", cachedInput],
    ["cache write", cacheWrite],
  ] as const;
  return parts.flatMap(([word, dollars]) => (dollars === undefined ? [] : [`$${dollars} ${word}`])).join(", ");
}
