import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createSecretVault } from "@engine/credentials/secret-vault.ts";
import { createModelLists } from "@engine/gateway/model-lists.ts";
import { servedModels } from "@engine/gateway/served-models.ts";
import { loadConfig } from "@engine/litellm/load-config.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

let server: Server;
let answer: (response: ServerResponse) => void;
let asked: (() => void) | undefined;

beforeEach(async () => {
  server = createServer((_request, response) => {
    answer(response);
    asked?.();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
});
afterEach(async () => {
  vi.useRealTimers();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const lists = (response: ServerResponse) =>
  response.setHeader("content-type", "application/json").end('{"data":[{"id":"one"},{"id":"two"}]}');
const refuses = (response: ServerResponse) => response.writeHead(500).end("{}");
const hangs = () => undefined;
const older = ["plain", "team/one", "team/two"];

// Without a bound one dead server kept every client's list of models waiting.
it("a list is told again while its server hangs or fails: waited for two seconds, asked for after ten minutes", async () => {
  const { port } = server.address() as AddressInfo;
  const environment = readEnvironment({});
  const { config } = loadConfig(
    `model_list:
  - {model_name: plain, litellm_params: {model: openai/gpt-4o, api_key: k}}
  - {model_name: "team/*", litellm_params: {model: "openai/*", api_key: k, api_base: "http://127.0.0.1:${port}/v1"}}
`,
    { fileName: "config.yaml", environment, readIncluded: () => undefined },
  );
  let time = 0;
  const vault = createSecretVault();
  const kept = createModelLists({ vault, clock: { now: () => time, monotonic: () => time } });
  const told = () => servedModels(config, kept, { environment, providers: builtInProviders, vault });

  answer = hangs;
  expect(await afterTwoSeconds(told)).toEqual(["plain"]);
  server.closeAllConnections();

  answer = lists;
  await vi.waitFor(async () => expect(await told()).toEqual(older), { timeout: 20_000 });
  answer = refuses;
  time = 10 * 60_000 - 1;
  expect(await told()).toEqual(older);
  time += 60_000;
  expect(await told()).toEqual(older);
  answer = hangs;
  expect(await afterTwoSeconds(told)).toEqual(older);
});

/** What is told when the server was asked, did not answer, and two seconds went by. */
async function afterTwoSeconds(tell: () => Promise<string[]>): Promise<string[]> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const wasAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  let isTold = false;
  const told = tell().finally(() => {
    isTold = true;
  });
  await wasAsked;
  await vi.advanceTimersByTimeAsync(1_999);
  expect(isTold).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  const names = await told;
  vi.useRealTimers();
  return names;
}
