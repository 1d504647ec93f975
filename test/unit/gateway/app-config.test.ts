import { mkdtempSync, rmSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { environmentWithCards } from "@engine/gateway/app/card-environment.ts";
import { openConfigStore } from "@engine/gateway/app/config-store.ts";
import { createGatewayFeed } from "@engine/gateway/app/gateway-feed.ts";
import { findWrittenKeys } from "@engine/gateway/app/written-keys.ts";
import type { GatewayCallRow, GatewayEvent, GatewayStatus } from "@shared/domain/gateway/gateway.ts";
import { afterEach, describe, expect, it } from "vitest";

const folders: string[] = [];
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-gateway-"));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe("the app's config", () => {
  it("is kept byte for byte, comments and unknown keys too, readable by its owner only", async () => {
    const folder = temporaryFolder();
    const text = "# mine\nmodel_list: []\nfuture_settings: {keep: me} # ünïcode\n";
    const store = await openConfigStore(folder);
    await store.set({ text, options: { port: 4100, debug: true, model: "m" } });
    expect(await readFile(join(folder, "gateway/config.yaml"), "utf8")).toBe(text);
    expect((await stat(join(folder, "gateway/config.yaml"))).mode & 0o077).toBe(0);
    expect((await openConfigStore(folder)).get()).toEqual({ text, options: { port: 4100, debug: true, model: "m" } });
  });

  it("damaged options are put aside, the config stays", async () => {
    const folder = temporaryFolder();
    const store = await openConfigStore(folder);
    await store.set({ text: "model_list: []\n", options: { port: 1, debug: false } });
    await writeFile(join(folder, "gateway/options.json"), "{");
    const again = await openConfigStore(folder);
    expect(again.get()).toEqual({ text: "model_list: []\n", options: { port: 4000, debug: false } });
    expect(again.problem).toContain("options.json");
  });
});

describe("keys written out", () => {
  it.each([
    ["model_list: [{litellm_params: {api_key: sk-abcdefgh12}}]", "model_list[0].litellm_params.api_key"],
    ["general_settings:\n  master_key: sk-abcdefgh12", "general_settings.master_key"],
    ["environment_variables:\n  LANGFUSE_SECRET_KEY: sk-lf-12345678", "environment_variables.LANGFUSE_SECRET_KEY"],
    ["a:\n  extra_headers:\n    Authorization: Bearer abcdefgh", "a.extra_headers.Authorization"],
    ["a:\n  langfuse_secret: |\n    sk-lf-12345678", "a.langfuse_secret"],
  ])("%s", (text, path) => {
    const problems = findWrittenKeys(text);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(JSON.stringify(problems)).not.toMatch(/abcdefgh|12345678/);
  });

  it("references, public keys, short stand-ins and numbers are none", () => {
    const text =
      "a:\n  api_key: os.environ/OPENAI_API_KEY\n  b_key: none\n  LANGFUSE_PUBLIC_KEY: pk-lf-12345678\n  max_tokens: 100000000\n";
    expect(findWrittenKeys(text)).toEqual([]);
  });
});

describe("settings cards as environment", () => {
  const secrets = (known: Record<string, string>) => ({
    view: (id: string) => ({ status: Object.hasOwn(known, id) ? ("stored" as const) : ("missing" as const) }),
    resolve: (id: string) => known[id] ?? "",
  });

  it("a card's key never meets the environment's address, nor the other way round", () => {
    const environment = readEnvironment({ OPENAI_API_KEY: "sk-env", OPENAI_BASE_URL: "http://env.test/v1" });
    const settings = { langfuse: null, providers: { openai: {} } };
    const own = environmentWithCards(
      environment,
      settings,
      secrets({ "provider:openai@https://api.openai.com": "sk-card" }),
    );
    expect([own.get("OPENAI_API_KEY"), own.get("OPENAI_BASE_URL")]).toEqual(["sk-card", undefined]);
    const addressOnly = { langfuse: null, providers: { openai: { baseUrl: "http://card.test/v1" } } };
    const keyless = environmentWithCards(environment, addressOnly, secrets({}));
    expect([keyless.get("OPENAI_API_KEY"), keyless.get("OPENAI_BASE_URL")]).toEqual([undefined, "http://card.test/v1"]);
  });

  it("what the config sets itself wins; a card without key and address changes nothing", () => {
    const environment = readEnvironment({ OPENAI_API_KEY: "sk-env" });
    const settings = { langfuse: null, providers: { openai: {} } };
    expect(environmentWithCards(environment, settings, secrets({})).get("OPENAI_API_KEY")).toBe("sk-env");
    const own = { OPENAI_API_KEY: "sk-config" };
    expect(environmentWithCards(environment, settings, secrets({}), own).get("OPENAI_API_KEY")).toBe("sk-config");
  });
});

describe("the feed", () => {
  it("tells a late watcher all that is known and a slow one only the latest of each call", async () => {
    const feed = createGatewayFeed(() => ({ state: "running" }) as GatewayStatus);
    const row = (runId: string, totalMs: number) => ({ runId, totalMs }) as GatewayCallRow;
    feed.call(row("a", 1));
    feed.debug("line");
    const stop = new AbortController();
    const events: GatewayEvent[] = [];
    const first = Promise.withResolvers<void>();
    const reading = (async () => {
      for await (const event of feed.read(stop.signal)) {
        events.push(event);
        if (event.type === "debug") first.resolve();
      }
    })();
    await first.promise;
    expect(events.map(({ type }) => type)).toEqual(["status", "calls", "debug"]);
    for (let ms = 2; ms < 100; ms++) feed.call(row("a", ms));
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await reading;
    expect(events.slice(3)).toEqual([{ type: "calls", calls: [row("a", 99)] }]);
  });
});
