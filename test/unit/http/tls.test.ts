import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { createFetch } from "@engine/http/recording-fetch.ts";
import { secretPlaceholder } from "@engine/http/secret-placeholder.ts";
import { afterEach, expect, it, vi } from "vitest";
import { contextFor, keyRef } from "./fetch-context.ts";

const pem = (name: string) => readFileSync(join(import.meta.dirname, "../../fixtures/tls", `${name}.pem`), "utf8");
const known = getCACertificates("default");

let server: Server | undefined;
afterEach(() => {
  vi.unstubAllEnvs();
  setDefaultCACertificates(known);
  server?.close();
});

/** Asks a server with that certificate; gives how many requests came to it as well. */
async function ask(name: string): Promise<{ answer: Promise<Response>; came: () => number }> {
  let requests = 0;
  server = createServer({ key: pem(`${name}.key`), cert: pem(`${name}.cert`) }, (_request, response) => {
    requests += 1;
    response.end("ok");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const init = { headers: { authorization: `Bearer ${secretPlaceholder(keyRef)}` } };
  return { answer: createFetch(contextFor())(url, init), came: () => requests };
}

it("a certificate nobody vouches for is refused, also when the environment turns the check off", async () => {
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  const { answer, came } = await ask("self-signed");
  await expect(answer).rejects.toMatchObject({ error: { code: "tls_failed" } });
  expect(came()).toBe(0);
});

it.each(["other-host", "expired"])("a certificate of a known authority that is %s is refused", async (name) => {
  setDefaultCACertificates([pem("authority.cert")]);
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  const { answer, came } = await ask(name);
  await expect(answer).rejects.toMatchObject({ error: { code: "tls_failed" } });
  expect(came()).toBe(0);
});

it("one of that authority for this host is taken, so that the refusals above are not for the authority", async () => {
  setDefaultCACertificates([pem("authority.cert")]);
  const { answer, came } = await ask("good");
  expect(await (await answer).text()).toBe("ok");
  expect(came()).toBe(1);
});
