import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeLangfuse, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { comparable, readRecordings, replay } from "../../fakes/langfuse/recordings.ts";
import type { NewPrompt } from "../../fakes/langfuse/stored-prompts.ts";

/** Writes recorded from Langfuse 4.16, in the order in which they were sent: each stands on what those before it wrote. */
const folder = join(import.meta.dirname, "../../fixtures/langfuse/writing");
const files = readdirSync(folder)
  .filter((file) => file.endsWith(".txt"))
  .sort();
const from = (first: number, last: number) =>
  files.filter((file) => Number(file.slice(0, 3)) >= first && Number(file.slice(0, 3)) <= last);

/** What was there before the second recording began. */
const standing: NewPrompt[] = [
  { name: "write/labels", prompt: "v1", labels: ["production", "staging"] },
  { name: "write/labels", prompt: "v2" },
  { name: "write/labels", prompt: "v3" },
  { name: "parts/tone", prompt: "Be {{tone}}.", labels: ["production"] },
  {
    name: "parts/nested",
    prompt: "Nested: @@@langfusePrompt:name=parts/tone|label=production@@@",
    labels: ["production"],
  },
  { name: "composed/by-version", prompt: "By version: @@@langfusePrompt:name=parts/tone|version=1@@@" },
];

/** Whose answers are of one body each and whose text was cut when it was recorded. */
const cut = "328-version-create-1000kB.txt";
const raced = new Set(["330-concurrent-create-2.txt", "331-concurrent-create-5.txt"]);

let first: FakeLangfuse;
let second: FakeLangfuse;
beforeAll(async () => {
  first = await startFakeLangfuse();
  second = await startFakeLangfuse({
    prompts: standing,
    organizationSecretKey: "sk-lf-org-0001",
    projects: [{ publicKey: "pk-lf-test-0002", secretKey: "sk-lf-test-0002", id: "proj-test-2", name: "Second" }],
  });
});
afterAll(() => Promise.all([first.close(), second.close()]));

describe.each([
  ["of the first day", from(6, 200), () => first],
  ["of the second day", from(300, 600).filter((file) => !raced.has(file)), () => second],
])("the fake answers the writes %s as Langfuse 4.16 did", (_day, recordings, server) => {
  // A fake that takes more than Langfuse lets a wrong request pass; one that forgets less hides lost labels and tags.
  it.each(recordings)("%s", async (file) => {
    for (const recording of readRecordings(join(folder, file))) {
      const replayed = await replay(server().url, recording);
      if (file === cut) expect(replayed).toMatchObject({ status: recording.status });
      else expect(comparable(replayed)).toEqual(comparable(recording));
    }
  });
});

describe("creates of one name that meet", () => {
  // Two that are both answered with 201 would hide that a version of somebody else stands between.
  it("leave one of those that took the same number, and refuse the others in Langfuse's words", async () => {
    const recorded = readRecordings(join(folder, "330-concurrent-create-2.txt")).filter(({ sent }) => sent);
    second.race(recorded.length);
    const replayed = await Promise.all(recorded.map((recording) => replay(second.url, recording)));
    const inOrder = replayed.sort((a, b) => a.status - b.status);
    const [made, refused] = recorded;
    expect(inOrder.map(({ status, body }) => [status, JSON.parse(body).message])).toEqual([
      [201, undefined],
      [refused?.status, JSON.parse(refused?.body ?? "").message],
    ]);
    expect(made?.status).toBe(201);
    expect(second.prompts.of("write/race2")).toHaveLength(1);
  });
});

describe("keys that only read", () => {
  // Langfuse 4.16 has none; those to come are refused here before anything is written.
  it("read, and change nothing", async () => {
    const fake = await startFakeLangfuse({ readsOnly: true, prompts: [{ name: "p", prompt: "x" }] });
    const authorization = `Basic ${Buffer.from(`${fake.publicKey}:${fake.secretKey}`).toString("base64")}`;
    const ask = async (method: string, path: string, body?: string) => {
      const headers = { authorization, "content-type": "application/json" };
      const sent = body === undefined ? {} : { body };
      return (await fetch(`${fake.url}/api/public/v2/prompts${path}`, { method, headers, ...sent })).status;
    };
    expect([
      await ask("GET", "/p?label=latest"),
      await ask("POST", "", '{"name":"p","prompt":"y"}'),
      await ask("PATCH", "/p/versions/1", '{"newLabels":["production"]}'),
      await ask("DELETE", "/p"),
    ]).toEqual([200, 403, 403, 403]);
    expect(fake.prompts.of("p")).toMatchObject([{ prompt: "x", labels: ["latest"] }]);
    await fake.close();
  });
});
