import { type FSWatcher, watch } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createBuilder, createServer } from "vite";
import { chooseDesktop } from "./desktop.ts";
import { type DevHost, devDesktopHost, devWebHost } from "./dev-host.ts";

/*
 * `npm run dev`: Vite serves the renderer with hot reload, its state kept; a change of the engine or a host builds that
 * anew and restarts the host. Desktop where possible, `-- --web` for the browser. The gallery of the interface's parts is a
 * page beside it, which no build has.
 */

const root = resolve(import.meta.dirname, "../..");
const rendererPort = 5179;
const hostPort = 5180;
/** Editors write a file in several steps. */
const settleMs = 100;

const { values } = parseArgs({ options: { web: { type: "boolean" } } });
const configFile = join(root, "vite.config.ts");

const renderer = await createServer({
  configFile,
  server: {
    proxy: {
      "/api": {
        target: `http://127.0.0.1:${hostPort}`,
        changeOrigin: true,
        // Calls are POST requests; what is read from there are the modules of renderer/api.
        bypass: ({ method, url }) => (method === "POST" ? undefined : url),
      },
      // Files that the browser keeps and hands over.
      "^/(download|upload)/": { target: `http://127.0.0.1:${hostPort}`, changeOrigin: true },
    },
  },
});
await renderer.listen(rendererPort);
const origin = `http://127.0.0.1:${rendererPort}`;
console.log(`Every part of the interface in every state: ${origin}/ui/gallery/`);

const host = await chooseHost();
const builder = await createBuilder({ configFile, logLevel: "warn" });
await rebuild();
const watchers = ["electron", "shared"].map(restartOnChange);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => void stop());

async function chooseHost(): Promise<DevHost> {
  const choice = values.web ? { reason: "--web was given" } : await chooseDesktop(root);
  if ("binary" in choice) return devDesktopHost(root, choice.binary, origin);
  console.log(`Developing in the browser, because ${choice.reason}.`);
  return devWebHost(root, hostPort, origin);
}

/** A build that fails leaves the old host running; the next change tries again. */
async function rebuild(): Promise<void> {
  try {
    for (const name of host.bundles) {
      const environment = builder.environments[name];
      if (environment) await builder.build(environment);
    }
  } catch {
    return; // Vite has printed what is wrong.
  }
  await host.restart();
}

function restartOnChange(folder: string): FSWatcher {
  let timer: NodeJS.Timeout | undefined;
  return watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void queueRebuild(), settleMs);
  });
}

let rebuilding = Promise.resolve();
function queueRebuild(): Promise<void> {
  rebuilding = rebuilding.then(rebuild);
  return rebuilding;
}

async function stop(): Promise<void> {
  for (const watcher of watchers) watcher.close();
  await host.stop();
  await renderer.close();
  process.exit(0);
}
