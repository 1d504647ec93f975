import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { apis } from "@engine/apis/registry.ts";
import type { Provider } from "@engine/providers/provider.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FakeApi } from "../../fakes/provider/answers.ts";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import { canary, joined, planFor, preview, runPlan } from "../../fakes/provider/run-plan.ts";

const providers = builtInProviders.all;
/** What the fake provider calls each API. */
const fakeNames: Record<string, FakeApi> = {
  "chat-completions": "openai",
  messages: "anthropic",
  responses: "responses",
};
function fakeNameOf({ apis: [api], address }: Provider): FakeApi {
  const name = address === "deployments" && api === apis.chatCompletions ? "azure" : fakeNames[api.id];
  if (!name) throw new Error(`The fake provider does not speak ${api.id}.`);
  return name;
}

const fixturesOf = (api: string) => join(import.meta.dirname, "../../fixtures/providers", api);
const casesOf = (api: string) =>
  existsSync(fixturesOf(api))
    ? readdirSync(fixturesOf(api)).flatMap((file) => /^(.+)\.expected\.json$/.exec(file)?.[1] ?? [])
    : [];
const fixture = (api: string, file: string) => readFileSync(join(fixturesOf(api), file), "utf8");

let fake: FakeProvider;
beforeAll(async () => {
  fake = await startFakeProvider();
  fake.takesMore({ fields: ["custom_key"] });
});
afterAll(() => fake.close());

it("every API has recorded answers, and every API that a provider speaks is in the registry", () => {
  const known = Object.values(apis).map(({ id }) => id);
  for (const id of known) expect(casesOf(id), `test/fixtures/providers/${id}`).toContain("text");
  expect(new Set(providers.flatMap((provider) => provider.apis.map(({ id }) => id)))).toEqual(new Set(known));
});

/** Each provider once for every API that answers chats. */
const spoken = providers.flatMap((provider) =>
  provider.apis
    .filter(({ kind }) => kind === "generate")
    .map((api): [id: string, api: string, Provider] => [provider.id, api.id, { ...provider, apis: [api] }]),
);

describe.each(spoken)("provider %s, %s", (_id, api, provider) => {
  const baseUrl = () => fake.baseUrl(fakeNameOf(provider));

  it.each([true, false])(
    "sends what the preview shows and the record keeps, byte for byte (stream: %s)",
    async (stream) => {
      const plan = planFor(provider, {
        baseUrl: baseUrl(),
        stream,
        messages: [
          { role: "system", content: "Be kind — 日本 🎉 \u2028" },
          { role: "user", content: 'Quotes " and \\ and </script>' },
        ],
        parameters: [{ key: "temperature", value: 0.2, source: "override", sent: true }],
        extraBody: { custom_key: [1, null, "x"] },
      });
      const shown = await preview(provider, plan);
      const before = fake.requests.length;
      const { outcome, exchanges } = await runPlan(provider, plan);
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

  it.each(casesOf(api))("decodes the recorded answer %s, streamed and whole", async (name) => {
    const expected: unknown = JSON.parse(fixture(api, `${name}.expected.json`));

    fake.next(
      { kind: "raw", headers: { "content-type": "text/event-stream" }, body: fixture(api, `${name}.sse`) },
      { kind: "raw", body: fixture(api, `${name}.json`) },
    );
    const streamed = await runPlan(provider, planFor(provider, { baseUrl: baseUrl() }));
    const whole = await runPlan(provider, planFor(provider, { baseUrl: baseUrl(), stream: false }));
    expect(streamed.output).toEqual(expected);
    expect(whole.output).toEqual(expected);
    expect(streamed.outcome.kind).toBe("completed");
    expect(whole.outcome).toEqual(streamed.outcome);
    expect(whole.metrics.ttftMs).toBeUndefined();
    expect(whole.metrics.tokensPerSecond).toBeUndefined();
    expect(streamed.metrics.httpStatus).toBe(200);
    expect(streamed.exchanges[0]?.frames.length).toBeGreaterThan(0);
    expect(streamed.exchanges[0]?.response?.body).toBe(fixture(api, `${name}.sse`));
  });

  it("passes the words, the status and the request id of a refusal on", async () => {
    fake.next({ kind: "status", status: 401, message: `Incorrect API key provided: ${canary}` });
    const run = await runPlan(provider, planFor(provider, { baseUrl: baseUrl() }));
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
