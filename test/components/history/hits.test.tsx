import type { HistoryStatus, RunSummary } from "@shared/domain/run/history.ts";
import { describe, expect, it } from "vitest";
import { HistoryHeader } from "../../../renderer/features/history/HistoryHeader.tsx";
import { Hits } from "../../../renderer/features/history/Hits.tsx";
import { useHistory } from "../../../renderer/stores/history/history.ts";
import { show, startStores } from "../show.tsx";

describe("a history with a filter", () => {
  it("says how many of how many are found, beyond the page that was read", async () => {
    const run = { id: "a", startedAt: 5, sequence: 1 } as RunSummary;
    const fake = startStores({
      "history.list": ({ filter }) => ({ runs: [run], next: filter.model === "x" ? run : null }),
      "history.count": 1_022,
    });
    useHistory.setState({ status: { runs: 2061 } as HistoryStatus });
    const screen = await show(<HistoryHeader />);
    useHistory.getState().setFilter({ model: "x" });
    await expect.element(screen.getByRole("status")).toMatchTextContent("1 022 of 2 061");
    expect(fake.inputsOf("history.count")).toEqual([{ model: "x" }]);
    // What is all on its page is counted there.
    useHistory.getState().setFilter({ model: "y" });
    await expect.element(screen.getByRole("status")).toMatchTextContent("1 of 2 061");
    expect(fake.inputsOf("history.count")).toHaveLength(1);
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
