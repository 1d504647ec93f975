import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createEngine } from "@engine/engine.ts";
import { resolveProfileDirectory } from "@engine/store/profile-directory.ts";
import { systemClock } from "@engine/time/clock.ts";
import { createDispatcher } from "@routes/dispatch.ts";
import { createHandlers } from "@routes/handlers.ts";
import type { HostServices } from "@routes/host-services.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { appVersion } from "../app-version.ts";
import { parseWebArguments, UsageError, type WebArguments } from "./arguments.ts";
import { carriedFingerprints, carryFingerprints } from "./dev-sessions.ts";
import { openBrowser } from "./open-browser.ts";
import { startWebServer } from "./server.ts";

/** How long the code handed to the browser's command line works: other users of the machine can see that line. */
const browserCodeLifetimeMs = 30_000;

/** A request that does not end must not keep the process after Ctrl-C. */
const longestGoodbyeMs = 5_000;

const hostServices: HostServices = {
  info: () => ({
    name: "Promptscope",
    version: appVersion(),
    host: "web",
    platform: process.platform,
    opensLinks: false,
  }),
  async openLink() {
    throw new AppFailure("invalid_input", { message: "The browser opens links itself here." });
  },
  async *commands() {}, // The browser's menu is not ours.
};

async function start({ port, open, devOrigin }: WebArguments): Promise<void> {
  const engine = await createEngine({
    profileDirectory: resolveProfileDirectory(process.env),
    environment: readEnvironment(process.env),
    cipher: null,
    version: appVersion(),
  });
  const dispatcher = createDispatcher({
    handlers: createHandlers(engine, hostServices),
    redact: (text) => engine.redact(text),
  });
  const server = await startWebServer({
    dispatcher,
    rendererRoot: join(import.meta.dirname, "../renderer"),
    port,
    monotonic: systemClock.monotonic,
    onFull: (refused) => console.error(`Too many connections: ${refused} refused.`),
    ...(devOrigin === undefined
      ? {}
      : { devOrigin, knownFingerprints: await carriedFingerprints(), onSession: carryFingerprints }),
  }).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });

  stopOnSignal(async () => {
    await server.close();
    await engine.close();
  });

  if (open) openBrowser(server.launchUrl(browserCodeLifetimeMs));
  if (process.stdin.isTTY) offerFreshAddress(() => console.log(server.launchUrl()));
  console.log(server.launchUrl());
}

/** Ctrl-C reaches this process from the terminal and again from the launcher: once is enough. */
function stopOnSignal(close: () => Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), longestGoodbyeMs).unref();
    void close().finally(() => process.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
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
  console.error(describe(error));
  process.exit(error instanceof UsageError ? 2 : 1);
}
