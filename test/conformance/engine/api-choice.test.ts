import { apis } from "@engine/apis/registry.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { planFor } from "../../fakes/provider/run-plan.ts";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

/* One prompt, asked in each API its provider speaks: what the preview shows is what is sent, and the run says why. */

let bench: EngineBench;
beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(() => bench.close());

const never = new AbortController().signal;
const ask = (given: Parameters<typeof runRequest>[0]) =>
  runRequest({ clientMessages: [{ role: "user", content: "Hi" }], ...given });

async function sent(given: ReturnType<typeof ask>) {
  const preview = await bench.engine.runs.preview(given, { signal: never });
  expect(preview.error).toBeUndefined();
  const { record } = await bench.run(given);
  const received = bench.provider.requests.at(-1);
  expect(preview.wire?.body).toBe(received?.body);
  expect(record.outcome?.kind).toBe("completed");
  return { preview, record, received };
}

describe("the API of a variant", () => {
  it.each([
    ["chat-completions", "/v1/chat/completions"],
    ["responses", "/v1/responses"],
  ])("%s is asked at its own place with its own body", async (api, path) => {
    const { preview, record, received } = await sent(ask({ model: "gpt-4o", api, betas: ["x-1", "y=2"] }));
    expect(received?.path).toBe(path);
    expect(received?.header("openai-beta")).toBe("x-1,y=2");
    expect(record.plan).toMatchObject({ api, apiChoice: { because: "chosen for this variant" } });
    expect(preview.apis?.map(({ id }) => id)).toEqual(["chat-completions", "responses"]);
    expect(record.output.text).toBe("Hello from the fake provider.");
  });

  it("that is not chosen is the usual one, and is said all the same", async () => {
    const { record, received } = await sent(ask({ model: "gpt-4o" }));
    expect([received?.path, received?.header("openai-beta")]).toEqual(["/v1/chat/completions", undefined]);
    expect(record.plan?.apiChoice).toEqual({ label: "Chat completions", because: "what OpenAI is usually asked in" });
  });

  it("that the provider does not speak is refused before anything is sent", async () => {
    const request = ask({ model: "anthropic/claude-sonnet-4-5", api: "responses" });
    const { error } = await bench.engine.runs.preview(request, { signal: never });
    expect(error).toMatchObject({ code: "invalid_input", advice: expect.stringContaining("Messages") });
    const { record } = await bench.run(request);
    expect(record.outcome?.kind).toBe("not_sent");
    expect(bench.provider.requests).toEqual([]);
  });

  it("Claude's betas go beside those the body needs, each once", async () => {
    const overrides = { context_management: { edits: [] } };
    const betas = ["context-1m-2025-08-07", "context-management-2025-06-27"];
    const { received } = await sent(ask({ model: "anthropic/claude-sonnet-4-5", betas, overrides }));
    expect(received?.header("anthropic-beta")).toBe("context-management-2025-06-27,context-1m-2025-08-07");
  });
});

it("a proxy is asked in Messages with its key as a bearer", () => {
  const provider = builtInProviders.find("litellm_proxy");
  if (!provider) throw new Error("There is no LiteLLM proxy.");
  const plan = planFor({ ...provider, apis: [apis.messages] }, { baseUrl: "http://proxy.test/v1", stream: false });
  const { url, headers } = apis.messages.build(plan, { baseUrl: "http://proxy.test/v1", provider, key: "k" });
  expect(url).toBe("http://proxy.test/v1/messages");
  expect(headers).toContainEqual(["authorization", "Bearer k"]);
  expect(headers.map(([name]) => name)).not.toContain("x-api-key");
});
