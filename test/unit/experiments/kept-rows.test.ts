import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readExperiment } from "@engine/experiments/read-experiment.ts";
import { startHistory } from "@engine/history/history.ts";
import { openProfileRows } from "@engine/profile-rows.ts";
import { openSavedInputs } from "@engine/store/saved-inputs.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import { describe, expect, it } from "vitest";
import { sampleRun } from "../history/sample-run.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

const signal = new AbortController().signal;

/** What a file makes of rows that a profile keeps. */
async function read(profile: string, dataset: string, prompt = '{ text: "{{customer}}" }') {
  const file = join(await temporaryFolder(), "experiment.yaml");
  await writeFile(
    file,
    ["name: kept", `dataset: ${dataset}`, `variants: [{ name: base, prompt: ${prompt}, model: openai/gpt-4o }]`].join(
      "\n",
    ),
  );
  const { rows, close } = openProfileRows(profile, { connectionOf: () => null });
  try {
    return await readExperiment(file, {
      openPrompt: async () => undefined,
      kept: rows,
      environment: () => undefined,
      signal,
    });
  } finally {
    await close();
  }
}

const rowsOf = (outcome: Awaited<ReturnType<typeof read>>) =>
  outcome.read === "error" ? outcome.errors : [...outcome.experiment.rows];

async function profileWithRuns(): Promise<string> {
  const profile = await temporaryFolder();
  const history = startHistory({ folder: profile });
  const runs = [1, 2, 3].map((index) => sampleRun(index));
  // The same values once more, answered later; another prompt; a call of a gateway's client.
  const again = { ...sampleRun(4), request: sampleRun(2).request };
  const { request } = sampleRun(5);
  const other = { ...sampleRun(5), request: { ...request, prompt: { library: "demo", name: "other" } } };
  const messages = [{ role: "user" as const, content: "Where is it?" }];
  const call = {
    ...sampleRun(6),
    gateway: { requestedModel: "fast", decisions: [] },
    request: { ...request, prompt: null, variables: {}, clientMessages: messages },
  };
  await history.add([...runs, again, other, call].map((record) => ({ record, notes: noNotes })));
  await history.close();
  return profile;
}

describe("rows that a profile keeps", () => {
  it("are runs by a filter, each set of values once with its newest answer", async () => {
    const profile = await profileWithRuns();
    const rows = rowsOf(await read(profile, "{ runs: { demo: support/answer }, expected: earlier answer }"));
    expect(rows.map((row) => "variables" in row && [row.variables["customer"], row.expected])).toEqual([
      ["Customer 2", "Answer number 4."],
      ["Customer 3", "Answer number 3."],
      ["Customer 1", "Answer number 1."],
    ]);
    expect(rowsOf(await read(profile, "{ runs: { demo: support/answer, most: 2 } }"))).toHaveLength(2);
    // A gateway's client called once.
    const called = rowsOf(await read(profile, "{ runs: { gateway: true } }", '{ text: "{{messages}}" }'));
    expect(called.map((row) => "variables" in row && row.variables)).toEqual([
      { messages: '[{"role":"user","content":"Where is it?"}]', "earlier answer": "Answer number 6." },
    ]);
    expect(rowsOf(await read(profile, "{ runs: { gateway: false, text: Customer } }"))).toHaveLength(4);
    const late = new Date(1_790_000_000_000 + 3_000).toISOString();
    expect(rowsOf(await read(profile, `{ runs: { demo: support/answer, since: "${late}" } }`))).toHaveLength(2);
  });

  it("have the messages of calls that came without a prompt, as placeholders", async () => {
    const prompt = "{ messages: [{ type: placeholder, name: messages }] }";
    const rows = rowsOf(await read(await profileWithRuns(), "{ runs: { text: Customer } }", prompt));
    expect(rows[0]).toMatchObject({ placeholders: { messages: [{ role: "user", content: "Where is it?" }] } });
  });

  it("are the saved inputs of a prompt, by their names", async () => {
    const profile = await temporaryFolder();
    const inputs = await openSavedInputs(join(profile, "saved-inputs.json"));
    const owner = { library: "demo", name: "support/answer" };
    await inputs.save(owner, { name: "polite", variables: { customer: "Ada" }, placeholders: {} });
    await inputs.save(owner, { name: "rude", variables: { customer: "Bob" }, placeholders: {} });
    const rows = rowsOf(await read(profile, "{ saved: { demo: support/answer } }"));
    expect(rows).toMatchObject([
      { description: "polite", variables: { customer: "Ada" } },
      { description: "rude", variables: { customer: "Bob" } },
    ]);
  });

  it("say by line where there are none, and what is wrong with the filter", async () => {
    const profile = await temporaryFolder();
    expect(rowsOf(await read(profile, "{ runs: { model: none } }"))).toMatchObject([
      { line: 2, message: "No run is kept that is asked for here." },
    ]);
    expect(rowsOf(await read(profile, "{ saved: { demo: none } }"))).toMatchObject([
      { line: 2, message: "There are no saved inputs of this prompt." },
    ]);
    expect(rowsOf(await read(profile, "{ runs: { modle: x } }"))).toMatchObject([{ line: 2, code: "unknown-key" }]);
    expect(rowsOf(await read(profile, "{ saved: {} }"))).toMatchObject([{ line: 2 }]);
    expect(rowsOf(await read(profile, "{ runs: {}, file: a.csv }"))).toMatchObject([
      { message: expect.stringContaining("one of them") },
    ]);
  });
});
