import { describe, expect, it } from "vitest";
import { Hits } from "../../../renderer/features/history/Hits.tsx";
import { useHistory } from "../../../renderer/stores/history/history.ts";
import { show, startStores } from "../show.tsx";

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
