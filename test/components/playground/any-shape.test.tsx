import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { MarkdownText } from "../../../renderer/features/playground/text/MarkdownText.tsx";
import { ResponseView } from "../../../renderer/features/playground/wire/ResponseView.tsx";
import { Boundary } from "../../../renderer/ui/Boundary.tsx";
import { JsonView } from "../../../renderer/ui/JsonView.tsx";
import { SplitItem, SplitPane } from "../../../renderer/ui/SplitPane.tsx";
import { Tabs } from "../../../renderer/ui/Tabs.tsx";
import { draftWith, eventsOf, variant } from "../samples.ts";
import { show, showPlayground } from "../show.tsx";

const nested = (depth: number) => `{"error":{"message":"deep","x":${"[".repeat(depth)}1${"]".repeat(depth)}}}`;

/** Answers that ended or froze the window, and a word each has to show. */
const answers: readonly (readonly [name: string, text: string, shown: string])[] = [
  ["quotes 3000 deep", `${">".repeat(3_000)} x`, ">".repeat(100)],
  [
    "a list 400 deep",
    Array.from({ length: 400 }, (_, depth) => `${"  ".repeat(depth)}- item ${depth}`).join("\n"),
    "item 5",
  ],
  ["lists 3000 deep on one line", `${"- ".repeat(3_000)}end`, "end"],
  ["5000 links that never close", "[a](".repeat(5_000), "[a]([a]("],
  ["10 000 brackets", "[".repeat(10_000), "[[[["],
  ["emphasis 10 000 times", "*a **b ".repeat(5_000), "*a **b"],
];

describe("an answer of any shape, with Markdown on", () => {
  it.each(answers)("%s: is shown, and the window goes on", async (_name, text, shown) => {
    const { screen } = await showPlayground({
      draft: draftWith([variant("a"), variant("b")], { layout: { inspectorClosed: true, markdown: true } }),
      events: (_request, started) => eventsOf(started === 0 ? text : "An ordinary answer."),
    });
    await screen.getByRole("button", { name: "Run all" }).click();
    await expect.element(screen.getByText("An ordinary answer.")).toBeVisible();
    const output = screen.getByRole("region", { name: "Output" }).first();
    await expect.poll(() => output.element().textContent).toContain(shown);
    await expect.element(screen.getByRole("button", { name: "Run all" })).toBeEnabled();
  });

  it("a table of 50 000 cells shows its first rows at once and the rest, with its head, when asked", async () => {
    const row = (text: string) => `|${`${text}|`.repeat(100)}\n`;
    const rows = Array.from({ length: 500 }, (_, index) => row(`r${index}`)).join("");
    const screen = await show(<MarkdownText text={row("head") + row("-") + rows} streaming={false} />);
    await expect.element(screen.getByRole("table").first()).toBeVisible();
    const tables = () => [...document.querySelectorAll("table")].map((table) => table.rows.length);
    expect(tables()).toHaveLength(1);
    expect(tables()[0]).toBeLessThan(30);
    await screen.getByRole("button", { name: "Show the rest" }).click();
    await expect.poll(() => tables().length).toBe(2);
    await expect.element(screen.getByRole("table").nth(1).getByText("head").first()).toBeVisible();
  });
});

describe("a body of any depth", () => {
  const exchange = (body: string) => ({
    id: "x",
    kind: "provider" as const,
    attempt: 1,
    startedAt: 0,
    framesTruncated: false,
    request: { method: "POST", url: "https://x.test", headers: [], body: "", bodyBytes: 0, bodySha256: "" },
    response: {
      status: 400,
      statusText: "Bad Request",
      httpVersion: "1.1",
      headers: [],
      body,
      bodyBytes: 1,
      bodyTruncated: false,
    },
    frames: [],
    timings: { start: 0, end: 1, reusedConnection: false },
  });

  it.each([3_000, 100_000])("%i deep: its first levels are shown, the next when they are unfolded", async (depth) => {
    const screen = await show(<ResponseView exchange={exchange(nested(depth))} />);
    await expect.element(screen.getByText('"deep"')).toBeVisible();
    const levels = () => document.querySelectorAll("[role=treeitem]").length;
    const before = levels();
    expect(before).toBeLessThan(150);
    const folded = screen.getByText("[ 1 items ]");
    // It lies far to the right; a person gets there with the keys.
    (folded.element() as HTMLElement).click();
    (screen.getByRole("tree").element() as HTMLElement).focus();
    await userEvent.keyboard("{ArrowRight}");
    await expect.poll(levels).toBeGreaterThan(before + 50);
  });

  it("is folded deep inside in views without a search, too", async () => {
    const screen = await show(<JsonView value={JSON.parse(nested(5_000))} label="Deep" />);
    await expect.element(screen.getByText("[ 1 items ]")).toBeVisible();
    (screen.getByRole("button", { name: "unfold" }).element() as HTMLElement).click();
    await expect.poll(() => document.querySelectorAll("[role=group] > *").length).toBeGreaterThan(150);
  });
});

function Broken(): never {
  throw new Error("Maximum call stack size exceeded");
}

describe("what cannot be drawn", () => {
  it("costs its own pane, says so, and is tried again when asked or when it is something else", async () => {
    const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
    let breaks = true;
    const Sometimes = () => (breaks ? <Broken /> : <p>Drawn after all.</p>);
    function Panes() {
      const [about, setAbout] = useState("one");
      return (
        <>
          <Boundary what="This variant" about={about}>
            <Sometimes />
          </Boundary>
          <Tabs
            label="Run"
            value="a"
            onChange={() => undefined}
            tabs={[{ id: "a", label: "Response", content: <Broken /> }]}
          />
          <button type="button" onClick={() => setAbout("another")}>
            Another run
          </button>
        </>
      );
    }
    const screen = await show(<Panes />);
    await expect.element(screen.getByText("This variant could not be shown.")).toBeVisible();
    await expect.element(screen.getByText("Response could not be shown.")).toBeVisible();
    await expect.element(screen.getByText("Maximum call stack size exceeded").first()).toBeVisible();
    await screen.getByRole("button", { name: "Try again" }).first().click();
    await expect.element(screen.getByText("This variant could not be shown.")).toBeVisible();
    breaks = false;
    await screen.getByRole("button", { name: "Another run" }).click();
    await expect.element(screen.getByText("Drawn after all.")).toBeVisible();
    await expect.element(screen.getByText("Response could not be shown.")).toBeVisible();
    quiet.mockRestore();
  });

  it("in one part of a split leaves the others", async () => {
    const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const screen = await show(
      <SplitPane>
        <SplitItem>
          <Broken />
        </SplitItem>
        <SplitItem>
          <p>The other part.</p>
        </SplitItem>
      </SplitPane>,
    );
    await expect.element(screen.getByText("This part of the window could not be shown.")).toBeVisible();
    await expect.element(screen.getByText("The other part.")).toBeVisible();
    quiet.mockRestore();
  });
});
