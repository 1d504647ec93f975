import { findGroup } from "@engine/gateway/deployments.ts";
import { describeFull, describeRefused, type RefusedRequest } from "@engine/gateway/server/refused.ts";
import { type GatewayServer, startGatewayServer } from "@engine/gateway/server/server.ts";
import type { GatewayConfig } from "@engine/litellm/config-model.ts";
import { resolveProfileDirectory } from "@engine/store/profile-directory.ts";
import { systemClock } from "@engine/time/clock.ts";
import { neutralJson, neutralLine } from "@shared/domain/text/terminal-text.ts";
import { appVersion } from "../app-version.ts";
import { parseServeArguments, type ServeArguments, UsageError } from "./arguments.ts";
import { describeStart } from "./describe-start.ts";
import { type GatewayReading, type ReadingPorts, readGateway } from "./gateway-reading.ts";
import { keepCalls } from "./keep-calls.ts";
import { callJson, callLine, jsonLine } from "./log-lines.ts";
import { watchFiles } from "./watch-files.ts";

export interface ServeIo {
  variables: Record<string, string | undefined>;
  out(text: string): void;
  err(text: string): void;
  /** Stops the gateway. */
  signal: AbortSignal;
  onListening?(port: number): void;
  /** Ends the process after so many milliseconds, whatever it is doing then. */
  endWithin?(ms: number): void;
  /** Takes what is to be done at a hang-up where no terminal hangs up. */
  onHangup?(reload: () => void): void;
}

/** How long after the last moment of its calls a gateway may take to close files and connections. */
const goodbyeMs = 2_000;

/** Exit codes of the command line. */
const done = 0;
const failed = 1;
const badUsage = 2;
const badConfig = 3;

/** `promptscope serve`: resolves with the exit code when the gateway was stopped or could not start. */
export async function runServe(argv: readonly string[], terminal: ServeIo): Promise<number> {
  let given: ServeArguments;
  try {
    given = parseServeArguments(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(error.message);
    return badUsage;
  }
  let isJson = given.jsonLogs;
  const line = (level: "INFO" | "ERROR", text: string) => (isJson ? jsonLine(level, text, systemClock.now()) : text);
  const io: ServeIo = {
    ...terminal,
    out: (text) => terminal.out(line("INFO", text)),
    err: (text) => terminal.err(line("ERROR", text)),
  };
  const endMs = given.drainSeconds * 1_000 + goodbyeMs;
  io.signal.addEventListener("abort", () => io.endWithin?.(endMs), { once: true });
  const history = given.history ? keepCalls(resolveProfileDirectory(io.variables), io.err) : undefined;
  let sequence = 0;
  const ports: ReadingPorts = {
    follow: history?.follow,
    answers: history?.answers,
    nextSequence: () => ++sequence,
    observe: (call) => {
      if (call.record.state !== "finished") return;
      const ended = isJson ? neutralJson(callJson(call, systemClock.now())) : neutralLine(callLine(call));
      terminal.out(redact(ended));
    },
    redact,
  };
  /** Those that still serve, the current one last: a late call's line may hold a key of its own reading. */
  let readings: GatewayReading[] = [];
  function redact(text: string): string {
    return readings.reduce((rest, reading) => reading.redact(rest), text);
  }
  const first = await readGateway(given, io, ports);
  if (!first) return badConfig;
  readings = [first];
  isJson ||= first.config.jsonLogs;
  const files = watchFiles(first.files);
  let server: GatewayServer;
  try {
    const { host, port } = given;
    const { gateway } = first;
    const onRefused = (refusal: RefusedRequest) => io.out(redact(describeRefused(refusal)));
    const { monotonic } = systemClock;
    const onFull = (refused: number) => io.out(describeFull(refused));
    server = await startGatewayServer({ gateway, host, port, version: appVersion(), monotonic, onRefused, onFull });
  } catch (error) {
    files.close();
    io.err(describeStart(error, given));
    return failed;
  }

  async function reload(): Promise<void> {
    if (given.config === undefined) return io.err("There is no config to read again: --config was not given.");
    const next = await readGateway(given, io, ports);
    if (!next) return io.err(`${given.config} is not taken over, see above; what was read before serves on.`);
    readings = [...readings.filter((reading) => reading.isBusy()), next];
    server.replace(next.gateway);
    files.replace(next.files);
    io.out(`${given.config} was read again, models:`);
    announceModels(next.config, io);
  }
  let reloading = Promise.resolve();
  const reloadInTurn = () => {
    reloading = reloading.then(reload).catch((error) => io.err(error instanceof Error ? error.message : String(error)));
  };
  files.listen(reloadInTurn);
  io.onHangup?.(reloadInTurn);

  if (history) io.out("Calls are kept in the app's history; --no-history keeps none.");
  announce(first.config, given, server.port, io);
  io.onListening?.(server.port);
  await stopped(io.signal);
  files.close();
  if (given.drainSeconds > 0) await Promise.race([server.drain(), wait(given.drainSeconds * 1_000)]);
  await server.close();
  await history?.close();
  return done;
}

function announce(config: GatewayConfig, given: ServeArguments, port: number, io: ServeIo): void {
  io.out("Promptscope: gateway started, models:");
  announceModels(config, io);
  if (given.model !== undefined) io.out(`Every request is answered by ${given.model}.`);
  io.out(
    given.clientMessagesMode === "replace"
      ? "With a prompt, the client's messages are replaced by it (--client_messages append adds them after it)."
      : "With a prompt, the client's messages follow it, as in LiteLLM from 1.57.7 on.",
  );
  io.out(
    config.masterKey
      ? "A master key is set: requests need it as Authorization: Bearer."
      : "No master key is set: any key is accepted, from this machine only.",
  );
  const host = given.host.includes(":") ? `[${given.host}]` : given.host;
  io.out(`Listening on http://${host}:${port}`);
}

function announceModels(config: GatewayConfig, io: ServeIo): void {
  for (const name of new Set(config.models.map(({ modelName }) => modelName))) {
    io.out(`    ${name}${findGroup(config, name)?.unserved ? " (not served, see above)" : ""}`);
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

/** Holds up nothing else. */
function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
