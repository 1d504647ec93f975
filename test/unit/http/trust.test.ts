import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

/*
 * Each in a process of its own: what is trusted is decided with its first call. A company's authority was not trusted where
 * the browser of the same machine trusted it, with no way out.
 */

const fixture = (name: string) => join(import.meta.dirname, "../../fixtures/tls", `${name}.pem`);
const trust = resolve(import.meta.dirname, "../../../electron/engine/http/trust.ts");
const shared = new URL("../../../shared/", import.meta.url).href;

const server = createServer(
  { key: readFileSync(fixture("good.key")), cert: readFileSync(fixture("good.cert")) },
  (_request, response) => response.end("ok"),
);
beforeAll(() => new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done())));
afterAll(() => void server.close());

/** What a handshake of a fresh process comes to. */
async function shakeHands(variables: Record<string, string>): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const code = `
    const { registerHooks } = await import("node:module");
    registerHooks({ resolve: (name, context, next) => next(name.replace("@shared/", ${JSON.stringify(shared)}), context) });
    const { tls } = await import(${JSON.stringify(trust)});
    const socket = tls().connect({ host: "127.0.0.1", port: ${port}, rejectUnauthorized: true });
    socket.on("error", (error) => console.log(error.code)).on("secureConnect", () => (console.log("trusted"), socket.end()));`;
  const env = { PATH: process.env["PATH"], ...variables };
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code], { env });
  return stdout.trim();
}

it.each([
  ["nothing that names it", {}, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  ["the file Node knows", { NODE_EXTRA_CA_CERTS: fixture("authority.cert") }, "trusted"],
  ["the file a packaged app knows", { PROMPTSCOPE_CA_CERTS: fixture("authority.cert") }, "trusted"],
  ["the system's store", { SSL_CERT_FILE: fixture("authority.cert") }, "trusted"],
  ["a file that is not there", { PROMPTSCOPE_CA_CERTS: "/nowhere.pem" }, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
])("a company's authority with %s", async (_what, variables, expected) => {
  expect(await shakeHands(variables)).toBe(expected);
});
