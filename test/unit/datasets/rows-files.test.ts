import { mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRowsFiles, type RowsFiles } from "@engine/datasets/rows-files.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const endless = new AbortController().signal;
const day = 24 * 60 * 60 * 1_000;

let folder: string;
let named: Set<string>;
let files: RowsFiles;
const ofExperiment = () => Promise.reject(new Error("No experiment was asked for."));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "promptscope-handed-"));
  named = new Set();
  files = createRowsFiles({ folder, clock: { now: () => Date.now() }, named: async () => named, ofExperiment });
});
afterEach(async () => {
  await files.close();
  rmSync(folder, { recursive: true, force: true });
});

const csv = Buffer.from(`name,place\n${Array.from({ length: 900 }, (_, at) => `n${at},Ørland ${at}\n`).join("")}`);
const asked = (file: string) => ({ file, name: "places.csv", variables: [], readAs: {} });

async function hand(file: string, bytes = csv, piece = 1_000): Promise<void> {
  for (let at = 0; at === 0 || at < bytes.length; at += piece)
    await files.take(file, at, bytes.length, bytes.subarray(at, at + piece));
}

describe("files that are handed over in pieces", () => {
  it("are whole wherever the pieces end, and are read under their own name", async () => {
    await hand("a", csv, 701);
    const found = await files.read(asked("a"), endless);
    expect(found.read === "error" || found.dataset.rows.at(899)?.cells.get("place")).toBe("Ørland 899");
    const shown = await files.view(asked("a"), { most: 800, first: 3 }, endless);
    expect(shown.read !== "error" && [shown.view.rows.length, shown.view.count]).toEqual([3, 900]);
  });

  it("are none before the last piece has come; one that is missing, too much or too large is refused", async () => {
    await files.take("b", 0, csv.length, csv.subarray(0, 10));
    await expect(files.read(asked("b"), endless)).rejects.toThrow("not here any more");
    await expect(files.take("b", 20, csv.length, csv.subarray(20, 30))).rejects.toThrow(
      "A piece of the file is missing",
    );
    await expect(files.take("b", 10, 12, csv.subarray(10, 30))).rejects.toThrow("More came");
    await expect(files.take("b", 0, 513 * 1024 * 1024, csv)).rejects.toThrow("larger than 512 MB");
    // What was left of one that stopped in the middle is begun anew.
    await hand("b");
    expect((await files.read(asked("b"), endless)).read).toBe("ok");
  });

  it("go after a day unless a set-up names them", async () => {
    for (const file of ["old", "kept", "new"]) await hand(file);
    named.add("kept");
    const before = new Date(Date.now() - day - 60_000);
    for (const file of ["old", "kept"]) utimesSync(join(folder, file), before, before);
    await hand("next");
    expect(readdirSync(folder).sort()).toEqual(["kept", "new", "next"]);
  });

  it("are read once for all who ask at the same time; whoever leaves takes nothing from the others", async () => {
    await hand("c");
    const leaves = new AbortController();
    const [left, stayed] = [files.read(asked("c"), leaves.signal), files.read(asked("c"), endless)];
    leaves.abort();
    await expect(left).rejects.toMatchObject({ name: "AbortError" });
    const found = await stayed;
    expect(await files.read(asked("c"), endless)).toBe(found);
    // Read as something else it is another dataset.
    const other = await files.read({ ...asked("c"), readAs: { delimiter: ";" } }, endless);
    expect(other.read === "error" || other.dataset.columns).toEqual(["name,place"]);
  });

  it("of a profile that cannot be written are gone with the process", async () => {
    const aside = createRowsFiles({
      folder: null,
      clock: { now: () => Date.now() },
      named: async () => named,
      ofExperiment,
    });
    await aside.take("d", 0, csv.length, csv);
    expect((await aside.read(asked("d"), endless)).read).toBe("ok");
    await aside.close();
    await expect(aside.read(asked("d"), endless)).rejects.toThrow("not here any more");
  });
});
