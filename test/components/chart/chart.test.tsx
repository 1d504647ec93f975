import { beforeEach, describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { Button } from "../../../renderer/ui/Button.tsx";
import { tickDuration } from "../../../renderer/ui/chart/axis.ts";
import { figureCell, seriesLook, textCell } from "../../../renderer/ui/chart/chart-data.ts";
import { RowsChart } from "../../../renderer/ui/chart/RowsChart.tsx";
import type { ChartRow, RowPart } from "../../../renderer/ui/chart/row-layout.ts";
import { TimeChart } from "../../../renderer/ui/chart/TimeChart.tsx";
import { formatDuration } from "../../../renderer/ui/figures.ts";
import { expectAccessible } from "../axe.ts";
import { show } from "../show.tsx";

const answers: readonly (readonly [letter: string, times: readonly number[]])[] = [
  ["A", [810, 920]],
  ["B", [Number.NaN, 1_240]],
];

const rowsOf = (onChoose?: (key: string) => void): ChartRow[] =>
  answers.map(([letter, times], place) => ({
    key: letter,
    label: `${letter} gpt-4o-mini`,
    look: seriesLook(place),
    parts: times.map((at, index): RowPart => {
      const key = `${letter}${index + 1}`;
      const shared = {
        kind: "point" as const,
        key,
        text: `${key}\n${formatDuration(at)}`,
        look: seriesLook(place),
        at,
      };
      return onChoose ? { ...shared, onChoose: () => onChoose(key), chosen: key === "A2" } : shared;
    }),
  }));

const table = {
  columns: [{ title: "Answer" }, { title: "Latency", figures: true }],
  rows: answers.flatMap(([letter, times]) =>
    times.map((at, index) => [textCell(`${letter}${index + 1}`), figureCell(at, formatDuration)]),
  ),
};

const latency = (onChoose?: (key: string) => void) => (
  <div style={{ width: 640, padding: 16, alignSelf: "start" }}>
    <Button>before</Button>
    <RowsChart
      title="Latency"
      summary="Median A 865 ms, B 1.24 s."
      empty="No answer has this figure."
      rows={rowsOf(onChoose)}
      format={tickDuration}
      table={table}
      limits={[{ at: 2_000, label: "allowed" }]}
    />
    <Button>after</Button>
  </div>
);

const copied: string[] = [];

beforeEach(() => {
  copied.length = 0;
  vi.spyOn(navigator.clipboard, "writeText").mockImplementation(async (text) => void copied.push(text));
});

describe("a chart", () => {
  // A tab stop a mark made the way past a chart of 90 days 90 presses long.
  it("is one tab stop; arrows go from mark to mark, and each says its figure", async () => {
    const screen = await show(latency());
    await screen.getByRole("button", { name: "before" }).click();
    // Past Table, SVG and CSV.
    await userEvent.keyboard("{Tab}{Tab}{Tab}{Tab}");
    await expect.element(screen.getByRole("img", { name: "A1, 810 ms" })).toHaveFocus();
    await userEvent.keyboard("{ArrowRight}");
    await expect.element(screen.getByRole("img", { name: "A2, 920 ms" })).toHaveFocus();
    await userEvent.keyboard("{ArrowDown}");
    await expect.element(screen.getByRole("img", { name: "B2, 1.24 s" })).toHaveFocus();
    await userEvent.keyboard("{Home}{Tab}");
    await expect.element(screen.getByRole("button", { name: "after" })).toHaveFocus();
    await userEvent.keyboard("{Shift>}{Tab}{/Shift}");
    await expect.element(screen.getByRole("img", { name: "A1, 810 ms" })).toHaveFocus();
  });

  it("draws no mark of what is no figure, and its table says so", async () => {
    const screen = await show(latency());
    expect(screen.getByRole("img").elements()).toHaveLength(3);
    await screen.getByRole("button", { name: "Table of Latency" }).click();
    await expect.element(screen.getByRole("row", { name: "B1" })).toMatchTextContent("no figure");
    await screen.getByRole("button", { name: "Table of Latency" }).click();
    await expect.element(screen.getByRole("group", { name: "Latency" })).toBeVisible();
  });

  it("says its title and its summary, and nothing of it keeps somebody out, drawn or as a table", async () => {
    const screen = await show(latency(() => undefined));
    const figure = screen.getByRole("figure", { name: "Latency" });
    await expect.element(figure).toHaveAccessibleDescription("Median A 865 ms, B 1.24 s.");
    await expectAccessible();
    await screen.getByRole("button", { name: "Table of Latency" }).click();
    await expectAccessible();
  });

  it("a mark that can be chosen is by Enter as by a click, and says whether it is", async () => {
    const chosen: string[] = [];
    const screen = await show(latency((key) => chosen.push(key)));
    // The one that is chosen is where one comes in.
    const shown = screen.getByRole("button", { name: "A2, 920 ms" });
    await expect.element(shown).toHaveAttribute("aria-pressed", "true");
    await expect.element(shown).toHaveAttribute("tabindex", "0");
    await screen.getByRole("button", { name: "A1, 810 ms" }).click();
    (shown.element() as SVGElement).focus();
    await userEvent.keyboard("{ArrowDown}{Enter}");
    expect(chosen).toEqual(["A1", "B2"]);
  });

  it("is copied as CSV with bare figures", async () => {
    const screen = await show(latency());
    await screen.getByRole("button", { name: "Copy as CSV Latency" }).click();
    await expect.poll(() => copied).toEqual(["Answer,Latency\r\nA1,810\r\nA2,920\r\nB1,\r\nB2,1240\r\n"]);
  });

  // Copied as it stood in the page, it was black on black elsewhere: its colours were variables of the page.
  it("is copied as an SVG that is whole by itself, in both themes", async () => {
    for (const theme of ["dark", "light"]) {
      document.documentElement.dataset["theme"] = theme;
      const screen = await show(latency());
      await screen.getByRole("button", { name: "Copy as SVG Latency" }).click();
      await expect.poll(() => copied).toHaveLength(1);
      const text = copied.pop() ?? "";
      const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
      expect(parsed.querySelector("parsererror")).toBeNull();
      expect(text).not.toMatch(/var\(|class=|color-mix|color\(|tabindex|data-|style=/);
      expect(parsed.querySelector("title")?.textContent).toBe("Latency");
      expect(text).toContain("B2, 1.24 s");
      expect(text).toContain(theme === "dark" ? "#14171d" : "#ffffff");
      // Drawn by a program that knows nothing of the page.
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
      await image.decode();
      expect(image.naturalWidth).toBeGreaterThan(600);
      await screen.unmount();
    }
    delete document.documentElement.dataset["theme"];
  });

  it("with nothing to draw says so, and offers no copy of nothing", async () => {
    const screen = await show(
      <TimeChart
        title="Spend by day"
        summary="No calls."
        empty="No calls."
        table={{ columns: [{ title: "Day" }], rows: [] }}
        slots={[]}
        series={[{ title: "spend", tone: "user", kind: "bar", values: [] }]}
        tick={String}
        format={String}
      />,
    );
    await expect.element(screen.getByRole("figure", { name: "Spend by day" })).toMatchTextContent("No calls.");
    expect(screen.getByRole("button").elements()).toHaveLength(0);
  });

  it("over time tells all figures of a day at once, and of a missing one that there is none", async () => {
    const screen = await show(
      <TimeChart
        title="Latency by day"
        summary="Two days."
        empty="No calls."
        table={{ columns: [{ title: "Day" }], rows: [[textCell("28 Nov")], [textCell("29 Nov")]] }}
        slots={[
          { key: "28", title: "Sat 28 Nov 2026", tick: "28 Nov" },
          { key: "29", title: "Sun 29 Nov 2026", tick: "29 Nov" },
        ]}
        series={[
          { title: "median", tone: "user", kind: "line", values: [800, 900] },
          { title: "95th percentile", tone: "system", kind: "line", dashed: true, values: [null, 1_900] },
        ]}
        tick={tickDuration}
        format={formatDuration}
      />,
    );
    await expect
      .element(screen.getByRole("img", { name: "Sat 28 Nov 2026, median 800 ms, 95th percentile no figure" }))
      .toBeInTheDocument();
    await screen.getByRole("img", { name: "Sun 29 Nov 2026" }).hover();
    await expect.element(screen.getByText(/^Sun 29 Nov 2026/)).toBeVisible();
    await expectAccessible();
  });
});
