import type { Exchange } from "@shared/domain/wire/wire.ts";
import { formatDuration } from "../../../ui/figures.ts";
import type { InspectedSet } from "./inspected-exchanges.ts";
import { timingRows } from "./timing-rows.ts";

export interface SummaryFact {
  name: string;
  text: string;
}

/** The figures of an exchange that were measured: HTTP version, total, first byte, first token, attempt. */
export function summaryFacts(exchange: Exchange, set: InspectedSet): SummaryFact[] {
  const { timings, response } = exchange;
  const ttft = timingRows(exchange, set).find(({ name }) => name === "First answer token")?.to;
  const attempts = set.exchanges.filter(({ kind }) => kind === exchange.kind).length;
  const times: [string, number | undefined][] = [
    ["total", timings.end],
    ["TTFB", timings.firstByte],
    ["TTFT", ttft],
  ];
  return [
    ...(response ? [{ name: "HTTP", text: response.httpVersion.replace(/^HTTP\//i, "") }] : []),
    ...times.flatMap(([name, ms]) => (ms === undefined ? [] : [{ name, text: formatDuration(ms) }])),
    ...(exchange.kind === "provider" && attempts > 1
      ? [{ name: "attempt", text: `${exchange.attempt} of ${attempts}` }]
      : []),
  ];
}
