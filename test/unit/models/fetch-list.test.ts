import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createFetch } from "@engine/http/recording-fetch.ts";
import { fetchModelList } from "@engine/models/fetch-list.ts";
import { readModelList } from "@engine/models/update-models.ts";
import { systemClock } from "@engine/time/clock.ts";
import { afterEach, expect, it } from "vitest";

/* `promptscope models update URL` against a server: what is no whole list is never taken for one. */

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function update(answer: RequestListener) {
  const heard: string[] = [];
  server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    answer(request, response);
  });
  await new Promise<void>((listening) => server?.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prices.json`;
  const io = { signal: new AbortController().signal, createFetch, secrets: { resolve: () => "" }, clock: systemClock };
  const text = await fetchModelList(url, io);
  return { ...readModelList(text, { name: url, asOf: "2026-11-29", providers: new Set(["openai"]) }), heard };
}
const failure = (answer: RequestListener) =>
  update(answer).then(
    () => "taken",
    (error: { error?: { code: string; message: string } }) => `${error.error?.code}: ${error.error?.message}`,
  );

const row = { litellm_provider: "openai", mode: "chat", input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 };
const list = JSON.stringify({ "gpt-of-tomorrow": row, "gpt-4o": { ...row, deprecation_date: "2027-02-01" } });

it("takes a whole list and says what is new and what changed; nothing but the request for it leaves", async () => {
  const { file, added, changed, heard } = await update((_request, response) => response.end(list));
  expect(file.models.map(({ model }) => model)).toEqual(["gpt-of-tomorrow", "gpt-4o"]);
  expect([added, changed.map(({ model, ends }) => [model, ends])]).toEqual([1, [["gpt-4o", "2027-02-01"]]]);
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatch(/^GET \/prices\.json /);
  expect(heard[0]).not.toMatch(/authorization|cookie/i);
});

it("refuses one that was cut, before its end and inside", async () => {
  const cut: RequestListener = (_request, response) => {
    response.writeHead(200, { "content-length": String(list.length) });
    response.write(list.slice(0, 40), () => response.destroy());
  };
  expect(await failure(cut)).toMatch(/^connection_\w+: /);
  expect(await failure((_request, response) => response.end(list.slice(0, -20)))).toMatch(
    /^invalid_input: .*not a list of models: it is not JSON/,
  );
});

it.each([
  ["a web page", "<!doctype html><title>Sign in</title>", "it is not JSON"],
  ["other JSON", '{"error":"no"}', "neither LiteLLM's list nor Promptscope's"],
  [
    "a list of nobody that is known here",
    JSON.stringify({ x: { ...row, litellm_provider: "acme" } }),
    "no model of a provider",
  ],
])("refuses %s", async (_what, body, why) => {
  expect(await failure((_request, response) => response.end(body))).toContain(why);
});

it("refuses one that is too large, before all of it has come", async () => {
  const piece = Buffer.alloc(1_048_576, " ");
  let sent = 0;
  const endless: RequestListener = (_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write(piece)) sent += piece.length;
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  };
  expect(await failure(endless)).toMatch(/^limit_exceeded: .*larger than/);
  expect(sent).toBeLessThan(160 * 1_048_576);
});

it("follows no redirect and takes no refusal for a list", async () => {
  const moved: RequestListener = (_request, response) => {
    response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
  };
  expect(await failure(moved)).toMatch(/^redirect_refused: /);
  expect(await failure((_request, response) => response.writeHead(404).end(list))).toMatch(/^protocol_error: .*404/);
});
