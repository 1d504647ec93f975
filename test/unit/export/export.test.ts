import { openHistory } from "@engine/history/history.ts";
import { csvHead, toCsvLine } from "@shared/domain/export/csv.ts";
import { toHar } from "@shared/domain/export/har.ts";
import { toMarkdown } from "@shared/domain/export/markdown.ts";
import { readRunFile } from "@shared/domain/export/run-file.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { type HistoryRun, noNotes } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../prove-scale.ts";
import { sampleExchange, sampleRun } from "../history/sample-run.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

/** Text as hostile as text can be: NUL, lone surrogates, emoji, our own marks. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom("\0", "\ud800", "\udfff tail", "🎉日本", "\u0001blob:abc", "\u0001text:x", "__proto__", "\r\n,\"';="),
);

const anyRun = fc
  .tuple(
    anyText,
    anyText,
    fc.dictionary(anyText, fc.jsonValue({ maxDepth: 3 })),
    fc.option(anyText),
    fc.integer({ min: 1, max: 5 }),
  )
  .map(
    ([text, name, variables, note, rating]): Omit<HistoryRun, "record"> & {
      change: (run: RunRecord) => RunRecord;
    } => ({
      notes: { rating, note, pinned: rating > 3, bestBlindOf: rating === 5 ? 2 : null },
      change: (run) => ({
        ...run,
        request: {
          ...run.request,
          prompt: { library: "langfuse", name: `p${name}`, version: String(rating) },
          // JSON has no -0, wherever it comes from.
          variables: JSON.parse(JSON.stringify(variables)) as Record<string, JsonValue>,
        },
        output: { ...run.output, text, reasoning: name },
        exchanges: run.exchanges.map((exchange) => ({
          ...exchange,
          frames: exchange.frames.map((frame) => ({ ...frame, data: text })),
          ...(exchange.response ? { response: { ...exchange.response, body: text + name } } : {}),
        })),
      }),
    }),
  );

const parseRunFile = (text: string) => [...readRunFile(text)];

describe("export and import (EXP-1)", () => {
  it("gives equal runs in another profile, whatever is in their texts, and adds none twice", async () => {
    const from = await openHistory({ folder: await temporaryFolder() });
    const to = await openHistory({ folder: await temporaryFolder() });
    let sequence = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyRun, { minLength: 1, maxLength: 4 }), async (some) => {
        const runs = some.map(({ change, notes }) => ({ record: change(sampleRun(++sequence)), notes }));
        await from.add(runs);
        const ids = runs.map(({ record }) => record.id);
        const file = await from.export({ ids }, "json");
        expect(await to.import(file.text)).toEqual({ added: runs.length, skipped: 0 });
        expect(await to.import(file.text)).toEqual({ added: 0, skipped: runs.length });
        for (const run of runs) {
          expect(await from.get(run.record.id)).toEqual(run);
          expect(await to.get(run.record.id)).toEqual(run);
        }
        expect((await to.export({ ids }, "json")).text.split('"runs":')[1]).toBe(file.text.split('"runs":')[1]);
      }),
      drawn(40),
    );
    await Promise.all([from.close(), to.close()]);
  });

  it("takes an answer of 10 MB", async () => {
    const history = await openHistory({ folder: await temporaryFolder() });
    const run = sampleRun(1);
    const record = { ...run, output: { ...run.output, text: "0123456789".repeat(1_000_000) } };
    await history.store.finish(record);
    const file = await history.export({ filter: { text: "0123456789" } }, "json");
    expect(parseRunFile(file.text)).toEqual([{ record, notes: noNotes }]);
    await history.close();
  });

  it("refuses what is no file of runs, and names the place", () => {
    const valid = {
      format: "promptscope.runs",
      version: 2,
      exportedAt: 1,
      runs: [{ record: sampleRun(1), notes: noNotes }],
    };
    expect(parseRunFile(JSON.stringify(valid))).toEqual(valid.runs);
    const { bestBlindOf: _, ...before } = noNotes;
    const beforeVotes = { ...valid, runs: [{ record: sampleRun(1), notes: before }] };
    expect(parseRunFile(JSON.stringify(beforeVotes))).toEqual(valid.runs);
    const { kind: _kind, ...oldRun } = sampleRun(1);
    const oldPrompt = { source: "demo", name: "support/answer", version: 3 };
    const old = {
      ...valid,
      version: 1,
      runs: [{ record: { ...oldRun, request: { ...oldRun.request, prompt: oldPrompt } } }],
    };
    const oldText = JSON.stringify({ ...old, runs: old.runs.map((run) => ({ ...run, notes: noNotes })) });
    expect(parseRunFile(oldText)[0]?.record).toMatchObject({
      kind: "generate",
      request: { prompt: { library: "demo", name: "support/answer", version: "3" } },
    });
    const bad: unknown[] = [
      null,
      [],
      { ...valid, format: "other" },
      { ...valid, version: 3 },
      { ...valid, extra: true },
      { ...valid, runs: [{ record: { ...sampleRun(1), id: "../../etc" }, notes: noNotes }] },
      { ...valid, runs: [{ record: { ...sampleRun(1), sequence: 1e300 }, notes: noNotes }] },
      { ...valid, runs: [{ record: { ...sampleRun(1), exchanges: "none" }, notes: noNotes }] },
      { ...valid, runs: [{ record: { ...sampleRun(1), startedAt: "today" }, notes: noNotes }] },
      { ...valid, runs: [{ record: sampleRun(1), notes: { ...noNotes, rating: 9 } }] },
    ];
    for (const value of bad)
      expect(() => parseRunFile(JSON.stringify(value)), JSON.stringify(value)).toThrow(/file of runs/);
    expect(() => parseRunFile("{")).toThrow(/not JSON/);
    const deep = `{"format":"promptscope.runs","version":1,"exportedAt":1,"runs":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect(() => parseRunFile(deep)).toThrow(/file of runs/);
    const polluting = JSON.stringify(valid).replace('"notes":{', '"__proto__":{"polluted":1},"notes":{');
    expect(() => parseRunFile(polluting)).toThrow();
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("CSV", () => {
  const titles = csvHead.replace("\ufeff", "").trim().split(",");

  it("has the tokens a price depends on and what the run cost (a cost that cannot be added up)", () => {
    const run = sampleRun(1);
    const usage = { inputTokens: 12, outputTokens: 5, cachedInputTokens: 8, reasoningTokens: 3 };
    const cost = { usd: 0.000_012, price: { source: "own", asOf: "2026-11-01" } };
    const metrics = { totalMs: 1, attempts: 1, usage, cost };
    const cells = parseCsv(toCsvLine({ record: { ...run, metrics }, notes: noNotes }));
    const cell = (title: string) => cells[titles.indexOf(title)];
    expect(cell("cached input tokens")).toBe("8");
    expect(cell("reasoning tokens")).toBe("3");
    expect(Number(cell("cost USD"))).toBe(cost.usd);
    // A cost that is not known is an empty cell and not 0.
    expect(parseCsv(toCsvLine({ record: run, notes: noNotes }))[titles.indexOf("cost USD")]).toBe("");
  });

  it("no cell begins like a formula, and a line stays a line of cells", () => {
    const hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\n=1", "＝1", '=HYPERLINK("http://x","y")'];
    for (const text of hostile) {
      const run = sampleRun(1);
      const line = toCsvLine({
        record: { ...run, output: { ...run.output, text } },
        notes: { ...noNotes, note: text },
      });
      const cells = parseCsv(line);
      expect(cells).toHaveLength(titles.length);
      expect(cells[titles.indexOf("answer")]).toBe(`'${text}`);
      expect(cells[titles.indexOf("note")]).toBe(`'${text}`);
      for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+@\t\r]/);
    }
  });
});

describe("Markdown", () => {
  it("a fence in an answer does not end the fence around it, and names are no markup", () => {
    const run = sampleRun(1);
    const text = "````js\n# not a heading\n````";
    const request = { ...run.request, prompt: { library: "demo" as const, name: "a <b> [c](d)" } };
    const markdown = toMarkdown({ record: { ...run, request, output: { ...run.output, text } }, notes: noNotes });
    expect(markdown).toContain(`\`\`\`\`\`\n${text}\n\`\`\`\`\``);
    expect(markdown).toContain("a \\<b\\> \\[c\\](d)");
  });
});

describe("HAR", () => {
  it("has a variable where a secret was, durations that are not negative and the answer as text", () => {
    const { log } = toHar([sampleExchange(1)]);
    const [entry] = log.entries;
    expect(log.version).toBe("1.2");
    expect(entry?.request.headers).toContainEqual({ name: "authorization", value: "Bearer $OPENAI_API_KEY" });
    expect(entry?.timings).toEqual({ blocked: -1, dns: 1, connect: 1, ssl: -1, send: 1, wait: 85, receive: 713 });
    expect(entry?.response.content.text).toBe(sampleExchange(1).response?.body);
    expect(entry?.time).toBe(801);
  });
});

/** One line of RFC 4180. */
function parseCsv(line: string): string[] {
  const cells: string[] = [];
  for (const [, quoted, plain] of line.replace(/\r\n$/, "").matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)) {
    cells.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
  }
  return cells;
}
