import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { experimentFolder, type Printed, printed } from "./experiment-folder.ts";

const at = experimentFolder();

describe("shards and several files", () => {
  const gates = ['gates: ["edit.pass >= 0.9", "edit not worse than base"]'];
  const answer = (question: string, model: string) => ({
    text: model === "gpt-edit" || Number(question.slice(1)) % 3 === 0 ? "yes" : "no",
  });
  const shard = (index: number) =>
    at.run("run", at.file(), "--shard", `${index}/2`, "--store", join(at.folder, `part${index}.db`));
  const parts = () => [join(at.folder, "part1.db"), join(at.folder, "part2.db")];

  it("two shards put together say what one run says, send each cell once, and judge the gates only then", async () => {
    await at.write(25, gates, answer);
    for (const index of [1, 2]) {
      const { code, stdout, stderr } = await shard(index);
      expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining(`Shard ${index} of 2`) });
      expect(stdout).not.toContain("gate");
    }
    expect(at.server.counts.size).toBe(50);
    const merged = await at.run("merge", ...parts(), "--json", "--store", join(at.folder, "whole.db"));
    expect({ code: merged.code, stderr: merged.stderr }).toMatchObject({ code: 0 });
    expect([...at.server.counts.values()].every((count) => count === 1)).toBe(true);
    const whole = await at.run("run", at.file(), "--json");
    const said = ({ results, variants, costUsd: _, ...report }: Printed) => ({
      ...report,
      // How long calls took is of each run's own.
      variants: variants.map(({ latencyMs: _own, ...rest }) => rest),
      results: results.map(({ runId: _run, latencyMs: _ms, scores, ...rest }) => ({ ...rest, scores })),
    });
    expect(said(printed(merged.stdout))).toEqual(said(printed(whole.stdout)));
    expect(printed(merged.stdout)).toMatchObject({ isFinished: true, comparisons: [{ when: "fixed" }] });
    // What is kept of it is a store as any.
    expect((await at.run("report", at.file(), "--store", join(at.folder, "whole.db"))).code).toBe(0);
  });

  it("shards that are missing, there twice, or of another experiment are no whole one", async () => {
    await at.write(4, gates, answer);
    expect((await shard(2)).code).toBe(0);
    const one = await at.run("merge", join(at.folder, "part2.db"), "--json");
    expect({ code: one.code, stderr: one.stderr }).toMatchObject({
      code: 5,
      stderr: expect.stringContaining("shard 1"),
    });
    const twice = await at.run("merge", join(at.folder, "part2.db"), join(at.folder, "part2.db"));
    expect({ code: twice.code, stderr: twice.stderr }).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("there twice"),
    });
    await at.server.close();
    await at.write(4, ["seed: 9", ...gates], answer);
    expect((await shard(1)).code).toBe(0);
    const mixed = await at.run("merge", ...parts());
    expect(mixed.code).toBe(3);
    expect(mixed.stderr).toContain("different experiments");
  });

  it("several files in one run have one report, and end as the worst of them does", async () => {
    await at.write(8, ['gates: ["edit.pass >= 0.9"]'], answer);
    const other = join(at.folder, "other.yaml");
    await writeFile(
      other,
      (await readFile(at.file(), "utf8")).replace("edit.pass", "base.pass").replace("ferry", "train"),
    );
    const junit = join(at.folder, "junit.xml");
    const both = await at.run("run", at.file(), other, "--json", "--junit", junit);
    expect({ code: both.code, stderr: both.stderr }).toMatchObject({ code: 1 });
    const reports = JSON.parse(both.stdout) as Printed[];
    expect(reports.map(({ title }) => title)).toEqual(["ferry answers", "train answers"]);
    const xml = await readFile(junit, "utf8");
    expect(xml.match(/<testsuites/g)).toHaveLength(1);
    expect(xml.match(/<testsuite name="edit"/g)).toHaveLength(2);
    // Both share the store beside them, and each is found by its file.
    expect(printed((await at.run("report", at.file(), "--json")).stdout).title).toBe("ferry answers");
    expect((await at.run("report", at.file())).code).toBe(0);
  });
});
