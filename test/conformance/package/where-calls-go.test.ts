import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { completion } from "../../../electron/hosts/package/completion.ts";
import type { CompletionOptions } from "../../../electron/hosts/package/types.ts";
import { type LibraryBench, openLibraryBench } from "./open-package.ts";

let bench: LibraryBench;
beforeAll(async () => {
  bench = await openLibraryBench();
});
afterAll(() => bench.close());
afterEach(() => vi.unstubAllEnvs());
beforeEach(() => {
  for (const [name, value] of Object.entries(bench.environment)) vi.stubEnv(name, value);
});

const messages = [{ role: "user", content: "Hi" }];
const key = "sk-canary-meant-for-one-host-3c7e";
const nowhere = "http://127.0.0.1:1/v1";

async function sentBy(options: CompletionOptions) {
  const request = await bench.sentBy(() => completion({ messages, ...options }));
  if (!request) throw new Error("Nothing was sent.");
  return request;
}

describe("a call's key goes to the host the call names and to no other", () => {
  it("base_url is api_base, and counts where both are given", async () => {
    vi.stubEnv("OPENAI_BASE_URL", nowhere);
    const base = bench.provider.baseUrl("openai");
    const request = await sentBy({ model: "gpt-4o", api_key: key, base_url: base });
    expect(request.header("authorization")).toBe(`Bearer ${key}`);
    await sentBy({ model: "gpt-4o", api_key: key, base_url: base, api_base: nowhere });
  });

  it("base_url gets no key of the environment", async () => {
    const call = completion({ messages, model: "gpt-4o", base_url: "https://elsewhere.example/v1" });
    await expect(call).rejects.toMatchObject({ code: "credential_missing" });
  });

  it.each(["litellm_credential_name", "deployment_id", "model_list"])(
    "%s would lead elsewhere: nothing is sent",
    async (option) => {
      const before = bench.provider.requests.length;
      const options: CompletionOptions = { messages, model: "gpt-4o", ...{ [option]: "other" } };
      await expect(completion(options)).rejects.toMatchObject({
        code: "invalid_input",
        message: expect.stringContaining(option),
      });
      expect(bench.provider.requests.length).toBe(before);
    },
  );

  it("custom_llm_provider decides the provider, also against a known name", async () => {
    const { path } = await sentBy({ model: "gpt-4o", custom_llm_provider: "azure", api_key: key });
    expect(path).toContain("/deployments/gpt-4o/");
  });
});

it("Azure: the version behind a deployment's whole address is its version, unless the call names one", async () => {
  const api_base = `${bench.provider.baseUrl("azure")}/openai/deployments/other/chat/completions?api-version=2024-06-01`;
  const call = { model: "azure/d", api_key: key, api_base };
  expect((await sentBy(call)).path).toContain("/deployments/other/chat/completions?api-version=2024-06-01");
  const named = await sentBy({ ...call, api_version: "2024-10-21" });
  expect(named.path).toContain("?api-version=2024-10-21");
});

describe("headers of a call", () => {
  it("extra_headers and headers are sent; one of the request's own names takes its place", async () => {
    const { headers } = await sentBy({
      model: "gpt-4o",
      extra_headers: { "X-Case": "one", "user-agent": "mine" },
      headers: { "x-other": "two", "x-case": "loses" },
    });
    expect(Object.fromEntries(headers)).toMatchObject({ "x-case": "one", "x-other": "two", "user-agent": "mine" });
  });

  it("one that may carry a key is masked where the request is shown", async () => {
    const lines: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(String(text)) > 0);
    const secret = "canary-header-value-91d2";
    await sentBy({ model: "gpt-4o", set_verbose: true, extra_headers: { "x-gateway-token": secret } });
    vi.restoreAllMocks();
    expect(lines.join("")).toContain("x-gateway-token");
    expect(lines.join("")).not.toContain(secret);
  });

  it("organization, and OPENAI_ORGANIZATION for the environment's address alone", async () => {
    const own = await sentBy({ model: "gpt-4o", organization: "org-7" });
    expect(own.header("openai-organization")).toBe("org-7");
    vi.stubEnv("OPENAI_ORGANIZATION", "org-1");
    expect((await sentBy({ model: "gpt-4o" })).header("openai-organization")).toBe("org-1");
    const other = await sentBy({ model: "gpt-4o", api_key: key, base_url: bench.provider.baseUrl("openai") });
    expect(other.header("openai-organization")).toBeUndefined();
  });

  it("Azure: a token of Entra ID is a bearer, of the call or of AZURE_AD_TOKEN", async () => {
    vi.stubEnv("AZURE_API_KEY", "");
    const ofCall = await sentBy({ model: "azure/d", azure_ad_token: "canary-entra-token-5521" });
    expect(ofCall.header("authorization")).toBe("Bearer canary-entra-token-5521");
    expect(ofCall.header("api-key")).toBeUndefined();
    vi.stubEnv("AZURE_AD_TOKEN", "canary-entra-token-of-env");
    const ofEnvironment = await sentBy({ model: "azure/d" });
    expect(ofEnvironment.header("authorization")).toBe("Bearer canary-entra-token-of-env");
  });
});
