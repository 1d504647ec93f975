import { openHistoryDatabase } from "@engine/history/history-database.ts";
import { readRunFile, runFileFrame } from "@shared/domain/export/run-file.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { expect, it } from "vitest";
import { growthOfAsync } from "../../growth.ts";
import { sampleRun } from "../history/sample-run.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

/*
 * A file of runs is checked, written and indexed for the search in proportion to its size: 20 MB of one text took 17 s,
 * fifty thousand variables 5, five thousand runs 45.
 */

const times = 8;
/** Between the 8 of linear work, which noise doubles, and the 64 of the square. */
const most = 24;

const words = (length: number) => Array.from({ length: length / 8 }, (_, n) => `w${n % 100_000}`.padEnd(8)).join("");
const variables = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`name_${n}`, `value ${n}`]));
const one = (given: Partial<RunRecord>) => [sampleRun(1, given)];

const rows: [name: string, size: number, runs: (size: number) => RunRecord[]][] = [
  ["a text of 20 MB", 2_500_000, (n) => one({ output: { ...sampleRun(1).output, text: words(n) } })],
  [
    "a text of 20 MB without a blank",
    2_500_000,
    (n) => one({ output: { ...sampleRun(1).output, text: "x".repeat(n) } }),
  ],
  ["50 000 variables", 6_250, (n) => one({ request: { ...sampleRun(1).request, variables: variables(n) } })],
  ["2 000 runs", 250, (n) => Array.from({ length: n }, (_, index) => sampleRun(index + 1))],
];

it.each(rows)(
  "a file with %s is taken in by work that grows with its size",
  { timeout: 300_000 },
  async (_name, size, runs) => {
    const { head, tail } = runFileFrame(0);
    const files = new Map(
      [size, size * times].map((n) => [
        n,
        head +
          runs(n)
            .map((record) => JSON.stringify({ record, notes: noNotes }))
            .join(",") +
          tail,
      ]),
    );
    const limits = { maxAgeDays: null, maxBytes: null };
    const history = await openHistoryDatabase({ folder: await temporaryFolder(), retention: limits });
    let round = 0;
    const growth = await growthOfAsync(
      async (n) => {
        round += 1;
        // No run is there twice: what is known already would be left out.
        const given = [...readRunFile(files.get(n) ?? "")].map((run) => ({
          ...run,
          record: { ...run.record, id: `${round}-${run.record.id}` },
        }));
        expect(await history.add(given)).toMatchObject({ added: given.length });
      },
      size,
      times,
    );
    await history.close();
    expect(growth).toBeLessThan(most);
  },
);
