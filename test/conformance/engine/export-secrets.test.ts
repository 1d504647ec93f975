import { createDispatcher } from "@routes/dispatch.ts";
import { createHandlers } from "@routes/handlers.ts";
import { exportFormatSchema } from "@shared/domain/run/history-query.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noHost } from "../../fakes/routes/no-host.ts";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

/** Nobody knew it for a key when a model said it and the run was kept. */
const key = "gsk-canary-known-only-later-55dd";
let bench: EngineBench;
let runId = "";

beforeAll(async () => {
  bench = await openEngineBench();
  bench.provider.next({ kind: "answer", answer: { text: `Use ${key}, or ${encodeURIComponent(key)}.` } });
  const clientMessages = [{ role: "user", content: `Is ${key} a key?` }];
  const { record } = await bench.run(runRequest({ clientMessages, modelOverride: "gpt-4o" }));
  runId = record.id;
  await call("provider.connect", { provider: "groq", baseUrl: bench.provider.origin, apiKey: key, storage: "session" });
});
afterAll(() => bench.close());

async function call(name: string, input: unknown): Promise<string> {
  const dispatcher = createDispatcher({
    handlers: createHandlers(bench.engine, noHost),
    redact: (text) => bench.engine.redact(text),
  });
  const answer = await dispatcher.call(name, input, { signal: new AbortController().signal });
  expect(answer, name).toMatchObject({ ok: true });
  return JSON.stringify(answer);
}

// Files are what people send to others: a run that was kept before its key was known must not bring the key along.
describe("a key that became known after a run was kept", () => {
  it.each(exportFormatSchema.options)("is in no file of runs: %s", async (format) => {
    const file = await call("history.export", { which: { ids: [runId] }, format });
    expect(file).toContain("[secret]");
    expect(file).not.toContain(key);
  });

  it("is in no recording, and in no run that is read", async () => {
    for (const name of ["cassette.export", "history.get", "run.get"]) {
      const answer = await call(name, { runId });
      expect(answer).toContain("[secret]");
      expect(answer).not.toContain(key);
    }
  });

  it("reached the provider as it was typed, so that nothing above passes by losing the text", () => {
    expect(bench.provider.requests[0]?.body).toContain(key);
  });
});
