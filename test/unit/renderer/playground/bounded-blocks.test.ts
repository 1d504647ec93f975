import { describe, expect, it } from "vitest";
import { boundedBlock } from "../../../../renderer/features/playground/text/bounded-blocks.ts";

const all = (text: string) => boundedBlock(text, Number.POSITIVE_INFINITY).stretches;

describe("blocks of Markdown", () => {
  it("that are quick to draw stay whole", () => {
    const block = "- a [link](https://x.test) and *more*\n  - inside\n\n      - deeper\n> quoted\n";
    expect(boundedBlock(block, 1)).toEqual({ stretches: [{ kind: "markdown", text: block }], isCut: false });
  });

  it("lose no character, whatever is cut: joined the stretches are the block", () => {
    const lines = Array.from({ length: 3_000 }, (_, index) =>
      index % 700 === 0 ? `${"> ".repeat(60)}deep ${index}\n` : `- item *${index}* [a](b)\n`,
    );
    const block = lines.join("");
    const stretches = all(block);
    expect(stretches.map(({ text }) => text).join("")).toBe(block);
    expect(stretches.length).toBeGreaterThan(5);
    expect(stretches.filter(({ kind }) => kind === "text").map(({ text }) => text.trim().slice(-6))).toEqual([
      "deep 0",
      "ep 700",
      "p 1400",
      "p 2100",
      "p 2800",
    ]);
  });

  it("open a table's head and a code fence anew where they are cut", () => {
    const table = `| a | b |\n|---|:-:|\n${"| 1 | 2 |\n".repeat(1_000)}`;
    const [, second] = all(table);
    expect(second?.text.startsWith("| a | b |\n|---|:-:|\n| 1 | 2 |\n")).toBe(true);
    const code = `\`\`\`js\n${"x = [1, 2]; // [a](b)\n".repeat(5_000)}\`\`\`\nafter\n`;
    const [first, rest] = all(code);
    expect(first?.text.length).toBeGreaterThan(40_000);
    expect(rest?.text.startsWith("```\nx = [1, 2];")).toBe(true);
  });

  it("with a line that is too much show it as text, and read no further than was asked for", () => {
    expect(all(`${">".repeat(3_000)} x`).map(({ kind }) => kind)).toEqual(["text"]);
    expect(all("[".repeat(10_000)).map(({ kind }) => kind)).toEqual(["text"]);
    expect(boundedBlock("- a\n".repeat(100_000), 1)).toMatchObject({ isCut: true, stretches: [{ kind: "markdown" }] });
  });
});
