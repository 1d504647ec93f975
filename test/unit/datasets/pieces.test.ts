import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sourceOfBytes } from "@engine/datasets/byte-source.ts";
import { type CsvRecord, type LineEnds, parseCsv } from "@engine/datasets/csv-parser.ts";
import { decodeText } from "@engine/datasets/decode-text.ts";
import { PagedText } from "@engine/datasets/paged-text.ts";
import { WarningList } from "@engine/datasets/warning-list.ts";
import { describe, expect, it } from "vitest";

/* A file is read in pieces that end anywhere: in a character, in a line end, between two quotes. */

const folder = join(import.meta.dirname, "../../fixtures/datasets");
const files = readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
  one.isFile() && /\.(?:csv|tsv|txt)$/.test(one.name) ? [one.name] : [],
);
const signal = new AbortController().signal;

async function decoded(bytes: Buffer, length: number) {
  const warnings = new WarningList();
  const source = sourceOfBytes(bytes, signal, length);
  const { text, encoding } = await decodeText(source, await source.head(), warnings);
  return { text: [...text.pieces()].join(""), encoding, warnings: warnings.list() };
}

interface Parsed {
  records: CsvRecord[];
  ends: LineEnds;
  unclosed: [number, number] | undefined;
}

function parsed(text: string, windowLength: number): Parsed {
  const records: CsvRecord[] = [];
  let unclosed: Parsed["unclosed"];
  const delimiter = text.includes(";") ? ";" : text.includes("\t") ? "\t" : ",";
  const listener = {
    record: (record: CsvRecord) => void records.push(record),
    unclosed(line: number, col: number) {
      unclosed = [line, col];
    },
  };
  const reading = parseCsv(text, { at: 0, line: 1 }, { delimiter }, listener, windowLength);
  for (;;) {
    const step = reading.next();
    if (step.done) return { records, ends: step.value, unclosed };
  }
}

describe.each(files)("%s", (name) => {
  const bytes = readFileSync(join(folder, name));

  it("is the same text whatever pieces its bytes come in", async () => {
    const whole = await decoded(bytes, bytes.length + 1);
    for (const length of [1, 2, 3, 5, 64]) expect(await decoded(bytes, length), `${length} bytes`).toEqual(whole);
  });

  it("has the same records, line ends and places however much of it is at hand", async () => {
    const { text } = await decoded(bytes, bytes.length + 1);
    const whole = parsed(text, text.length + 1);
    for (const length of [1, 2, 3, 7, 40]) expect(parsed(text, length), `${length} characters`).toEqual(whole);
  });
});

describe("a long text", () => {
  // More than stays in memory, in one byte and in two.
  const line = (index: number) => `${index};${index % 400 < 200 ? "plain".repeat(9) : "größer 港 🚲 ".repeat(5)}\n`;
  const whole = Array.from({ length: 60_000 }, (_, index) => line(index)).join("");
  const text = new PagedText();
  for (let at = 0; at < whole.length; at += 10_007) text.append(whole.slice(at, at + 10_007));

  it("is what was put in, as a whole and from any place to any other", () => {
    expect(text.length).toBe(whole.length);
    expect([...text.pieces()].join("") === whole).toBe(true);
    expect([...text.pieces(123_457)].join("") === whole.slice(123_457)).toBe(true);
    for (let at = 0; at < whole.length; at += 99_991) {
      for (const length of [0, 1, 40, 20_000, 70_000])
        expect(text.slice(at, at + length) === whole.slice(at, at + length), `${at}, ${length}`).toBe(true);
    }
  });
});
