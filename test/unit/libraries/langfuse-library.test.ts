import { createFetch } from "@engine/http/recording-fetch.ts";
import { createLangfuseLibrary, type LangfuseLibrary } from "@engine/libraries/langfuse/langfuse-library.ts";
import type { CallIo } from "@engine/ports.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { afterEach, describe, expect, it } from "vitest";
import { type FakeLangfuse, type FakeLangfuseOptions, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { faults } from "../../fakes/langfuse/faults.ts";
import { createStoppedClock, credentialOf, sourceFor } from "./connected-library.ts";

const servers: FakeLangfuse[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(options: FakeLangfuseOptions = {}) {
  const server = await startFakeLangfuse(options);
  servers.push(server);
  const clock = createStoppedClock();
  return { server, clock, source: sourceFor(server, { clock }) };
}

const io: CallIo = { signal: new AbortController().signal };
const running = { resolve: true, refresh: false };
const ref = (name: string, which: Partial<PromptRef> = {}): PromptRef => ({ library: "langfuse", name, ...which });
const paths = (server: FakeLangfuse) => server.requests.map(({ path }) => path.replace("/api/public/v2/prompts", ""));
const get = (source: LangfuseLibrary, name: string) => source.get(ref(name), running, io);

describe("list", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `p-${String(index).padStart(4, "0")}`, prompt: "x" }));

  // One page too few loses prompts, one too many costs a request for nothing.
  it.each([
    [0, 1],
    [99, 1],
    [100, 1],
    [101, 2],
    [250, 3],
  ])("reads %i prompts in %i pages, in order", async (count, pages) => {
    const { server, source } = await start({ prompts: many(count) });
    const { prompts, freshness } = await source.list({ refresh: false }, io);
    expect(prompts.map(({ name }) => name)).toEqual(many(count).map(({ name }) => name));
    expect(freshness).toBe("network");
    expect(server.requests).toHaveLength(pages);
  });

  it("takes rows without type and unknown keys, as other versions of Langfuse send them", async () => {
    const { source } = await start({ prompts: many(1), rowsWithoutType: true, deprecation: true });
    const { prompts } = await source.list({ refresh: false }, io);
    expect(prompts[0]).toMatchObject({ name: "p-0000", versions: ["1"], labels: ["latest"] });
    expect(prompts[0]).not.toHaveProperty("type");
  });
});

describe("get", () => {
  // Every one of these is broken by joining paths without encoding, or by encoding twice.
  it.each(["folder/sub dir/leaf", "grüße & 100%", "a?b=c", "a#b", "a+b", "名前", "a%2Fb", "...", "a\\b"])(
    "finds the name %s",
    async (name) => {
      const { source } = await start({ prompts: [{ name, prompt: "x", labels: ["production"] }] });
      expect((await get(source, name)).prompt.name).toBe(name);
    },
  );

  // `..` as a segment would leave the prompts' path altogether.
  it.each([".", ".."])("never puts the name %s into the path", async (name) => {
    const { server, source } = await start();
    await expect(get(source, name)).rejects.toMatchObject({ error: { code: "prompt_not_found" } });
    expect(paths(server)).toEqual([`?name=${name}&limit=1`]);
  });

  it("asks by version or by label, never by both, and for production by default", async () => {
    const prompts = [1, 2].map((version) => ({
      name: "p",
      prompt: `v${version}`,
      labels: [`l${version}`, "production"],
    }));
    const { server, source } = await start({ prompts });
    await get(source, "p");
    await source.get(ref("p", { label: "l1" }), running, io);
    await source.get(ref("p", { version: "1", label: "production" }), { ...running, resolve: false }, io);
    expect(paths(server)).toEqual([
      "/p?label=production&resolve=true",
      "/p?label=l1&resolve=true",
      "/p?version=1&resolve=false",
    ]);
  });

  it("keeps the base path of the host, with or without a slash at its end", async () => {
    const { server } = await start({
      basePath: "/langfuse",
      prompts: [{ name: "p", prompt: "x", labels: ["production"] }],
    });
    const slashed = sourceFor({ ...server, url: `${server.url}/` });
    expect((await get(slashed, "p")).prompt.version).toBe("1");
    expect(server.requests[0]?.path).toBe("/langfuse/api/public/v2/prompts/p?label=production&resolve=true");
  });

  it("gives the stored text for editing and the composed one for running", async () => {
    const parent = "Start. @@@langfusePrompt:name=child|label=production@@@";
    const { source } = await start({
      prompts: [
        { name: "child", prompt: "Be brief.", labels: ["production"] },
        { name: "parent", prompt: parent, labels: ["production"] },
      ],
    });
    const composed = await get(source, "parent");
    expect(composed.prompt.prompt).toBe("Start. Be brief.");
    expect(composed.prompt.resolutionGraph?.root.name).toBe("parent");
    // Caught: one cache entry for both, which would inline the reference for good when saved.
    const stored = await source.get(ref("parent"), { resolve: false, refresh: false }, io);
    expect(stored.prompt).toMatchObject({ prompt: parent, resolutionGraph: null });
  });

  it("shows by the graph when an old server composed although it was asked not to", async () => {
    const { source } = await start({
      ignoresResolve: true,
      prompts: [
        { name: "child", prompt: "Be brief.", labels: ["production"] },
        { name: "parent", prompt: "@@@langfusePrompt:name=child|version=1@@@", labels: ["production"] },
      ],
    });
    const { prompt } = await source.get(ref("parent"), { resolve: false, refresh: false }, io);
    expect(prompt.prompt).toBe("Be brief.");
    expect(prompt.resolutionGraph).not.toBeNull();
  });
});

describe("cache", () => {
  const one = { prompts: [{ name: "p", prompt: "old", labels: ["production"] }] };

  it("serves a copy for 60 seconds and asks again after that", async () => {
    const { server, clock, source } = await start(one);
    await get(source, "p");
    clock.advance(59_999);
    expect(await get(source, "p")).toMatchObject({ freshness: "cache", fetchedAt: Date.UTC(2026, 10, 23) });
    clock.advance(1);
    expect((await get(source, "p")).freshness).toBe("network");
    expect(server.requests).toHaveLength(2);
  });

  it("asks again at once for a refresh", async () => {
    const { server, source } = await start(one);
    await get(source, "p");
    server.prompts.add({ name: "p", prompt: "new", labels: ["production"] });
    const fresh = await source.get(ref("p"), { resolve: true, refresh: true }, io);
    expect(fresh.prompt.prompt).toBe("new");
    expect((await get(source, "p")).prompt.prompt).toBe("new");
  });

  it.each([
    ["a server that fails", faults.internal, "Langfuse failed with the status 500."],
    ["a login page", faults.loginPage, "instead of JSON"],
    ["a cut connection", faults.reset, "cannot be reached"],
    ["a limit on requests", faults.rateLimited(30), "slow down"],
  ])("serves the old copy on %s and says why", async (_name, fault, reason) => {
    const { server, clock, source } = await start(one);
    const first = await get(source, "p");
    await source.list({ refresh: false }, io);
    server.fail(fault);
    clock.advance(120_000);
    const stale = await get(source, "p");
    expect(stale).toMatchObject({ freshness: "stale", fetchedAt: first.fetchedAt, prompt: { prompt: "old" } });
    expect(stale.staleReason).toContain(reason);
    expect(await source.list({ refresh: false }, io)).toMatchObject({ freshness: "stale" });
  });

  // Going on with a prompt that was taken away, or with a key that was revoked, would be worse than an error.
  it.each([
    ["refused keys", faults.unauthorized, "langfuse_unauthorized"],
    ["a broken reference", faults.conflict, "langfuse_conflict"],
  ])("does not hide %s behind a copy", async (_name, fault, code) => {
    const { server, clock, source } = await start(one);
    await get(source, "p");
    server.fail(fault);
    clock.advance(60_000);
    await expect(get(source, "p")).rejects.toMatchObject({ error: { code } });
  });

  it("forgets a prompt that is gone", async () => {
    const { server, clock, source } = await start(one);
    await get(source, "p");
    server.prompts.remove("p");
    clock.advance(60_000);
    await expect(get(source, "p")).rejects.toMatchObject({ error: { code: "prompt_not_found" } });
    server.fail(faults.internal);
    await expect(get(source, "p")).rejects.toMatchObject({ error: { code: "langfuse_unavailable" } });
  });

  it("never serves one project's prompts under another connection", async () => {
    const a = await start(one);
    const b = await start({ prompts: [{ name: "p", prompt: "of b", labels: ["production"] }] });
    let current = a.server;
    const source = createLangfuseLibrary({
      connection: () => ({ host: current.url, credential: credentialOf(current.publicKey) }),
      createFetch,
      secrets: { resolve: () => Buffer.from("pk-lf-test-0001:sk-lf-test-0001").toString("base64") },
      clock: createStoppedClock(),
    });
    expect((await get(source, "p")).prompt.prompt).toBe("old");
    current = b.server;
    expect((await get(source, "p")).prompt.prompt).toBe("of b");
    b.server.fail(faults.internal);
    source.clear();
    await expect(get(source, "p")).rejects.toMatchObject({ error: { code: "langfuse_unavailable" } });
  });
});

describe("versions", () => {
  const three = {
    prompts: [
      { name: "p", prompt: "1", labels: ["production"], commitMessage: "first", createdAt: "2026-01-01T00:00:00.000Z" },
      { name: "p", prompt: "2", commitMessage: "second" },
      { name: "p", prompt: "3", labels: ["staging"] },
    ],
  };

  it("lists them newest first with labels, dates and commit messages", async () => {
    const { source } = await start(three);
    expect(await source.versions("p", { refresh: false }, io)).toMatchObject([
      { version: "3", labels: ["staging", "latest"] },
      { version: "2", labels: [], commitMessage: "second" },
      { version: "1", labels: ["production"], commitMessage: "first", createdAt: "2026-01-01T00:00:00.000Z" },
    ]);
  });

  it("asks for old versions once, and still sees a label that moved", async () => {
    const { server, source } = await start(three);
    await source.versions("p", { refresh: false }, io);
    server.requests.length = 0;
    server.prompts.moveLabel("p", "production", 2);
    const history = await source.versions("p", { refresh: false }, io);
    expect(history.map(({ labels }) => [...labels].sort())).toEqual([["latest", "staging"], ["production"], []]);
    expect(paths(server).filter((path) => path.startsWith("/p?version="))).toEqual(["/p?version=3&resolve=false"]);
  });
});

describe("connection test", () => {
  it("names the project, the server's version and how many prompts there are", async () => {
    const { server, source } = await start({
      prompts: [
        { name: "a", prompt: "x" },
        { name: "b", prompt: "x" },
      ],
    });
    expect(await source.testConnection({ asksToWrite: false }, io)).toEqual({
      projectId: "proj-test",
      projectName: "Test Project",
      organization: "Test Org",
      serverVersion: "4.16.0",
      promptCount: 2,
    });
    const health = server.requests.find(({ path }) => path.endsWith("/health"));
    expect(health?.headers["authorization"]).toBeUndefined();
  });

  it.each([
    ["a key that may write", false, true],
    ["a key that only reads", true, false],
  ])("tells %s, and changes nothing by asking", async (_name, readsOnly, writes) => {
    const { server, source } = await start({ readsOnly, prompts: [{ name: "a", prompt: "x" }] });
    expect(await source.testConnection({ asksToWrite: true }, io)).toMatchObject({ writes });
    expect(server.prompts.all().map(({ name, labels }) => [name, labels])).toEqual([["a", ["latest"]]]);
    expect(server.requests.filter(({ method }) => method !== "GET").map(({ body }) => body)).toEqual([
      '{"newLabels":[]}',
    ]);
  });

  it("works behind a proxy that hides the health check", async () => {
    const { server, source } = await start();
    server.fail(faults.notFoundPage, { path: /health/ });
    expect(await source.testConnection({ asksToWrite: false }, io)).not.toHaveProperty("serverVersion");
  });

  it.each([
    ["a wrong secret key", { secretKey: "sk-lf-wrong" }, "langfuse_unauthorized"],
    ["an organization's key", { secretKey: "sk-lf-org-0002" }, "langfuse_forbidden"],
    ["a wrong base path", { url: "/nowhere" }, "langfuse_not_json"],
  ])("refuses %s", async (_name, wrong, code) => {
    const { server } = await start();
    const url = "url" in wrong ? server.url + wrong.url : server.url;
    const source = sourceFor({ ...server, ...wrong, url });
    await expect(source.testConnection({ asksToWrite: false }, io)).rejects.toMatchObject({ error: { code } });
  });
});

describe("what is recorded", () => {
  it("every exchange, with the key as a reference", async () => {
    const { server, source } = await start({ prompts: [{ name: "p", prompt: "x", labels: ["production"] }] });
    const exchanges = new Set<Exchange>();
    await source.get(ref("p"), running, { ...io, onExchange: (exchange) => exchanges.add(exchange) });
    const [exchange] = exchanges;
    expect(exchange).toMatchObject({ kind: "langfuse", attempt: 1, response: { status: 200 } });
    expect(server.requests[0]?.headers["authorization"]).toMatch(/^Basic [A-Za-z0-9+/]+=*$/);
    const secret = Buffer.from(`${server.publicKey}:${server.secretKey}`).toString("base64");
    expect(JSON.stringify([...exchanges])).not.toContain(secret);
    expect(JSON.stringify([...exchanges])).not.toContain(server.secretKey);
  });
});
