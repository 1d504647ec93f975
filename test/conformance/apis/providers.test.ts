import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { adapterFor } from "@engine/apis/registry.ts";
import { demoPreset } from "@engine/providers/presets.ts";
import type { ProviderPreset } from "@engine/providers/provider.ts";
import { listedPresets } from "@engine/providers/registry.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import { canary, joined, planFor, preview, runPlan } from "../../fakes/provider/run-plan.ts";

const presets: readonly ProviderPreset[] = [demoPreset, ...listedPresets()];
const fixturesOf = (dialect: string) => join(import.meta.dirname, "../../fixtures/providers", dialect);
const casesOf = (dialect: string) =>
  existsSync(fixturesOf(dialect))
    ? readdirSync(fixturesOf(dialect)).flatMap((file) => /^(.+)\.expected\.json$/.exec(file)?.[1] ?? [])
    : [];
const fixture = (dialect: string, file: string) => readFileSync(join(fixturesOf(dialect), file), "utf8");

let fake: FakeProvider;
beforeAll(async () => {
  fake = await startFakeProvider();
  fake.takesMore({ fields: ["custom_key"] });
});
afterAll(() => fake.close());

describe.each(presets.map((preset) => [preset.id, preset] as const))("provider %s", (_id, preset) => {
  const { dialect } = preset;

  it("has fixtures and an adapter of its dialect", async () => {
    expect(casesOf(dialect), `test/fixtures/providers/${dialect}`).toContain("text");
    expect((await adapterFor(preset)).dialect).toBe(dialect);
  });

  it.each([true, false])(
    "sends what the preview shows and the record keeps, byte for byte (stream: %s)",
    async (stream) => {
      const plan = planFor(preset, {
        baseUrl: fake.baseUrl(dialect),
        stream,
        messages: [
          { role: "system", content: "Be kind — 日本 🎉 \u2028" },
          { role: "user", content: 'Quotes " and \\ and </script>' },
        ],
        parameters: [{ key: "temperature", value: 0.2, source: "override", sent: true }],
        extraBody: { custom_key: [1, null, "x"] },
      });
      const shown = await preview(preset, plan);
      const before = fake.requests.length;
      const { outcome, exchanges } = await runPlan(preset, plan);
      expect(outcome.kind).toBe("completed");
      const received = await fake.request(before);
      expect(exchanges).toHaveLength(1);
      expect(exchanges[0]?.request).toEqual(shown);
      expect(received.body).toBe(shown.body);
      expect(received.bodyBytes.byteLength).toBe(shown.bodyBytes);
      expect(received.headers).toEqual(shown.headers.map(({ name, value }) => [name, joined(value)]));
      expect(`${fake.origin}${received.path}`).toBe(shown.url);
      expect(JSON.stringify([shown, exchanges])).not.toContain(canary);
      expect(received.json()).toMatchObject({ model: "fake-model", temperature: 0.2, custom_key: [1, null, "x"] });
      expect("stream" in received.json()).toBe(stream);
    },
  );

  it.each(casesOf(dialect))("decodes the recorded answer %s, streamed and whole", async (name) => {
    const expected: unknown = JSON.parse(fixture(dialect, `${name}.expected.json`));
    const baseUrl = fake.baseUrl(dialect);
    fake.next(
      { kind: "raw", headers: { "content-type": "text/event-stream" }, body: fixture(dialect, `${name}.sse`) },
      { kind: "raw", body: fixture(dialect, `${name}.json`) },
    );
    const streamed = await runPlan(preset, planFor(preset, { baseUrl }));
    const whole = await runPlan(preset, planFor(preset, { baseUrl, stream: false }));
    expect(streamed.output).toEqual(expected);
    expect(whole.output).toEqual(expected);
    expect(streamed.outcome.kind).toBe("completed");
    expect(whole.outcome).toEqual(streamed.outcome);
    expect(whole.metrics.ttftMs).toBeUndefined();
    expect(whole.metrics.tokensPerSecond).toBeUndefined();
    expect(streamed.metrics.httpStatus).toBe(200);
    expect(streamed.exchanges[0]?.frames.length).toBeGreaterThan(0);
    expect(streamed.exchanges[0]?.response?.body).toBe(fixture(dialect, `${name}.sse`));
  });

  it("passes the words, the status and the request id of a refusal on", async () => {
    fake.next({ kind: "status", status: 401, message: `Incorrect API key provided: ${canary}` });
    const run = await runPlan(preset, planFor(preset, { baseUrl: fake.baseUrl(dialect) }));
    expect(run.outcome).toMatchObject({
      kind: "provider_error",
      error: {
        code: "provider_unauthorized",
        status: 401,
        requestId: "req_fake_1",
        detail: expect.stringContaining("Incorrect API key provided: [secret]"),
      },
    });
    expect(JSON.stringify(run)).not.toContain(canary);
    expect(run.metrics).toMatchObject({ httpStatus: 401, attempts: 1 });
  });
});
