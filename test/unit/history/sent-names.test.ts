import { type History, openHistory } from "@engine/history/history.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { afterEach, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { sampleRun } from "./sample-run.ts";

let history: History | undefined;
afterEach(async () => {
  await history?.close();
  history = undefined;
});

const place = { library: "langfuse", connection: "1a2b", name: "support/reply" };
const ofPrompt = { gateway: true, promptLibrary: "langfuse", promptConnection: "1a2b", promptName: "support/reply" };

function call(
  sequence: number,
  variables: RunRecord["request"]["variables"],
  prompt = place,
  gateway = true,
): RunRecord {
  const run = sampleRun(sequence);
  return {
    ...run,
    startedAt: sequence,
    request: { ...run.request, prompt, variables },
    ...(gateway ? { gateway: { requestedModel: "m", decisions: [] } } : {}),
  };
}

// A warning that counts the calls of another prompt or project, or the runs of the playground, is a wrong one.
it("counts by name what the newest calls of one prompt send, and nothing of others", async () => {
  history = await openHistory({ folder: await temporaryFolder() });
  const records = [
    call(1, { old: "1", tone: "x" }),
    call(2, { tone: "x".repeat(40_000), 'a "b" größe': null }),
    call(3, {}),
    call(4, { tone: "x" }, { ...place, connection: "9f9f" }),
    call(5, { tone: "x" }, { ...place, name: "other" }),
    call(6, { tone: "x" }, place, false),
  ];
  await history.add(records.map((record) => ({ record, notes: noNotes })));
  expect(await history.sentNames({ filter: ofPrompt, most: 200 })).toEqual({
    runs: 3,
    names: { old: 1, tone: 2, 'a "b" größe': 1 },
  });
  expect(await history.sentNames({ filter: ofPrompt, most: 2 })).toEqual({
    runs: 2,
    names: { tone: 1, 'a "b" größe': 1 },
  });
  expect(await history.sentNames({ filter: { ...ofPrompt, promptName: "none" }, most: 2 })).toEqual({
    runs: 0,
    names: {},
  });
});
