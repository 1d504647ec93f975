import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createEngine } from "@engine/engine.ts";
import { createDispatcher } from "@routes/dispatch.ts";
import { createHandlers } from "@routes/handlers.ts";
import { type RouteName, routes } from "@shared/contract/routes.ts";
import { expect, it } from "vitest";
import { createBrowserFiles } from "../../../electron/hosts/web/browser-files.ts";
import { startWebServer } from "../../../electron/hosts/web/server.ts";
import { noHost } from "../../fakes/routes/no-host.ts";
import { leaksOf } from "./forms.ts";

/*
 * The web host's own secrets, the code of its address and the session's token: who has them is the user. No answer
 * but the exchange may have one, whatever it is asked, and no file.
 */
it("the session's token is in no answer, no page and no file", async () => {
  const profile = mkdtempSync(join(tmpdir(), "promptscope-host-"));
  const page = mkdtempSync(join(tmpdir(), "promptscope-page-"));
  mkdirSync(join(page, "assets"));
  writeFileSync(join(page, "index.html"), "<!doctype html>");
  const engine = await createEngine({ profileDirectory: profile, environment: readEnvironment({}), ciphers: [] });
  await engine.history.ready;
  const handlers = createHandlers(engine, noHost);
  const server = await startWebServer({
    files: createBrowserFiles(),
    dispatcher: createDispatcher({ handlers, redact: (text) => text }),
    rendererRoot: page,
    port: 0,
    monotonic: () => performance.now(),
  });
  const origin = `http://127.0.0.1:${server.port}`;
  const code = new URL(server.launchUrl()).hash.slice("#k=".length);
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${origin}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const exchanged = await post("/api/session", { code });
  const { token } = ((await exchanged.json()) as { data: { token: string } }).data;
  const secrets = { code, token };
  const authorization = `Bearer ${token}`;
  const said: string[] = [JSON.stringify([...exchanged.headers])];
  const hear = async (response: Response) => {
    said.push(JSON.stringify([...response.headers]), await response.text());
  };
  const calls = (Object.keys(routes) as RouteName[]).filter((name) => routes[name].kind !== "stream");
  for (const name of calls) {
    // What a page could send along by mistake is not said again either.
    for (const input of [{}, { token, code }, token]) await hear(await post(`/api/${name}`, input, { authorization }));
  }
  await hear(await post("/api/session", { code }));
  await hear(await post("/api/app.info", {}, { authorization: `${authorization}x` }));
  for (const path of ["/", "/nowhere", `/${token}`])
    await hear(await fetch(`${origin}${path}`, { headers: { authorization } }));
  await server.close();
  await engine.close();
  const files = readdirSync(profile, { recursive: true, encoding: "utf8" }).map((name) => join(profile, name));
  for (const path of files) if (statSync(path).isFile()) said.push(readFileSync(path, "latin1"));
  expect(said.length).toBeGreaterThan(calls.length * 6);
  expect(said.flatMap((text) => leaksOf(text, secrets).map((leak) => `${leak}: ${text.slice(0, 500)}`))).toEqual([]);
  for (const folder of [profile, page]) rmSync(folder, { recursive: true, force: true });
});
