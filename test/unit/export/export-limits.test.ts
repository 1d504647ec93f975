import { exportRuns } from "@engine/export/export-runs.ts";
import { largestRunFile } from "@shared/domain/export/run-file.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import { describe, expect, it } from "vitest";
import { sampleRun } from "../history/sample-run.ts";

const run = (sequence: number, text: string) => {
  const record = sampleRun(sequence);
  return { record: { ...record, output: { ...record.output, text } }, notes: noNotes };
};

describe("a file of runs", () => {
  it("holds one run however large it is, says that others did not fit, and goes on where a run has gone", async () => {
    const large = run(1, "x".repeat(largestRunFile));
    const exported = async (ids: string[]) =>
      exportRuns(ids, "markdown", 0, async (id) => (id === "gone" ? null : id === "large" ? large : run(2, "small")));
    expect(await exported(["large", "small"])).toMatchObject({ runs: 1, truncated: true });
    expect(await exported(["gone", "small", "large"])).toMatchObject({ runs: 1, truncated: true });
    expect(await exported(["small", "gone", "small"])).toMatchObject({ runs: 2, truncated: false });
  });
});
