import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isProving } from "../prove-scale.ts";
import { experimentFolder, printed } from "./experiment-folder.ts";

const at = experimentFolder();

describe("experiment run", () => {
  it("says which is better, with reasons in JUnit and Markdown, and a gate that holds ends with 0, one that fails with 1", async () => {
    const gate = (least: number) => [`gates: ["edit.pass >= ${least}", "edit not worse than base"]`];
    // The base is wrong in half of the rows.
    const answer = (question: string, model: string) => ({
      text: model === "gpt-edit" || Number(question.slice(1)) % 2 === 0 ? "yes" : "no",
    });
    await at.write(40, gate(0.9), answer);
    const [junit, markdown] = [join(at.folder, "junit.xml"), join(at.folder, "report.md")];
    const held = await at.run("run", at.file(), "--junit", junit, "--markdown", markdown);
    expect({ code: held.code, stderr: held.stderr }).toMatchObject({ code: 0 });
    expect(held.stdout).toContain("edit is better than base: +50.0 points");
    expect(await readFile(junit, "utf8")).toMatch(/<testsuite name="base" tests="40" failures="20"/);
    expect(await readFile(markdown, "utf8")).toContain("edit is better than base");
    expect([...at.server.counts.values()].every((count) => count === 1)).toBe(true);
    expect(at.server.counts.size).toBe(80);

    const out = (name: string) => join(at.folder, name);
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
    const report = await at.cli.run(["experiment", "report", at.file(), "--json", "--summary", ...files], {
      variables: { ...at.variables(), GITHUB_STEP_SUMMARY: out("summary.md") },
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

    await at.server.close();
    await at.write(40, ['gates: ["base.pass >= 0.9"]'], answer);
    expect((await at.run("run", at.file(), "--store", join(at.folder, "other.db"))).code).toBe(1);
  });

  it("ends with 4 where nothing is decided, 5 where nothing can be finished, 6 without a key, 2 where parts are left out", async () => {
    await at.write(6, ['gates: ["edit not worse than base by more than 0.02"]'], (question) => ({
      text: question === "q1" ? "yes" : "no",
    }));
    const open = await at.run("run", at.file());
    expect({ code: open.code, stdout: open.stdout }).toMatchObject({ code: 4 });

    const noKey = await at.cli.run(["experiment", "run", at.file()], { variables: {} });
    expect({ code: noKey.code, stderr: noKey.stderr }).toMatchObject({ code: 6 });
    expect(at.server.counts.size).toBe(12);

    await writeFile(
      join(at.folder, "promptfooconfig.yaml"),
      [
        "prompts: ['{{q}}']",
        "providers: [openai:gpt-base]",
        "tests:",
        "  - vars: { q: a }",
        "    assert: [{ type: moderation }, { type: equals, value: no }]",
      ].join("\n"),
    );
    const config = join(at.folder, "promptfooconfig.yaml");
    const refused = await at.run("run", config);
    expect({ code: refused.code, stderr: refused.stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("moderation"),
    });
    expect((await at.run("run", config, "--allow-unsupported")).code).toBe(0);

    await at.server.close();
    await at.write(2, [], () => ({ text: "gone", status: 404 }));
    const unfinished = await at.run("run", at.file(), "--store", join(at.folder, "third.db"));
    expect({ code: unfinished.code, stdout: unfinished.stdout }).toMatchObject({ code: 5 });
  });

  it("runs code of a file only when it is allowed, and shows it before; what is built has the thread it runs in", async () => {
    const code = ["evaluators:", "  - { type: code, code: { file: check.js }, name: polite }"];
    await at.write(3, code, (question) => ({ text: question === "q1" ? "yes, please" : "no" }));
    await writeFile(join(at.folder, "check.js"), "module.exports = (output) =>\n  output.includes('please');\n");
    const shown = await at.run("run", at.file());
    expect({ code: shown.code, stderr: shown.stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("output.includes('please')"),
    });
    const [hash = ""] = /sha256:[0-9a-f]{64}/.exec(shown.stderr) ?? [];
    // Somebody has changed it since.
    await writeFile(join(at.folder, "check.js"), "module.exports = () => true;\n");
    const other = await at.run("run", at.file(), "--allow-code", hash);
    expect({ code: other.code, stderr: other.stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("other code than was allowed"),
    });
    expect(at.server.counts.size).toBe(0);
    await writeFile(join(at.folder, "check.js"), "module.exports = (output) =>\n  output.includes('please');\n");
    const ran = await at.run("run", at.file(), "--allow-code", hash, "--json");
    const results = printed(ran.stdout).results.filter(({ variant }) => variant === "base");
    expect(results.map(({ row, passed }) => [row, passed]).sort()).toEqual([
      ["1", true],
      ["2", false],
      ["3", false],
    ]);
    expect((await at.run("run", "--allow-code", at.file(), "--store", join(at.folder, "other.db"))).code).toBe(0);
  });

  it("has rows added without what was answered being sent again, and is scored again by another rule without a call", async () => {
    await at.write(12, [], (question, model) => ({ text: model === "gpt-edit" || question === "q1" ? "yes" : "no" }));
    expect(printed((await at.run("run", at.file(), "--json")).stdout).comparisons).toMatchObject([
      { when: "fixed", units: 12 },
    ]);
    await appendFile(join(at.folder, "rows.csv"), "\nq13,yes\nq14,yes");
    const added = printed((await at.run("run", at.file(), "--add", "--json")).stdout);
    // The fixed test was read of twelve rows.
    expect(added.comparisons).toMatchObject([{ when: "live", units: 14, verdict: "better" }]);
    expect(added.results.filter(({ isReused }) => isReused)).toHaveLength(24);
    const other = (await readFile(at.file(), "utf8")).replace("type: equals", 'type: contains, value: "no"');
    await writeFile(at.file(), other);
    const scored = printed((await at.run("run", at.file(), "--reuse", "--json")).stdout);
    expect(scored.comparisons).toMatchObject([{ when: "live", units: 14, verdict: "worse" }]);
    expect(at.server.counts.size).toBe(28);
    expect([...at.server.counts.values()].every((count) => count === 1)).toBe(true);
  });

  it("stops a variant once it is decided, which is finished, and says what that saved", async () => {
    await at.write(120, ["verdict: { stop_when_decided: true }"], (_, model) => ({
      text: model === "gpt-edit" ? "yes" : "no",
    }));
    const ended = await at.run("run", at.file());
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/better.*Valid at every look/) });
    expect(ended.stdout).toMatch(/Stopped when it was decided: base, edit\. \d+ calls were saved/);
    expect(at.server.counts.size).toBeLessThan(200);
  });

  it("stops at its budget, and goes on when it is resumed", async () => {
    await at.write(10, ["limits: { calls: 8, concurrency: 2 }"], () => ({ text: "yes" }));
    const first = await at.run("run", at.file(), "--json");
    expect(printed(first.stdout)).toMatchObject({
      isFinished: false,
      counts: { done: 8, waiting: 12 },
      comparisons: [{ when: "live" }],
    });
    expect(first.stderr).toContain("budget of 8 calls");
    const second = await at.run("resume", at.file(), "--json");
    expect(printed(second.stdout).counts).toMatchObject({ done: 16 });
    expect(printed((await at.run("resume", at.file(), "--json")).stdout).counts).toMatchObject({
      done: 20,
      waiting: 0,
    });
    expect([...at.server.counts.values()].every((count) => count === 1)).toBe(true);
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
    await at.write(12, judged, answer);
    const first = await at.run("run", at.file(), "--json");
    expect({ code: first.code, stderr: first.stderr }).toMatchObject({ code: 0 });
    const made = printed(first.stdout);
    expect(made).toMatchObject({ uncalibrated: ["polite"], comparisons: [{ verdict: "better", difference: 1 }] });
    expect(made.results[0]?.scores).toMatchObject([{ name: "polite", reason: "its tone" }]);
    expect([...at.server.counts.keys()].filter(isJudged)).toHaveLength(24);
    expect([...at.server.counts.values()].every((count) => count === 1)).toBe(true);
    at.server.clear();
    expect((await at.run("report", at.file())).stdout).toContain("not held against people's judgement: polite");
    expect(at.server.counts.size).toBe(0);
    // Everybody answers the same: one question to the judge for each.
    await at.server.close();
    await at.write(12, judged, (question, model) => answer(model === "gpt-judge" ? question : "same", model));
    await at.run("run", at.file(), "--store", join(at.folder, "same.db"));
    expect([...at.server.counts].filter(([key]) => isJudged(key))).toEqual([
      [expect.any(String), 1],
      [expect.any(String), 1],
    ]);
  });

  it("compare two answers in both orders, and are asked once both are there", async () => {
    const pair = ["evaluators:", "  - { type: judge-pairwise, name: nicer, model: openai/gpt-judge, rubric: Nicer }"];
    await at.write(4, [...pair, "verdict: { score: nicer }"], (question, model) => {
      if (model !== "gpt-judge") return { text: `${question} ${model}`, delayMs: model === "gpt-base" ? 40 : 0 };
      const isFirst = question.indexOf("gpt-edit") < question.indexOf("gpt-base");
      return { text: JSON.stringify({ reason: "its tone", winner: isFirst ? "A" : "B" }) };
    });
    const { results, uncalibrated } = printed((await at.run("run", at.file(), "--json")).stdout);
    const worthOf = (wanted: string) =>
      results
        .filter(({ variant }) => variant === wanted)
        .map(({ scores: [score] }) => score && "value" in score && score.value);
    expect([worthOf("edit"), worthOf("base"), uncalibrated]).toEqual([[1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5], ["nicer"]]);
    expect([...at.server.counts.keys()].filter(isJudged)).toHaveLength(8);
    at.server.clear();
    expect(printed((await at.run("report", at.file(), "--json")).stdout).results).toHaveLength(8);
    expect(at.server.counts.size).toBe(0);
  });

  it("are written down as cells are: after a kill none is asked twice, and what may have left is named", async () => {
    await at.write(20, [...judged, "limits: { concurrency: 4 }"], answer);
    const { child, ended } = at.cli.start(["experiment", "run", at.file()], { variables: at.variables() });
    await at.server.asked(40);
    child.kill("SIGKILL");
    await ended;
    const resumed = await at.run("resume", at.file(), "--json");
    expect([...at.server.counts].filter(([, count]) => count > 1)).toEqual([]);
    expect(resumed.code).toBe(resumed.stderr.includes("uncertain") ? 5 : 0);
    const whole = await at.run("resume", at.file(), "--json", "--resend-uncertain");
    expect({ code: whole.code, counts: printed(whole.stdout).counts }).toMatchObject({ code: 0, counts: { done: 40 } });
  });
});

/** Cells of an experiment that is killed, and how often. */
const scale = isProving ? { kills: 50, rows: 1_000 } : { kills: 5, rows: 30 };

describe("kill -9 in the middle of an experiment", () => {
  it(
    "loses nothing that was finished, sends nothing twice, and names what is uncertain",
    async () => {
      await at.write(scale.rows, ["limits: { concurrency: 8 }"], () => ({ text: "yes", delayMs: 15 }));
      const cells = scale.rows * 2;
      let [uncertain, finished] = [0, 0];
      for (let round = 0; round < scale.kills; round += 1) {
        at.server.clear();
        const store = ["--store", join(at.folder, `store-${round}.db`)];
        const { child, ended } = at.cli.start(["experiment", "run", at.file(), ...store], {
          variables: at.variables(),
        });
        const share = isProving ? Math.random() : (round + 0.5) / scale.kills;
        await at.server.asked(Math.max(1, Math.floor(cells * share * 0.9)));
        child.kill("SIGKILL");
        await ended;

        const found = printed((await at.run("report", at.file(), "--json", ...store)).stdout);
        const done = new Map(
          found.results
            .filter(({ standing }) => standing === "done")
            .map((one) => [`${one.row} ${one.variant}`, one.runId]),
        );
        const resumed = await at.run("resume", at.file(), "--json", ...store);
        const after = printed(resumed.stdout);
        const twice = [...at.server.counts].filter(([, count]) => count > 1);
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
          if (standing === "done") expect(at.server.counts.get(`q${row} on gpt-${variant}`)).toBe(1);
        }
        uncertain += after.counts.uncertain;
        finished += done.size;
        if (after.counts.uncertain === 0) continue;
        const whole = await at.run("resume", at.file(), "--json", "--resend-uncertain", ...store);
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
