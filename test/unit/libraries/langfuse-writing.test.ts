import { UncertainWrite } from "@engine/libraries/failures/uncertain-write.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FakeLangfuse, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { faults } from "../../fakes/langfuse/faults.ts";
import { sourceFor } from "./connected-library.ts";

let fake: FakeLangfuse;
beforeEach(async () => {
  fake = await startFakeLangfuse({ prompts: [{ name: "p", prompt: "v1", labels: ["production"] }] });
});
afterEach(() => fake.close());

const version = { name: "p", type: "text", prompt: "v2", config: {}, labels: [] } as const;
const io = { signal: new AbortController().signal };

function writingOf(timeoutMs?: number) {
  const { writing } = sourceFor(fake, timeoutMs === undefined ? {} : { timeoutMs });
  if (!writing) throw new Error("Langfuse can be written to.");
  return writing;
}

describe("a write that is not answered", () => {
  // A Langfuse whose Redis is down takes requests and never answers; a retry would make the version twice.
  it.each([
    ["at all", faults.hang],
    ["to its end", faults.half],
  ])("%s in time may have been done, and is sent once", async (_name, fault) => {
    fake.fail(fault, { method: "POST", afterwards: true });
    const work = writingOf(1_000).save(version, "1", io);
    await expect(work).rejects.toBeInstanceOf(UncertainWrite);
    expect(fake.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
    expect(fake.prompts.of("p")).toHaveLength(2);
  });

  it("and whose caller goes closes its socket", async () => {
    fake.fail(faults.hang, { method: "POST" });
    const caller = new AbortController();
    const work = writingOf().save(version, "1", { signal: caller.signal });
    await vi.waitFor(() => expect(fake.requests.at(-1)?.body).toContain("v2"), { timeout: 60_000 });
    caller.abort();
    await expect(work).rejects.toMatchObject({ error: { code: "cancelled" } });
    await vi.waitFor(() => expect(fake.requests.at(-1)?.aborted).toBe(true), { timeout: 60_000 });
  });
});

describe("requests of writes", () => {
  it("say what Langfuse's own client says, and nothing more", async () => {
    const writing = writingOf();
    await writing.save({ ...version, type: "text", labels: ["eu-1"], commitMessage: "why" }, "1", io);
    await writing.labels?.move("p", "production", "2", io);
    await writing.deleting?.delete("p", "1", io);
    const sent = fake.requests.map(({ method, path, body }) => `${method} ${path} ${body}`);
    expect(sent).toEqual([
      'POST /api/public/v2/prompts {"type":"text","prompt":"v2","name":"p","config":{},"labels":["eu-1"],"commitMessage":"why"}',
      'PATCH /api/public/v2/prompts/p/versions/2 {"newLabels":["production"]}',
      // Without a version it would be all of them.
      "DELETE /api/public/v2/prompts/p?version=1 ",
    ]);
    expect(fake.prompts.of("p")).toMatchObject([{ version: 2, labels: ["production", "eu-1", "latest"] }]);
  });
});
