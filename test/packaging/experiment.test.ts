import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isProving } from "../prove-scale.ts";
import { type CommandLine, openCommandLine } from "./command-line.ts";
import { type CountedAnswer, type CountingServer, startCountingServer } from "./counting-server.ts";

type Printed = ExperimentReport & { results: CellResult[] };

let cli: CommandLine;
let folder: string;
let server: CountingServer;
beforeEach(async () => {
  cli = await openCommandLine();
  folder = await mkdtemp(join(tmpdir(), "promptscope-experiment-"));
});
afterEach(async () => {
  await server.close();
  await cli.close();
  await rm(folder, { recursive: true, force: true });
});

const file = () => join(folder, "experiment.yaml");
const variables = () => ({ OPENAI_API_KEY: "sk-canary-experiment", OPENAI_BASE_URL: server.url });
const run = (...words: string[]) => cli.run(["experiment", ...words], { variables: variables() });
const printed = (text: string) => JSON.parse(text) as Printed;

async function write(
  rows: number,
  more: readonly string[],
  answer: (question: string, model: string) => CountedAnswer,
): Promise<void> {
  server = await startCountingServer(answer);
  await writeFile(
    join(folder, "rows.csv"),
    ["question,answer", ...Array.from({ length: rows }, (_, index) => `q${index + 1},yes`)].join("\n"),
  );
  const lines = [
    "name: ferry answers",
    "dataset: { file: rows.csv, expected: answer }",
    "variants:",
    '  - { name: base, prompt: { text: "{{question}}" }, model: openai/gpt-base }',
    '  - { name: edit, prompt: { text: "{{question}}" }, model: openai/gpt-edit }',
    ...(more.includes("evaluators:") ? [] : ["evaluators: [{ type: equals }]"]),
    ...more,
  ];
  await writeFile(file(), lines.join("\n"));
}

describe("experiment run", () => {
  it("says which is better, with reasons in JUnit and Markdown, and a gate that holds ends with 0, one that fails with 1", async () => {
    const gate = (least: number) => [`gates: ["edit.pass >= ${least}", "edit not worse than base"]`];
    // The base is wrong in half of the rows.
    const answer = (question: string, model: string) => ({
      text: model === "gpt-edit" || Number(question.slice(1)) % 2 === 0 ? "yes" : "no",
    });
    await write(40, gate(0.9), answer);
    const [junit, markdown] = [join(folder, "junit.xml"), join(folder, "report.md")];
    const held = await run("run", file(), "--junit", junit, "--markdown", markdown);
    expect({ code: held.code, stderr: held.stderr }).toMatchObject({ code: 0 });
    expect(held.stdout).toContain("edit is better than base: +50.0 points");
    expect(await readFile(junit, "utf8")).toMatch(/<testsuite name="base" tests="40" failures="20"/);
    expect(await readFile(markdown, "utf8")).toContain("edit is better than base");
    expect([...server.counts.values()].every((count) => count === 1)).toBe(true);
    expect(server.counts.size).toBe(80);

    const out = (name: string) => join(folder, name);
    const files = [
      "--html",
      out("r.html"),
      "--csv",
      out("r.csv"),
      "--spreadsheet",
      out("s.csv"),
      "--jsonl",
      out("r.jsonl"),
    ];
    const report = await cli.run(["experiment", "report", file(), "--json", "--summary", ...files], {
      variables: { ...variables(), GITHUB_STEP_SUMMARY: out("summary.md") },
    });
    expect({ code: report.code, stderr: report.stderr }).toMatchObject({ code: 0 });
    expect(await readFile(out("summary.md"), "utf8")).toContain("edit is better than base");
    expect(await readFile(out("r.html"), "utf8")).toContain("edit is better than base");
    expect((await readFile(out("r.csv"), "utf8")).trimEnd().split("\r\n")).toHaveLength(81);
    expect((await readFile(out("s.csv"), "utf8")).startsWith("\ufeffrow,id,variant")).toBe(true);
    const lines = (await readFile(out("r.jsonl"), "utf8")).trimEnd().split("\n");
    expect(lines.map((text) => JSON.parse(text) as { answer: string })).toHaveLength(80);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ answer: expect.any(String), expected: "yes", scores: [{}] });
    expect(printed(report.stdout)).toMatchObject({
      isFinished: true,
      cells: 80,
      counts: { done: 80 },
      comparisons: [{ verdict: "better", when: "fixed" }],
    });

    await server.close();
    await write(40, ['gates: ["base.pass >= 0.9"]'], answer);
    expect((await run("run", file(), "--store", join(folder, "other"))).code).toBe(1);
  });

  it("ends with 4 where nothing is decided, 5 where nothing can be finished, 6 without a key, 2 where parts are left out", async () => {
    await write(6, ['gates: ["edit not worse than base by more than 0.02"]'], (question) => ({
      text: question === "q1" ? "yes" : "no",
    }));
    const open = await run("run", file());
    expect({ code: open.code, stdout: open.stdout }).toMatchObject({ code: 4 });

    const noKey = await cli.run(["experiment", "run", file()], { variables: {} });
    expect({ code: noKey.code, stderr: noKey.stderr }).toMatchObject({ code: 6 });
    expect(server.counts.size).toBe(12);

    await writeFile(
      join(folder, "promptfooconfig.yaml"),
      [
        "prompts: ['{{q}}']",
        "providers: [openai:gpt-base]",
        "tests:",
        "  - vars: { q: a }",
        "    assert: [{ type: moderation }, { type: equals, value: no }]",
      ].join("\n"),
    );
    const config = join(folder, "promptfooconfig.yaml");
    const refused = await run("run", config);
    expect({ code: refused.code, stderr: refused.stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("moderation"),
    });
    expect((await run("run", config, "--allow-unsupported")).code).toBe(0);

    await server.close();
    await write(2, [], () => ({ text: "gone", status: 404 }));
    const unfinished = await run("run", file(), "--store", join(folder, "third"));
    expect({ code: unfinished.code, stdout: unfinished.stdout }).toMatchObject({ code: 5 });
  });

  it("runs code of a file only when it is allowed, and shows it before; what is built has the thread it runs in", async () => {
    const code = ["evaluators:", "  - { type: code, code: { file: check.js }, name: polite }"];
    await write(3, code, (question) => ({ text: question === "q1" ? "yes, please" : "no" }));
    await writeFile(join(folder, "check.js"), "module.exports = (output) =>\n  output.includes('please');\n");
    const shown = await run("run", file());
    expect({ code: shown.code, stderr: shown.stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("output.includes('please')"),
    });
    expect(server.counts.size).toBe(0);
    const ran = await run("run", file(), "--allow-code", "--json");
    const results = printed(ran.stdout).results.filter(({ variant }) => variant === "base");
    expect(results.map(({ row, passed }) => [row, passed]).sort()).toEqual([
      ["1", true],
      ["2", false],
      ["3", false],
    ]);
  });

  it("has rows added without what was answered being sent again, and is scored again by another rule without a call", async () => {
    await write(12, [], (question, model) => ({ text: model === "gpt-edit" || question === "q1" ? "yes" : "no" }));
    expect(printed((await run("run", file(), "--json")).stdout).comparisons).toMatchObject([
      { when: "fixed", units: 12 },
    ]);
    await appendFile(join(folder, "rows.csv"), "\nq13,yes\nq14,yes");
    const added = printed((await run("run", file(), "--add", "--json")).stdout);
    // The fixed test was read of twelve rows.
    expect(added.comparisons).toMatchObject([{ when: "live", units: 14, verdict: "better" }]);
    expect(added.results.filter(({ isReused }) => isReused)).toHaveLength(24);
    const other = (await readFile(file(), "utf8")).replace("type: equals", 'type: contains, value: "no"');
    await writeFile(file(), other);
    const scored = printed((await run("run", file(), "--reuse", "--json")).stdout);
    expect(scored.comparisons).toMatchObject([{ when: "live", units: 14, verdict: "worse" }]);
    expect(server.counts.size).toBe(28);
    expect([...server.counts.values()].every((count) => count === 1)).toBe(true);
  });

  it("stops a variant once it is decided, which is finished, and says what that saved", async () => {
    await write(120, ["verdict: { stop_when_decided: true }"], (_, model) => ({
      text: model === "gpt-edit" ? "yes" : "no",
    }));
    const ended = await run("run", file());
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/better.*Valid at every look/) });
    expect(ended.stdout).toMatch(/Stopped when it was decided: base, edit\. \d+ calls were saved/);
    expect(server.counts.size).toBeLessThan(200);
  });

  it("stops at its budget, and goes on when it is resumed", async () => {
    await write(10, ["limits: { calls: 8, concurrency: 2 }"], () => ({ text: "yes" }));
    const first = await run("run", file(), "--json");
    expect(printed(first.stdout)).toMatchObject({
      isFinished: false,
      counts: { done: 8, waiting: 12 },
      comparisons: [{ when: "live" }],
    });
    expect(first.stderr).toContain("budget of 8 calls");
    const second = await run("resume", file(), "--json");
    expect(printed(second.stdout).counts).toMatchObject({ done: 16 });
    expect(printed((await run("resume", file(), "--json")).stdout).counts).toMatchObject({ done: 20, waiting: 0 });
    expect([...server.counts.values()].every((count) => count === 1)).toBe(true);
  });
});

describe("judges", () => {
  const judged = [
    "evaluators:",
    '  - { type: judge, name: polite, model: openai/gpt-judge, rubric: "Is it polite?", pass: ">= 0.8" }',
  ];
  const isJudged = (key: string) => key.endsWith(" on gpt-judge");
  const answer = (question: string, model: string) => {
    if (model !== "gpt-judge") return { text: `${question} ${model}`, delayMs: 5 };
    const score = question.includes("gpt-edit") ? 0.9 : 0.2;
    return { text: JSON.stringify({ reason: "its tone", score }), delayMs: 20 };
  };

  it("score by a model of their own, say so, and are asked once for the same answer; a report asks nobody", async () => {
    await write(12, judged, answer);
    const first = await run("run", file(), "--json");
    expect({ code: first.code, stderr: first.stderr }).toMatchObject({ code: 0 });
    const made = printed(first.stdout);
    expect(made).toMatchObject({ uncalibrated: ["polite"], comparisons: [{ verdict: "better", difference: 1 }] });
    expect(made.results[0]?.scores).toMatchObject([{ name: "polite", reason: "its tone" }]);
    expect([...server.counts.keys()].filter(isJudged)).toHaveLength(24);
    expect([...server.counts.values()].every((count) => count === 1)).toBe(true);
    server.clear();
    expect((await run("report", file())).stdout).toContain("not held against people's judgement: polite");
    expect(server.counts.size).toBe(0);
    // Everybody answers the same: one question to the judge for each.
    await server.close();
    await write(12, judged, (question, model) => answer(model === "gpt-judge" ? question : "same", model));
    await run("run", file(), "--store", join(folder, "same"));
    expect([...server.counts].filter(([key]) => isJudged(key))).toEqual([
      [expect.any(String), 1],
      [expect.any(String), 1],
    ]);
  });

  it("compare two answers in both orders, and are asked once both are there", async () => {
    const pair = ["evaluators:", "  - { type: judge-pairwise, name: nicer, model: openai/gpt-judge, rubric: Nicer }"];
    await write(4, [...pair, "verdict: { score: nicer }"], (question, model) => {
      if (model !== "gpt-judge") return { text: `${question} ${model}`, delayMs: model === "gpt-base" ? 40 : 0 };
      const isFirst = question.indexOf("gpt-edit") < question.indexOf("gpt-base");
      return { text: JSON.stringify({ reason: "its tone", winner: isFirst ? "A" : "B" }) };
    });
    const { results, uncalibrated } = printed((await run("run", file(), "--json")).stdout);
    const worthOf = (wanted: string) =>
      results
        .filter(({ variant }) => variant === wanted)
        .map(({ scores: [score] }) => score && "value" in score && score.value);
    expect([worthOf("edit"), worthOf("base"), uncalibrated]).toEqual([[1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5], ["nicer"]]);
    expect([...server.counts.keys()].filter(isJudged)).toHaveLength(8);
    server.clear();
    expect(printed((await run("report", file(), "--json")).stdout).results).toHaveLength(8);
    expect(server.counts.size).toBe(0);
  });

  it("are written down as cells are: after a kill none is asked twice, and what may have left is named", async () => {
    await write(20, [...judged, "limits: { concurrency: 4 }"], answer);
    const { child, ended } = cli.start(["experiment", "run", file()], { variables: variables() });
    await server.asked(40);
    child.kill("SIGKILL");
    await ended;
    const resumed = await run("resume", file(), "--json");
    expect([...server.counts].filter(([, count]) => count > 1)).toEqual([]);
    expect(resumed.code).toBe(resumed.stderr.includes("uncertain") ? 5 : 0);
    const whole = await run("resume", file(), "--json", "--resend-uncertain");
    expect({ code: whole.code, counts: printed(whole.stdout).counts }).toMatchObject({ code: 0, counts: { done: 40 } });
  });
});

/** Cells of an experiment that is killed, and how often. */
const scale = isProving ? { kills: 50, rows: 1_000 } : { kills: 5, rows: 30 };

describe("kill -9 in the middle of an experiment", () => {
  it(
    "loses nothing that was finished, sends nothing twice, and names what is uncertain",
    async () => {
      await write(scale.rows, ["limits: { concurrency: 8 }"], () => ({ text: "yes", delayMs: 15 }));
      const cells = scale.rows * 2;
      let [uncertain, finished] = [0, 0];
      for (let round = 0; round < scale.kills; round += 1) {
        server.clear();
        const store = ["--store", join(folder, `store-${round}`)];
        const { child, ended } = cli.start(["experiment", "run", file(), ...store], { variables: variables() });
        const share = isProving ? Math.random() : (round + 0.5) / scale.kills;
        await server.asked(Math.max(1, Math.floor(cells * share * 0.9)));
        child.kill("SIGKILL");
        await ended;

        const found = printed((await run("report", file(), "--json", ...store)).stdout);
        const done = new Map(
          found.results
            .filter(({ standing }) => standing === "done")
            .map((one) => [`${one.row} ${one.variant}`, one.runId]),
        );
        const resumed = await run("resume", file(), "--json", ...store);
        const after = printed(resumed.stdout);
        const twice = [...server.counts].filter(([, count]) => count > 1);
        expect({ round, twice }).toEqual({ round, twice: [] });
        for (const { row, variant, runId } of after.results) {
          const kept = done.get(`${row} ${variant}`);
          if (kept !== undefined) expect(runId).toBe(kept);
        }
        expect(after.counts).toMatchObject({ waiting: 0, open: 0 });
        expect(after.uncertain).toHaveLength(after.counts.uncertain);
        expect(resumed.code).toBe(after.counts.uncertain > 0 ? 5 : 0);
        // What is not named as uncertain has been asked once and answered.
        for (const { row, variant, standing } of after.results) {
          if (standing === "done") expect(server.counts.get(`q${row} on gpt-${variant}`)).toBe(1);
        }
        uncertain += after.counts.uncertain;
        finished += done.size;
        if (after.counts.uncertain === 0) continue;
        const whole = await run("resume", file(), "--json", "--resend-uncertain", ...store);
        expect({ code: whole.code, counts: printed(whole.stdout).counts }).toMatchObject({
          code: 0,
          counts: { done: cells },
        });
      }
      console.log(
        `experiment: ${scale.kills} kills of ${cells} cells, ${finished} finished before, 0 lost, 0 sent twice, ${uncertain} uncertain and named`,
      );
      // Two dozen starts of the program: beside other work each takes seconds.
    },
    isProving ? 3_600_000 : 600_000,
  );
});
