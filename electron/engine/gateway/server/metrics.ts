import type { GatewayCall } from "../call-record.ts";

/** What `GET /metrics` tells, counted as calls end; the text is written when it is asked for. */
export interface GatewayMetrics {
  begin(): void;
  /** A call that has ended; without one it was refused before it was any. */
  end(call: GatewayCall | undefined, costUsd: number | undefined): void;
  /** Prometheus's text format 0.0.4. */
  text(): string;
}

/** Seconds. An answer of a model takes from tenths of a second to minutes. */
const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
/** Names of prompts come from clients, too: what is counted for each is bounded, the rest goes under `other`. */
const mostSeries = 500;
const longestLabel = 100;

/** What is counted for one deployment and prompt. */
interface Series {
  labels: string;
  outcomes: Map<string, number>;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
  retries: number;
  duration: Histogram;
  firstToken: Histogram;
}

interface Histogram {
  /** Of each bucket, not added up yet; the last is what was longer. */
  counts: number[];
  sum: number;
}

export function createGatewayMetrics(): GatewayMetrics {
  const all = new Map<string, Series>();
  let inFlight = 0;
  let refused = 0;

  function seriesOf({ group, entryId, record }: GatewayCall): Series {
    const names = [group, entryId, record.resolved?.prompt.name];
    const key = names.join("\n");
    const known = all.get(key);
    if (known) return known;
    if (all.size >= mostSeries) return seriesAt("other", ["other", "other", "other"]);
    return seriesAt(key, names);
  }

  function seriesAt(key: string, [group = "", deployment = "", prompt = ""]: (string | undefined)[]): Series {
    const known = all.get(key);
    if (known) return known;
    const made: Series = {
      labels: `model_group=${quoted(group)},deployment=${quoted(deployment)},prompt=${quoted(prompt)}`,
      outcomes: new Map(),
      inputTokens: 0,
      outputTokens: 0,
      costUsd: 0,
      retries: 0,
      duration: newHistogram(),
      firstToken: newHistogram(),
    };
    all.set(key, made);
    return made;
  }

  return {
    begin() {
      inFlight += 1;
    },
    end(call, costUsd) {
      inFlight -= 1;
      if (!call) {
        refused += 1;
        return;
      }
      const series = seriesOf(call);
      const { outcome, metrics } = call.record;
      const kind = outcome?.kind ?? "unknown";
      series.outcomes.set(kind, (series.outcomes.get(kind) ?? 0) + 1);
      series.retries += call.retries;
      series.costUsd += costUsd ?? 0;
      if (!metrics) return;
      series.inputTokens += metrics.usage.inputTokens ?? 0;
      series.outputTokens += metrics.usage.outputTokens ?? 0;
      observe(series.duration, metrics.totalMs / 1_000);
      if (metrics.ttftMs !== undefined) observe(series.firstToken, metrics.ttftMs / 1_000);
    },
    text() {
      const series = [...all.values()];
      return [
        ...family("calls_in_flight", "gauge", "Calls that are being answered.", [["", inFlight]]),
        ...family("calls_refused_total", "counter", "Requests that were no call.", [["", refused]]),
        ...family(
          "calls_total",
          "counter",
          "Calls that have ended, by how.",
          series.flatMap(({ labels, outcomes }) =>
            [...outcomes].map(([kind, count]): Sample => [`${labels},outcome=${quoted(kind)}`, count]),
          ),
        ),
        ...family(
          "retries_total",
          "counter",
          "Tries after the first.",
          each(series, ({ retries }) => retries),
        ),
        ...family(
          "tokens_total",
          "counter",
          "Tokens as the providers counted them.",
          series.flatMap(({ labels, inputTokens, outputTokens }): Sample[] => [
            [`${labels},type="input"`, inputTokens],
            [`${labels},type="output"`, outputTokens],
          ]),
        ),
        ...family(
          "cost_usd_total",
          "counter",
          "US dollars at list prices.",
          each(series, ({ costUsd }) => costUsd),
        ),
        ...histograms("call_duration_seconds", "From the request to the end of the answer.", series, "duration"),
        ...histograms("first_token_seconds", "To the first token of a stream.", series, "firstToken"),
        "",
      ].join("\n");
    },
  };
}

type Sample = [labels: string, value: number];

function each(series: readonly Series[], value: (one: Series) => number): Sample[] {
  return series.map((one) => [one.labels, value(one)]);
}

function family(name: string, type: "counter" | "gauge", help: string, samples: readonly Sample[]): string[] {
  const full = `promptscope_${name}`;
  return [
    `# HELP ${full} ${help}`,
    `# TYPE ${full} ${type}`,
    ...samples.map(([labels, value]) => `${full}${labels === "" ? "" : `{${labels}}`} ${value}`),
  ];
}

function histograms(name: string, help: string, series: readonly Series[], of: "duration" | "firstToken"): string[] {
  const full = `promptscope_${name}`;
  const lines = [`# HELP ${full} ${help}`, `# TYPE ${full} histogram`];
  for (const { labels, [of]: histogram } of series) {
    let count = 0;
    for (const [index, added] of histogram.counts.entries()) {
      count += added;
      lines.push(`${full}_bucket{${labels},le="${buckets[index] ?? "+Inf"}"} ${count}`);
    }
    lines.push(`${full}_sum{${labels}} ${histogram.sum}`, `${full}_count{${labels}} ${count}`);
  }
  return lines;
}

function newHistogram(): Histogram {
  return { counts: new Array<number>(buckets.length + 1).fill(0), sum: 0 };
}

function observe(histogram: Histogram, seconds: number): void {
  const found = buckets.findIndex((bound) => seconds <= bound);
  const place = found < 0 ? buckets.length : found;
  histogram.counts[place] = (histogram.counts[place] ?? 0) + 1;
  histogram.sum += seconds;
}

/** A label's value: nothing in it ends the line, the quotes or steers a terminal. */
function quoted(text: string): string {
  const clean = text.slice(0, longestLabel).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ");
  return `"${clean.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
