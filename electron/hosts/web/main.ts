import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { systemKeyRing } from "@engine/credentials/system-key-ring.ts";
import { createEngine } from "@engine/engine.ts";
import { resolveProfileDirectory } from "@engine/store/profile-directory.ts";
import { systemClock } from "@engine/time/clock.ts";
import type { HostServices } from "@routes/host-services.ts";
import { createLateDispatcher } from "@routes/late-dispatcher.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { lazily } from "@shared/domain/late/lazily.ts";
import { appVersion } from "../app-version.ts";
import { printError } from "../print-error.ts";
import { stopOnMessage } from "../stop-on-message.ts";
import { stopOnSignals } from "../stop-on-signals.ts";
import { parseWebArguments, UsageError, type WebArguments } from "./arguments.ts";
import { createBrowserFiles } from "./browser-files.ts";
import { carriedFingerprints, carryFingerprints } from "./dev-sessions.ts";
import { openBrowser } from "./open-browser.ts";
import { startWebServer } from "./server.ts";

/** How long the code handed to the browser's command line works: other users of the machine can see that line. */
const browserCodeLifetimeMs = 30_000;

/** How long after the last moment of its runs the host may take to close files and connections. */
const goodbyeMs = 2_000;

const browserFiles = createBrowserFiles();
const hostServices: HostServices = {
  info: () => ({
    name: "Promptscope",
    version: appVersion(),
    host: "web",
    platform: process.platform,
    opensLinks: false,
    choosesFiles: false,
  }),
  async openLink() {
    throw new AppFailure("invalid_input", { message: "The browser opens links itself here." });
  },
  async *commands() {}, // The browser's menu is not ours.
  files: browserFiles.services,
};

async function start({ port, open, devOrigin, drainSeconds }: WebArguments): Promise<void> {
  const engine = await createEngine({
    profileDirectory: resolveProfileDirectory(process.env),
    environment: readEnvironment(process.env),
    ciphers: [systemKeyRing(process.env)],
    version: appVersion(),
  });
  const loadRoutes = lazily(() => Promise.all([import("@routes/dispatch.ts"), import("@routes/handlers.ts")]));
  const dispatcher = createLateDispatcher(async () => {
    const [{ createDispatcher }, { createHandlers }] = await loadRoutes();
    return createDispatcher({
      handlers: createHandlers(engine, hostServices),
      redact: (text) => engine.redact(text),
    });
  });
  const server = await startWebServer({
    dispatcher,
    files: browserFiles,
    rendererRoot: join(import.meta.dirname, "../renderer"),
    port,
    monotonic: systemClock.monotonic,
    onFull: (refused) => printError(`Too many connections: ${refused} refused.`),
    ...(devOrigin === undefined
      ? {}
      : { devOrigin, knownFingerprints: await carriedFingerprints(), onSession: carryFingerprints }),
  }).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });

  stopWith(drainSeconds * 1_000, async () => {
    if (drainSeconds > 0) {
      server.refuse();
      await Promise.race([engine.idle(), new Promise((resolve) => setTimeout(resolve, drainSeconds * 1_000).unref())]);
    }
    await server.close();
    await engine.close();
  });

  if (open) openBrowser(server.launchUrl(browserCodeLifetimeMs));
  if (process.stdin.isTTY) offerFreshAddress(() => console.log(server.launchUrl()));
  console.log(server.launchUrl());
  // While the browser opens: the first call shall not wait for it.
  setImmediate(() => void loadRoutes());
}

/** Closes at the first signal; a second one ends the process at once, and time does whatever it is doing. */
function stopWith(drainMs: number, close: () => Promise<void>): void {
  const stopping = stopOnSignals();
  stopOnMessage(() => stopping.abort());
  stopping.signal.addEventListener("abort", () => {
    setTimeout(() => process.exit(1), drainMs + goodbyeMs).unref();
    void close().finally(() => process.exit(0));
  });
}

/** A launch code works once; somebody who opens a second browser needs another. */
function offerFreshAddress(print: () => void): void {
  console.log("Promptscope is running. The address works once; press Enter for another, Ctrl-C to stop.");
  process.stdin.on("data", print);
}

function describe(error: unknown): string {
  if (error instanceof AppFailure) return [error.error.message, error.error.advice].filter(Boolean).join(" ");
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "EADDRINUSE") {
    return "The port is taken by another program. Choose another with --port, or leave it out.";
  }
  return error.message;
}

try {
  await start(parseWebArguments(process.argv.slice(2)));
} catch (error) {
  printError(describe(error));
  process.exit(error instanceof UsageError ? 2 : 1);
}
