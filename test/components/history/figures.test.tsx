import type { GroupFigures } from "@shared/contract/routes.ts";
import { expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { RunFigures } from "../../../renderer/features/history/RunFigures.tsx";
import { useHistory } from "../../../renderer/stores/history/history.ts";
import { expectAccessible } from "../axe.ts";
import { show, startStores } from "../show.tsx";

const figures = (name: string, runs: number, more: Partial<GroupFigures> = {}): GroupFigures => ({
  name,
  within: "openai",
  runs,
  failed: 1,
  medianTtftMs: 90,
  medianTotalMs: null,
  p95TtftMs: 140,
  p95TotalMs: null,
  inputTokens: 36,
  outputTokens: null,
  costUsd: 0.0123,
  priced: 2,
  ...more,
});

const days = [
  figures("2026-11-29", 5, { within: null, costUsd: 0.04 }),
  figures("2026-11-27", 2, { within: null, costUsd: null, priced: 0 }),
];

const start = () =>
  startStores({
    "history.groups": ({ filter, by }) =>
      by === "model"
        ? [figures("gpt-4o", 3), figures("claude", 2)].filter(({ name }) => !filter.model || filter.model === name)
        : days,
    "history.list": { runs: [], next: null },
  });

it("figures are those of the runs the filter leaves, calls of experiments too, and the focus comes back behind them", async () => {
  const fake = start();
  const screen = await show(<RunFigures />);
  const open = screen.getByRole("button", { name: "Figures" });
  await open.click();
  await expect.element(screen.getByRole("figure", { name: "Spend by day" })).toBeVisible();
  await screen.getByRole("button", { name: "Close" }).click();
  await expect.element(open).toHaveFocus();
  useHistory.getState().setFilter({ model: "gpt-4o" });
  await open.click();
  await screen.getByRole("radio", { name: "Model" }).click();
  await vi.waitFor(() =>
    // Without its cells an experiment of a thousand calls cost nothing.
    expect(fake.inputsOf("history.groups").at(-1)).toEqual({ filter: { model: "gpt-4o", cells: true }, by: "model" }),
  );
  await screen.getByRole("button", { name: "Table of Spend by model" }).click();
  const rows = () =>
    screen
      .getByRole("row")
      .elements()
      .map(({ textContent }) => textContent);
  await expect
    .poll(rows)
    .toEqual([
      "ModelCallsFailedTTFT medianTTFT 95 %Latency medianLatency 95 %Tokens inTokens outCostPriced",
      "gpt-4o · openai3190 ms140 msno figureno figure36no figure$0.01232",
    ]);
});

it("over time a day without calls is a gap, and a day without a price is no figure but not 0", async () => {
  start();
  const screen = await show(<RunFigures />);
  await screen.getByRole("button", { name: "Figures" }).click();
  await expect.element(screen.getByRole("img", { name: "Sun 29 Nov 2026, spend $0.0400" })).toBeInTheDocument();
  expect(screen.getByRole("img").elements()).toHaveLength(1);
  await expect.element(screen.getByRole("figure")).toMatchTextContent("Without a known price: 5 calls.");
  await screen.getByRole("radio", { name: "Calls" }).click();
  await expect
    .element(screen.getByRole("img", { name: "Fri 27 Nov 2026, not failed 1, failed 1" }))
    .toBeInTheDocument();
  // The 28th is between both, and has no mark.
  expect(screen.getByRole("img").elements()).toHaveLength(2);
  await expectAccessible();
});

it("the times of models are a median and what 95 of 100 stay below, with the keys of a chart", async () => {
  start();
  const screen = await show(<RunFigures />);
  await screen.getByRole("button", { name: "Figures" }).click();
  await screen.getByRole("radio", { name: "TTFT" }).click();
  await screen.getByRole("radio", { name: "Model" }).click();
  const median = screen.getByRole("img", { name: "gpt-4o · openai, median 90 ms" });
  await expect.element(median).toBeInTheDocument();
  (median.element() as SVGElement).focus();
  await userEvent.keyboard("{ArrowRight}");
  await expect.element(screen.getByRole("img", { name: "gpt-4o · openai, 95th percentile 140 ms" })).toHaveFocus();
  await screen.getByRole("radio", { name: "Latency" }).click();
  await expect.element(screen.getByRole("figure")).toMatchTextContent("No call has this figure.");
});
