import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createFetch } from "@engine/http/recording-fetch.ts";
import { readLangfusePrices } from "@engine/libraries/langfuse/langfuse-prices.ts";
import { createPriceBook } from "@engine/models/price-book.ts";
import type { ModelRoute } from "@shared/domain/model/model.ts";
import type { ModelPrice } from "@shared/domain/model/price.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createStoppedClock, credentialOf } from "./connected-library.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const model = (modelName: string, given: object) => ({
  id: modelName,
  modelName,
  matchPattern: `(?i)^(${modelName})$`,
  unit: "TOKENS",
  isLangfuseManaged: true,
  ...given,
});
const prices = (input: number, output: number, more = {}) => ({
  prices: { input: { price: input }, output: { price: output }, ...more },
});

/** A Langfuse that has nothing but models, one on each page. */
async function startModelServer(models: object[]) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const page = Number(new URL(`http://x${request.url}`).searchParams.get("page"));
    const body = { data: models.slice(page - 1, page), meta: { page, limit: 1, totalPages: models.length } };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close().closeAllConnections());
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const io = { signal: new AbortController().signal };
  const options = {
    createFetch,
    secrets: { resolve: () => Buffer.from("pk:sk").toString("base64") },
    clock: createStoppedClock(),
  };
  return { asked, host, read: () => readLangfusePrices({ host, credential: credentialOf("pk") }, options, io) };
}

describe("readLangfusePrices", () => {
  it("reads every page, the project's own models first (a page that is forgotten; an own price that loses)", async () => {
    const managed = model("gpt-4o", prices(0.0000025, 0.00001, { input_cached_tokens: { price: 0.00000125 } }));
    const own = model("gpt-4o", { ...prices(0.000003, 0.000012), isLangfuseManaged: false });
    const server = await startModelServer([managed, own]);
    expect(await server.read()).toEqual([
      { matchPattern: "(?i)^(gpt-4o)$", model: "gpt-4o", input: 3, output: 12, managed: false },
      { matchPattern: "(?i)^(gpt-4o)$", model: "gpt-4o", input: 2.5, output: 10, cachedInput: 1.25, managed: true },
    ]);
    expect(server.asked.map((url) => url.split("?")[0])).toEqual(["/api/public/models", "/api/public/models"]);
  });

  it("takes the default tier, leaves out what is not counted in tokens or has no price", async () => {
    const server = await startModelServer([
      model("tiered", {
        pricingTiers: [
          { isDefault: false, ...prices(0.000006, 0.00002) },
          { isDefault: true, ...prices(0.000003, 0.000015, { input_cache_creation: { price: 0.00000375 } }) },
        ],
      }),
      model("images", { unit: "IMAGES", ...prices(1, 1) }),
      model("free text", { unit: null }),
    ]);
    expect(await server.read()).toMatchObject([{ model: "tiered", input: 3, output: 15, cacheWrite: 3.75 }]);
  });
});

describe("price book", () => {
  const route: ModelRoute = {
    provider: "openai",
    providerLabel: "OpenAI",
    model: "gpt-4o",
    requested: "gpt-4o",
    source: "call",
    rule: "",
  };
  const ownPrice: ModelPrice = { model: "gpt-4o", input: 9, output: 9, asOf: "2026-01-01", source: "own" };
  const listed = { matchPattern: "(?i)^gpt-4o", model: "gpt-4o", input: 3, output: 12, managed: false };

  function openBook(
    readLangfuse: (io: unknown, connection?: string) => Promise<{ host: string; prices: (typeof listed)[] }>,
  ) {
    let own: ModelPrice[] = [];
    const document = {
      get: () => own,
      async set(value: ModelPrice[]) {
        own = value;
      },
    };
    return createPriceBook({ own: document, readLangfuse, clock: createStoppedClock() });
  }

  it("own prices win over Langfuse's, those over bundled ones, and each says where it is from", async () => {
    const book = openBook(async () => ({ host: "https://langfuse.example", prices: [listed] }));
    expect(book.find(route, undefined)?.source).toContain("LiteLLM");
    expect((await book.list()).langfuseModels).toBe(1);
    expect(book.find(route, "gpt-4o-2099-01-01")).toMatchObject({
      input: 3,
      asOf: "2026-11-23",
      source: "your Langfuse project at https://langfuse.example",
    });
    await book.save([ownPrice]);
    expect(book.find(route, "gpt-4o-2099-01-01")).toEqual(ownPrice);
  });

  it("without Langfuse, or with one that fails, the other prices are there and nothing throws", async () => {
    const book = openBook(() => Promise.reject(new Error("down")));
    expect(await book.list()).not.toHaveProperty("langfuseModels");
    expect(book.find(route, undefined)?.input).toBe(2.5);
  });

  it("the prices of a second connection are its own, also while they are on their way (the default's stood under it)", async () => {
    const dear = { ...listed, input: 30 };
    let answer = () => {};
    const book = openBook(async (_io, connection) => {
      if (connection === undefined) return { host: "https://one", prices: [listed] };
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return { host: "https://two", prices: [dear] };
    });
    await book.list();
    book.warmUp("2c3d");
    expect(book.find(route, "gpt-4o-2099", "2c3d")?.source).not.toContain("https://one");
    answer();
    await vi.waitFor(() => expect(book.find(route, "gpt-4o-2099", "2c3d")?.input).toBe(30));
    expect(book.find(route, "gpt-4o-2099")?.input).toBe(3);
    expect(book.find(route, "gpt-4o-2099", "a folder of local prompts")?.input).toBe(3);
  });

  it("asks once for many runs, and again for another connection, whose prices alone then count", async () => {
    let calls = 0;
    const answers: ((value: { host: string; prices: (typeof listed)[] }) => void)[] = [];
    const book = openBook(() => {
      calls += 1;
      return new Promise((resolve) => answers.push(resolve));
    });
    book.warmUp();
    book.warmUp();
    expect(calls).toBe(1);
    book.forget();
    const second = book.list();
    answers[1]?.({ host: "https://b", prices: [] });
    await second;
    answers[0]?.({ host: "https://a", prices: [listed] });
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toBe(2);
    expect((await book.list()).langfuseModels).toBe(0);
  });
});
