import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { openHistory } from "@engine/history/history.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { sampleRun } from "./sample-run.ts";

/** Databases as released versions left them. Each stays here for good; a new schema adds a file. */
const fixtures = join(import.meta.dirname, "../../fixtures/history");

describe("a database of an older version (MIG-1)", () => {
  it.each([1, 2, 3, 4, 5, 6])(
    "of schema %i opens with the same runs, notes and pictures, found by search",
    async (version) => {
      const folder = await temporaryFolder();
      await copyFile(join(fixtures, `v${version}.db`), join(folder, "history.db"));
      const history = await openHistory({ folder });
      const image = `data:image/png;base64,${"iVBOR".repeat(400)}`;
      const third = sampleRun(3);
      const withImage = { ...third, request: { ...third.request, variables: { ...third.request.variables, image } } };
      expect((await history.get("run-1")).record).toEqual(sampleRun(1));
      expect((await history.get("run-2")).notes).toEqual({
        rating: 5,
        note: "kept \ud800",
        pinned: false,
        bestBlindOf: version < 3 ? null : 4,
      });
      expect(await history.get("run-3")).toEqual({
        record: withImage,
        notes: { ...noNotes, pinned: true },
      });
      const { runs } = await history.list({ filter: { text: "answer number 2" }, limit: 10 });
      expect(runs.map(({ id }) => id)).toEqual(["run-2"]);
      expect(await history.status()).toMatchObject({ problem: null, notices: [], runs: 3 });
      await history.close();
    },
  );
});
