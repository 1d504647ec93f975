import { describe, expect, it } from "vitest";
import { columnsOf, cutTo, tableLines } from "../../../../electron/hosts/cli/table.ts";
import { createTerminal, harmless, oneLine } from "../../../../electron/hosts/cli/terminal.ts";

function stream(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  return { isTTY, columns: 40, write, written };
}

describe("createTerminal", () => {
  it.each([
    ["a terminal", true, {}, true],
    ["a pipe", false, {}, false],
    ["NO_COLOR", true, { NO_COLOR: "1" }, false],
    ["a dumb terminal", true, { TERM: "dumb" }, false],
  ])("%s has colours or not", (_name, isTTY, variables, coloured) => {
    const terminal = createTerminal(variables, stream(isTTY), stream(isTTY));
    expect(terminal.paint("red", "x") !== "x").toBe(coloured);
    expect(terminal.width).toBe(isTTY ? 40 : undefined);
  });

  it("0 columns are no width (tables became a lone …), and still a terminal whose screen is not to be steered", () => {
    const unknown = createTerminal({}, { ...stream(true), columns: 0 });
    expect([unknown.width, unknown.isTerminal]).toEqual([undefined, true]);
    expect(createTerminal({}, stream(false)).isTerminal).toBe(false);
  });

  it("keeps results and progress apart", () => {
    const [stdout, stderr] = [stream(false), stream(false)];
    const terminal = createTerminal({}, stdout, stderr);
    terminal.out("result");
    terminal.note("progress");
    expect([stdout.written, stderr.written]).toEqual([["result\n"], ["progress\n"]]);
  });
});

describe("text of others", () => {
  it("cannot clear the screen, set the title, write the clipboard or turn the reading direction", () => {
    const hostile = "a\u001b[2Jb\u001b]0;title\u0007c\u001b]52;c;ZXZpbA==\u0007d\u009b31me\u202ef\r";
    expect(harmless(hostile)).toBe("abcdef");
    expect(harmless("tab\tand\nline")).toBe("tab\tand\nline");
    expect(oneLine(" two\n lines ")).toBe("two lines");
  });
});

describe("tables", () => {
  it("align columns by what characters take on a terminal, and cut only to its width", () => {
    const columns = [{ title: "NAME" }, { title: "N", align: "right" as const }, { title: "TEXT" }];
    const rows = [
      ["日本", "1", "x"],
      ["abc", "22", "a long text that does not fit"],
    ];
    expect(tableLines(columns, rows)).toEqual([
      "NAME   N  TEXT",
      "日本   1  x",
      "abc   22  a long text that does not fit",
    ]);
    const cut = tableLines(columns, rows, 20);
    expect(cut.map(columnsOf).every((width) => width <= 20)).toBe(true);
    expect(cut[2]).toBe("abc   22  a long te…");
  });

  it("never cut a character in two", () => {
    expect(cutTo("ab👩‍👩‍👧cd", 4)).toBe("ab…");
    expect(cutTo("short", 5)).toBe("short");
  });
});
