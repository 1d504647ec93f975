import { describe, expect, it } from "vitest";
import { chartCsv } from "../../../../renderer/ui/chart/chart-csv.ts";
import { figureCell, noFigure, seriesLook, textCell } from "../../../../renderer/ui/chart/chart-data.ts";
import { fitText } from "../../../../renderer/ui/chart/fit-text.ts";
import { type Mark, nextMark } from "../../../../renderer/ui/chart/next-mark.ts";

const format = (value: number) => `${value} ms`;

describe("the table behind a chart", () => {
  it("says that there is no figure, and never 0", () => {
    expect(
      [Number.NaN, null, undefined, Number.NEGATIVE_INFINITY].map((value) => figureCell(value, format).text),
    ).toEqual(new Array(4).fill(noFigure));
    expect(figureCell(0, format)).toEqual({ text: "0 ms", value: 0 });
  });

  it("is CSV with bare figures, an empty field for none, and no formula", () => {
    const rows = [
      [textCell('a "b", c'), figureCell(0.1 + 0.2, format)],
      [textCell("=cmd()"), figureCell(null, format)],
    ];
    expect(chartCsv({ columns: [{ title: "Model" }, { title: "Latency" }], rows })).toBe(
      'Model,Latency\r\n"a ""b"", c",0.30000000000000004\r\n\'=cmd(),\r\n',
    );
  });
});

it("variants are told apart by shape before any comes twice, and then by its fill", () => {
  const looks = Array.from({ length: 10 }, (_, index) => seriesLook(index));
  expect(new Set(looks.map(({ shape, fill }) => `${shape} ${fill}`)).size).toBe(10);
});

it("a label too long ends in an ellipsis, and no emoji is cut in two", () => {
  expect(fitText("gpt-4o-mini", 200)).toBe("gpt-4o-mini");
  expect(fitText("a-very-long-name-of-a-model", 80)).toMatch(/^a-very.*…$/);
  expect(fitText("🦊🦊🦊🦊", 14)).toBe("🦊…");
});

describe("keys among marks", () => {
  const mark = (key: string, x: number, line: number): Mark => ({ key, text: key, x, y: 0, line });
  const marks = [mark("a1", 10, 0), mark("a2", 90, 0), mark("c1", 20, 2), mark("c2", 80, 2)];
  const from = (key: string, pressed: string) =>
    nextMark(marks, marks.find((one) => one.key === key) as Mark, pressed)?.key;

  it("left and right reach every one, up and down the nearest of the next line that has any", () => {
    expect(from("a2", "ArrowRight")).toBe("c1");
    expect(from("c1", "ArrowLeft")).toBe("a2");
    expect(from("a2", "ArrowDown")).toBe("c2");
    expect(from("c1", "ArrowUp")).toBe("a1");
    expect(from("c2", "Home")).toBe("a1");
    expect(from("a1", "End")).toBe("c2");
  });

  it("at an end one stays, and other keys are left to the page", () => {
    expect(from("c2", "ArrowRight")).toBe("c2");
    expect(from("a1", "ArrowUp")).toBe("a1");
    expect(from("a1", "x")).toBeUndefined();
  });
});
