import type { ModelPrice } from "@shared/domain/model/price.ts";

type Row = [model: string, input: number, output: number, cachedInput?: number, cacheWrite?: number];

interface PriceList {
  provider: string;
  asOf: string;
  source: string;
  /** Longer inputs have another price, which is not here. */
  upToInputTokens?: number;
  rows: Row[];
}

const langfuseList = "bundled list after the default model prices of Langfuse, not looked up again";

/**
 * Published list prices in US dollars for a million tokens at the standard tier, as they were known at `asOf`; nothing
 * looks them up again, and the source says so. A dated model is found under its plain name unless it has a row of its
 * own. What is missing here is shown as unknown, never guessed.
 */
const lists: PriceList[] = [
  {
    provider: "openai",
    asOf: "2025-08-15",
    source: "bundled list after openai.com/api/pricing, not looked up again",
    rows: [
      ["gpt-3.5-turbo", 0.5, 1.5],
      ["gpt-3.5-turbo-1106", 1, 2],
      ["gpt-3.5-turbo-0613", 1.5, 2],
      ["gpt-4", 30, 60],
      ["gpt-4-turbo", 10, 30],
      ["gpt-4o", 2.5, 10, 1.25],
      ["gpt-4o-2024-05-13", 5, 15],
      ["gpt-4o-mini", 0.15, 0.6, 0.075],
      ["gpt-4.1", 2, 8, 0.5],
      ["gpt-4.1-mini", 0.4, 1.6, 0.1],
      ["gpt-4.1-nano", 0.1, 0.4, 0.025],
      ["o1", 15, 60, 7.5],
      ["o3", 2, 8, 0.5],
      ["o3-mini", 1.1, 4.4, 0.55],
      ["o4-mini", 1.1, 4.4, 0.275],
    ],
  },
  {
    provider: "openai",
    asOf: "2026-07-11",
    source: langfuseList,
    rows: [
      ["gpt-5", 1.25, 10, 0.125],
      ["gpt-5-mini", 0.25, 2, 0.025],
      ["gpt-5-nano", 0.05, 0.4, 0.005],
      ["gpt-5-pro", 15, 120],
      ["gpt-5.1", 1.25, 10, 0.125],
      ["gpt-5.2", 1.75, 14, 0.175],
      ["gpt-5.2-pro", 21, 168],
      ["gpt-5.3-codex", 1.75, 14, 0.175],
      ["gpt-5.4", 2.5, 15, 0.25],
      ["gpt-5.4-mini", 0.75, 4.5, 0.075],
      ["gpt-5.4-nano", 0.2, 1.25, 0.02],
      ["gpt-5.4-pro", 30, 180],
      ["gpt-5.5", 5, 30, 0.5],
      ["gpt-5.5-pro", 30, 180],
    ],
  },
  {
    provider: "openai",
    asOf: "2026-07-11",
    source: langfuseList,
    upToInputTokens: 272_000,
    rows: [
      ["gpt-5.6-sol", 5, 30, 0.5],
      ["gpt-5.6-terra", 2.5, 15, 0.25],
      ["gpt-5.6-luna", 1, 6, 0.1],
    ],
  },
  {
    provider: "gemini",
    asOf: "2026-07-11",
    source: langfuseList,
    upToInputTokens: 200_000,
    rows: [
      ["gemini-2.5-pro", 1.25, 10, 0.125],
      ["gemini-3-pro-preview", 2, 12, 0.2],
      ["gemini-3.1-pro-preview", 2, 12, 0.2],
    ],
  },
  {
    provider: "gemini",
    asOf: "2026-07-11",
    source: langfuseList,
    rows: [
      ["gemini-3-flash-preview", 0.5, 3, 0.05],
      ["gemini-3.1-flash-lite", 0.25, 1.5, 0.025],
      ["gemini-3.5-flash", 1.5, 9, 0.15],
    ],
  },
  {
    // Writing into the five-minute cache.
    provider: "anthropic",
    asOf: "2026-07-11",
    source: langfuseList,
    rows: [
      ["claude-haiku-4-5", 1, 5, 0.1, 1.25],
      ["claude-opus-4-5", 5, 25, 0.5, 6.25],
      ["claude-opus-4-6", 5, 25, 0.5, 6.25],
      ["claude-opus-4-7", 5, 25, 0.5, 6.25],
      ["claude-opus-4-8", 5, 25, 0.5, 6.25],
      ["claude-sonnet-4-6", 3, 15, 0.3, 3.75],
      ["claude-sonnet-5", 2, 10, 0.2, 2.5],
      ["claude-fable-5", 10, 50, 1, 12.5],
    ],
  },
  {
    // Writing into the five-minute cache.
    provider: "anthropic",
    asOf: "2025-11-30",
    source: "bundled list after anthropic.com/pricing, not looked up again",
    upToInputTokens: 200_000,
    rows: [
      ["claude-3-haiku", 0.25, 1.25, 0.03, 0.3],
      ["claude-3-opus", 15, 75, 1.5, 18.75],
      ["claude-3-5-haiku", 0.8, 4, 0.08, 1],
      ["claude-3-5-sonnet", 3, 15, 0.3, 3.75],
      ["claude-3-7-sonnet", 3, 15, 0.3, 3.75],
      ["claude-sonnet-4", 3, 15, 0.3, 3.75],
      ["claude-opus-4", 15, 75, 1.5, 18.75],
      ["claude-opus-4-1", 15, 75, 1.5, 18.75],
      ["claude-sonnet-4-5", 3, 15, 0.3, 3.75],
    ],
  },
];

export const bundledPrices: readonly ModelPrice[] = lists.flatMap(({ rows, ...list }) =>
  rows.map(([model, input, output, cachedInput, cacheWrite]) => ({
    model,
    ...list,
    input,
    output,
    ...(cachedInput === undefined ? {} : { cachedInput }),
    ...(cacheWrite === undefined ? {} : { cacheWrite }),
  })),
);
