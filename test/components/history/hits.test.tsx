import type { HistoryStatus, RunSummary } from "@shared/domain/run/history.ts";
import { describe, expect, it } from "vitest";
import { HistoryHeader } from "../../../renderer/features/history/HistoryHeader.tsx";
import { Hits } from "../../../renderer/features/history/Hits.tsx";
import { useHistory } from "../../../renderer/stores/history/history.ts";
import { show, startStores } from "../show.tsx";

describe("a history with a filter", () => {
  it("says how many of how many are found, and that more may be", async () => {
    startStores({});
    const runs = Array.from({ length: 22 }, () => ({})) as RunSummary[];
    useHistory.setState({ filter: { model: "x" }, runs, status: { runs: 2061 } as HistoryStatus });
    const screen = await show(<HistoryHeader />);
    await expect.element(screen.getByText("22 of 2\u00a0061")).toBeVisible();
    useHistory.setState({ next: 7 });
    await expect.element(screen.getByText("22+ of 2\u00a0061")).toBeVisible();
  });
});

describe("hits of a search", () => {
  // Rows that were found did not say what for.
  it.each([
    ["ref due", "A Refund that is DUE, overdue and referred", ["Ref", "DUE", "ref"]],
    ['"a+b"', "a+b", ["a", "b"]],
    ["京", "東京都", ["京"]],
    ["", "nothing", []],
  ])("%s is marked where words begin with it, whatever it holds", async (text, said, marked) => {
    startStores({});
    useHistory.setState({ filter: text === "" ? {} : { text } });
    await show(<Hits text={said} />);
    await expect.poll(() => document.body.textContent).toContain(said);
    expect([...document.querySelectorAll("mark")].map(({ textContent }) => textContent)).toEqual(marked);
  });
});
