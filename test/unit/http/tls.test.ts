import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createFetch } from "@engine/http/recording-fetch.ts";
import { secretPlaceholder } from "@engine/http/secret-placeholder.ts";
import { afterEach, expect, it, vi } from "vitest";
import { contextFor, keyRef } from "./fetch-context.ts";

let server: Server | undefined;
afterEach(() => {
  vi.unstubAllEnvs();
  server?.close();
});

it("a certificate nobody vouches for is refused, also when the environment turns the check off", async () => {
  const pem = (name: string) =>
    readFileSync(join(import.meta.dirname, "../../fixtures/tls", `self-signed.${name}.pem`));
  let requests = 0;
  server = createServer({ key: pem("key"), cert: pem("cert") }, (_request, response) => {
    requests += 1;
    response.end("ok");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const init = { headers: { authorization: `Bearer ${secretPlaceholder(keyRef)}` } };
  await expect(createFetch(contextFor())(url, init)).rejects.toMatchObject({ error: { code: "tls_failed" } });
  expect(requests).toBe(0);
});
