import { readdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeLangfuse, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { deleteRecorded, recordDatasets } from "../../fakes/langfuse/recorded-datasets.ts";
import { recordedPrompts, recordedReferences } from "../../fakes/langfuse/recorded-project.ts";
import { comparable, type Recording, readRecordings, replay } from "../../fakes/langfuse/recordings.ts";

const folder = join(import.meta.dirname, "../../fixtures/langfuse");

function onlyRecording(path: string): Recording {
  const [recording] = readRecordings(path);
  if (!recording) throw new Error(`${path} holds no exchange.`);
  return recording;
}

describe("the fake answers as the recorded Langfuse 4.16 did", () => {
  let before: FakeLangfuse;
  let after: FakeLangfuse;
  let empty: FakeLangfuse;
  let moved: FakeLangfuse;

  beforeAll(async () => {
    before = await startFakeLangfuse({ prompts: recordedPrompts });
    after = await startFakeLangfuse({ prompts: [...recordedPrompts, ...recordedReferences] });
    const organization = { id: "org-test", name: "Test Org" };
    empty = await startFakeLangfuse({
      secretKey: "sk-lf-test-000b",
      project: { id: "proj-b", name: "proj-b", organization },
    });
    moved = await startFakeLangfuse({ prompts: recordedPrompts });
    for (const fake of [before, after]) recordDatasets(fake.datasets);
    deleteRecorded(before.datasets);
    for (const label of ["production", "canary"]) moved.prompts.moveLabel("greet", label, 2);
  });
  afterAll(() => Promise.all([before.close(), after.close(), empty.close(), moved.close()]));

  function serverFor(file: string): FakeLangfuse {
    const number = Number(file.slice(0, 3));
    if (number >= 201 && number <= 203) return empty;
    if (number >= 60 && number < 70) return moved;
    // Of datasets: the lists of before an item was deleted, then one that asks for that time.
    if (number === 377 || number === 378) return after;
    return number < 60 || number > 200 ? before : after;
  }

  // A fake that drifts from the real server makes every other test meaningless.
  it.each(readdirSync(folder).filter((file) => file.endsWith(".txt")))("%s", async (file) => {
    const recording = onlyRecording(join(folder, file));
    const replayed = await replay(serverFor(file).url, recording);
    expect(comparable(replayed)).toEqual(comparable(recording));
  });
});

// What no recording shows, but a client may send: a fake that answers here hides a wrong request.
describe("the fake takes nothing that Langfuse would not", () => {
  const keys = "pk-lf-test-0001:sk-lf-test-0001";
  const authorization = `Basic ${Buffer.from(keys).toString("base64")}`;
  let fake: FakeLangfuse;
  beforeAll(async () => {
    fake = await startFakeLangfuse({ prompts: recordedPrompts });
  });
  afterAll(() => fake.close());

  const get = (path: string, headers: Record<string, string> = { authorization }) =>
    fetch(`${fake.url}${path}`, { headers });

  it.each(["limit", "page"])("%s that is no number is wrong input, not the default", async (name) => {
    const response = await get(`/api/public/v2/prompts?${name}=many`);
    expect([response.status, await response.json()]).toEqual([
      400,
      {
        message: "Invalid request data",
        error: [expect.objectContaining({ code: "invalid_type", received: "NaN", path: [name] })],
      },
    ]);
  });

  it("a path nobody answers is the page's, with and without a key", async () => {
    for (const headers of [{ authorization }, {}] as Record<string, string>[]) {
      const response = await get("/langfuse/api/public/projects", headers);
      expect([response.status, response.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    }
  });

  it("a name whose percent signs encode nothing is a bad request", async () => {
    const status = await new Promise((resolve, reject) => {
      const { hostname, port } = new URL(fake.url);
      const path = "/api/public/v2/prompts/100%";
      request({ hostname, port, path, headers: { authorization } }, ({ statusCode }) => resolve(statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(400);
  });
});
