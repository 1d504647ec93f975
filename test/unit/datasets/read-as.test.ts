import { readDatasetBytes } from "@engine/datasets/read-dataset.ts";
import { viewOfOutcome } from "@engine/datasets/view-dataset.ts";
import type { ReadAs } from "@shared/domain/dataset/dataset.ts";
import { describe, expect, it } from "vitest";

const { signal } = new AbortController();

async function read(bytes: string | Buffer, readAs: ReadAs = {}) {
  const outcome = await readDatasetBytes(Buffer.from(bytes), "rows.csv", { readAs, signal });
  const found = await viewOfOutcome(outcome, [], {}, signal);
  if (found.read === "error") throw new Error(found.error.message);
  return found.view;
}

describe("a file read as a person says", () => {
  it("takes the delimiter, the header and the encoding named in place of what is found", async () => {
    const text = "a;b,c\n1;2,3\n4;5,6\n";
    expect((await read(text, { delimiter: "," })).columns).toEqual(["a;b", "c"]);
    expect((await read(text, { delimiter: ";" })).columns).toEqual(["a", "b,c"]);
    const bare = await read("question,answer\nWhy?,So.\n", { header: false });
    expect(bare.columns).toEqual(["Column 1", "Column 2"]);
    expect(bare.rows[0]).toEqual(["question", "answer"]);
    // “é” in Windows-1252 is no UTF-8, and found so; said to be UTF-8 its place is named.
    const bytes = Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0xe9, 0x2c, 0x31, 0x0a]);
    expect((await read(bytes)).rows[0]).toEqual(["é", "1"]);
    const asUtf8 = await read(bytes, { encoding: "utf-8" });
    expect(asUtf8.rows[0]).toEqual(["\ufffd", "1"]);
    expect(asUtf8.shape.warnings).toContainEqual(expect.objectContaining({ code: "invalid-utf8", line: 2, col: 1 }));
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("a,b\nx,y\n", "utf16le")]);
    expect((await read(marked, { encoding: "utf-16le" })).columns).toEqual(["a", "b"]);
  });
});
