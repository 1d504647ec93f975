import { type PackedSpec, packInParts, type ReadBlobs, unpackSpec } from "@engine/history/packed-spec.ts";
import type { StoredSpec } from "@engine/jobs/job-store.ts";
import { LazyRows } from "@shared/domain/dataset/row-list.ts";
import { describe, expect, it } from "vitest";

const picture = "iVBORw0KGgo".repeat(200);

function rowAt(index: number) {
  const id = String(index + 1);
  // What could be taken for something of the stored form, and a picture that many rows share.
  if (index % 700 === 3) return { id, variables: { text: "\u0001list:[]" } };
  if (index % 900 === 5) return { id, variables: { text: picture } };
  return { id, variables: { text: `row ${id} \ud800 "é"` }, expected: null };
}

const rows = Array.from({ length: 2_500 }, (_, index) => rowAt(index));
const jobOf = (body: unknown) => ({ title: "many", cells: 2_500, spec: { version: 3, body } });

/** All its parts together. */
function packSpec(job: ReturnType<typeof jobOf>): PackedSpec {
  const blobs: PackedSpec["blobs"] = [];
  const parts = packInParts(job);
  for (let part = parts.next(); ; part = parts.next()) {
    if (part.done) return { text: part.value.text, blobs: [...blobs, ...part.value.blobs] };
    blobs.push(...part.value);
  }
}

/** A database of blobs that is asked for some at a time. */
function reading(blobs: PackedSpec["blobs"]) {
  const asked: (readonly string[])[] = [];
  const read: ReadBlobs = async (hashes) => {
    asked.push(hashes);
    return blobs.filter(({ hash }) => hashes.includes(hash));
  };
  return { read, asked };
}

/** With its lists as arrays. */
async function unpacked({ text, blobs }: PackedSpec): Promise<StoredSpec> {
  return JSON.parse(JSON.stringify(await unpackSpec(text, reading(blobs).read))) as StoredSpec;
}

describe("a spec with many rows", () => {
  it("comes back as it was written, from rows at hand and from rows that are made when they are asked for", async () => {
    const body = { title: "many", seed: 7, left: undefined, checks: [], rows };
    const plain = packSpec(jobOf(body));
    const made = packSpec(jobOf({ ...body, rows: new LazyRows(rows.length, rowAt) }));
    expect(made).toEqual(plain);
    expect(await unpacked(plain)).toEqual({ version: 3, body: { title: "many", seed: 7, checks: [], rows } });
    const few = packSpec(jobOf({ rows: new LazyRows(10, rowAt) }));
    expect((await unpacked(few)).body).toEqual({ rows: rows.slice(0, 10) });
  });

  it("is short where jobs are listed, and rows that two experiments share are kept once", () => {
    const first = packSpec(jobOf({ title: "one", rows }));
    const second = packSpec(jobOf({ title: "two", rows: [...rows, rowAt(2_500)] }));
    // SQLite parses it whenever jobs are listed: with its rows a list of ten took seconds.
    expect(first.text.length).toBeLessThan(2_000);
    const shared = new Set(first.blobs.map(({ hash }) => hash));
    expect(second.blobs.filter(({ hash }) => !shared.has(hash))).toHaveLength(1);
  });

  it("of which a piece is missing is none, and hides no other job", async () => {
    const { text, blobs } = packSpec(jobOf({ rows }));
    expect(await unpacked({ text, blobs: blobs.slice(0, -1) })).toEqual({ version: 1, body: null });
    expect(await unpacked({ text: text.slice(0, -1), blobs })).toEqual({ version: 1, body: null });
  });

  it("that cannot be read now is not taken for a damaged one", async () => {
    const { text } = packSpec(jobOf({ rows }));
    await expect(unpackSpec(text, () => Promise.reject(new Error("The disk is away.")))).rejects.toThrow(
      /disk is away/,
    );
  });

  // Read whole, the rows of an experiment that was resumed took three times the memory of the run before.
  it("is read part by part, none of its rows is held, and the same rows are read once for all who have them", async () => {
    const { text, blobs } = packSpec(jobOf({ rows }));
    const { read, asked } = reading(blobs);
    const known = new Map();
    const spec = await unpackSpec(text, read, known);
    expect(Math.max(...asked.map((hashes) => hashes.length))).toBeLessThanOrEqual(8);
    const { rows: lazy } = spec.body as { rows: LazyRows<unknown> };
    expect(lazy).toBeInstanceOf(LazyRows);
    expect(lazy.at(2_499)).toEqual(rowAt(2_499));
    expect(lazy.at(3)).not.toBe(lazy.at(3));
    const before = asked.length;
    const again = await unpackSpec(text, read, known);
    expect((again.body as { rows: unknown }).rows).toBe(lazy);
    expect(asked.length).toBe(before);
  });
});
