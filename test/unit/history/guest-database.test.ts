import { renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { companions } from "@engine/history/database-handle.ts";
import { type GuestDatabase, openGuestDatabase } from "@engine/history/guest-database.ts";
import { openHistory } from "@engine/history/history.ts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { sampleRun } from "./sample-run.ts";

async function folderWithHistory(): Promise<string> {
  const folder = await temporaryFolder();
  await (await openHistory({ folder })).close();
  return folder;
}

function write(guest: GuestDatabase, ...sequences: number[]): void {
  guest.write(sequences.map((sequence) => ({ kind: "save", record: sampleRun(sequence) })));
}

function idsIn(folder: string, name: string): unknown[] {
  const database = new DatabaseSync(join(folder, name), { readOnly: true });
  const rows = database.prepare("SELECT id FROM runs ORDER BY sequence").all();
  database.close();
  return rows.map(({ id }) => id);
}

describe("a handle that stays open between writes", () => {
  // The app renames a damaged file and puts what it saved in its place; on Windows an open file cannot be renamed.
  it.skipIf(process.platform === "win32")(
    "follows the app to the file that it put in the place of the old",
    async () => {
      const folder = await folderWithHistory();
      const guest = openGuestDatabase(folder);
      write(guest, 1);
      for (const companion of companions)
        renameSync(join(folder, `history.db${companion}`), join(folder, `old.db${companion}`));
      const app = await openHistory({ folder });
      write(guest, 2);
      guest.close();
      // The old file's last handle took nothing of the new one away, whose -wal has the name its own had.
      expect((await app.list({ filter: {}, limit: 9 })).runs.map(({ id }) => id)).toEqual(["run-2"]);
      await app.close();
      expect(idsIn(folder, "history.db")).toEqual(["run-2"]);
      expect(idsIn(folder, "old.db")).toEqual(["run-1"]);
    },
  );

  it("writes nothing more when the file has become another version's", async () => {
    const folder = await folderWithHistory();
    const guest = openGuestDatabase(folder);
    write(guest, 1);
    const newer = new DatabaseSync(join(folder, "history.db"));
    newer.exec("PRAGMA user_version = 1000");
    newer.close();
    expect(() => write(guest, 2)).toThrow("another version of Promptscope");
    expect(idsIn(folder, "history.db")).toEqual(["run-1"]);
    guest.close();
  });

  it("goes on after a write that failed, without what failed", async () => {
    const folder = await folderWithHistory();
    const guest = openGuestDatabase(folder);
    const damaged = { ...sampleRun(2), state: "never" as "finished" };
    expect(() =>
      guest.write([
        { kind: "save", record: sampleRun(1) },
        { kind: "save", record: damaged },
      ]),
    ).toThrow();
    write(guest, 3);
    guest.close();
    expect(idsIn(folder, "history.db")).toEqual(["run-3"]);
  });
});
