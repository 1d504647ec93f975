import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDispatcher } from "@routes/dispatch.ts";
import { createBrowserFiles } from "../../../electron/hosts/web/browser-files.ts";
import { startWebServer } from "../../../electron/hosts/web/server.ts";
import { createFakeHandlers } from "./handlers.ts";

/** The real web server over handlers that only count, with a clock that a test moves. */
export async function startTestHost(
  overrides: Parameters<typeof createFakeHandlers>[0] = {},
  redact = (text: string) => text,
) {
  const rendererRoot = await mkdtemp(join(tmpdir(), "promptscope-renderer-"));
  await mkdir(join(rendererRoot, "assets"));
  await writeFile(join(rendererRoot, "index.html"), "<!doctype html><title>shell</title>");
  await writeFile(join(rendererRoot, "assets", "main-abc.js"), "export {};");
  const { handlers, calls } = createFakeHandlers(overrides);
  const clock = { now: 0 };
  const files = createBrowserFiles();
  const server = await startWebServer({
    files,
    dispatcher: createDispatcher({ handlers, redact }),
    rendererRoot,
    port: 0,
    monotonic: () => clock.now,
  });
  const origin = `http://127.0.0.1:${server.port}`;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${origin}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  return {
    ...server,
    origin,
    calls,
    clock,
    files,
    post,
    mintCode: () => new URL(server.launchUrl()).hash.slice("#k=".length),
    async token(): Promise<string> {
      const response = await post("/api/session", { code: new URL(server.launchUrl()).hash.slice("#k=".length) });
      return ((await response.json()) as { data: { token: string } }).data.token;
    },
    async close() {
      await server.close();
      await rm(rendererRoot, { recursive: true });
    },
  };
}

export type TestHost = Awaited<ReturnType<typeof startTestHost>>;
