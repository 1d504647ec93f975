import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join, resolve } from "node:path";
import { toOpenAiTypeScript } from "@shared/domain/code/typescript.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeProvider, startFakeProvider } from "../../../fakes/provider/fake-provider.ts";
import { codeOf, nastyText, type RequestOptions, requestFor } from "./sent-request.ts";

/** Inside the checkout, so that the program finds the `openai` package. */
const cache = resolve(import.meta.dirname, "../../../../node_modules/.cache");
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, "code-export-"));
let provider: FakeProvider;
beforeAll(async () => {
  provider = await startFakeProvider();
  provider.takesMore({ fields: ["top_k", "two words"] });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await provider.close();
});

async function runScript(code: string): Promise<string> {
  const file = join(folder, "program.mjs");
  // Node strips types by itself, but not below node_modules.
  writeFileSync(file, stripTypeScriptTypes(code));
  const env = { ...process.env, OPENAI_API_KEY: "sk-from-environment" };
  const child = spawn(process.execPath, [file], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const [status] = (await once(child, "close")) as [number];
  if (status !== 0) throw new Error(errors);
  return output;
}

const prototype = JSON.parse('{"__proto__":{"sent":true},"constructor":1}') as JsonObject;

describe("typescript programs, run with the real package", () => {
  const cases: RequestOptions[] = [
    { parameters: { temperature: 0.5, stop: [nastyText], user: "" }, extraBody: { top_k: 5, "two words": prototype } },
    { stream: true, parameters: { seed: 7 } },
    { provider: "azure", model: "dep" },
    { provider: "ollama", keyless: true },
  ];

  it.each(cases)("send the body that was sent to the same address: %j", async (options) => {
    const api = options.provider === "azure" ? "azure" : "openai";
    const input = await requestFor({ ...options, baseUrl: provider.baseUrl(api) });
    const output = await runScript(codeOf(toOpenAiTypeScript(input)));
    const received = provider.requests.at(-1);
    expect(JSON.parse(received?.body ?? "")).toEqual(JSON.parse(input.wire.body));
    expect(`${provider.origin}${received?.path}`).toBe(input.wire.url);
    expect(output).toContain("Hello from the fake provider.");
    const key = received?.header(api === "azure" ? "api-key" : "authorization");
    expect(key).toContain(options.keyless ? "ollama" : "sk-from-environment");
  });

  it("says why there is none for another API", async () => {
    const claude = await requestFor({ provider: "anthropic" });
    expect(toOpenAiTypeScript(claude)).toHaveProperty("unavailable", expect.stringContaining("does not speak"));
    // Its address may look like another API's: a proxy's path says nothing of what is spoken.
    const proxied = { ...claude, wire: { ...claude.wire, url: "https://proxy.test/chat/completions" } };
    expect(toOpenAiTypeScript(proxied)).toHaveProperty("unavailable", expect.stringContaining("does not speak"));
    const openai = await requestFor({});
    const whole = { ...openai, wire: { ...openai.wire, url: "https://proxy.test/ask" } };
    expect(toOpenAiTypeScript(whole)).toHaveProperty("unavailable", expect.stringContaining("end in"));
    const { api: _, ...planOfBefore } = openai.plan;
    expect(toOpenAiTypeScript({ ...openai, plan: planOfBefore })).toHaveProperty("code");
  });
});
