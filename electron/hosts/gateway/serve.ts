import type { GatewayCall } from "@engine/gateway/call-record.ts";
import { createDebugLog } from "@engine/gateway/debug-log.ts";
import { findGroup } from "@engine/gateway/deployments.ts";
import { openGateway } from "@engine/gateway/open-gateway.ts";
import { describeRefused, type RefusedRequest } from "@engine/gateway/server/refused.ts";
import { type GatewayServer, isLoopback, startGatewayServer } from "@engine/gateway/server/server.ts";
import type { GatewayConfig } from "@engine/litellm/config-model.ts";
import { formatProblem } from "@engine/litellm/config-problem.ts";
import { configEnvironment } from "@engine/litellm/load-config.ts";
import { resolveProfileDirectory } from "@engine/store/profile-directory.ts";
import { systemClock } from "@engine/time/clock.ts";
import { appVersion } from "../app-version.ts";
import { parseServeArguments, type ServeArguments, UsageError } from "./arguments.ts";
import { describeStart } from "./describe-start.ts";
import { keepCalls } from "./keep-calls.ts";
import { loadServeConfig } from "./load-serve-config.ts";
import { withProfileVariables } from "./profile-variables.ts";

export interface ServeIo {
  variables: Record<string, string | undefined>;
  out(text: string): void;
  err(text: string): void;
  /** Stops the gateway. */
  signal: AbortSignal;
  onListening?(port: number): void;
}

/** Exit codes of the command line. */
const done = 0;
const failed = 1;
const badUsage = 2;
const badConfig = 3;

/** `promptscope serve`: resolves with the exit code when the gateway was stopped or could not start. */
export async function runServe(argv: readonly string[], io: ServeIo): Promise<number> {
  let given: ServeArguments;
  try {
    given = parseServeArguments(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(error.message);
    return badUsage;
  }
  const variables = await withProfileVariables(io.variables, io.err);
  const { config, problems, fixedModel } = loadServeConfig(given, variables);
  for (const problem of problems) io.err(formatProblem(problem));
  if (problems.some(({ severity }) => severity === "error")) return badConfig;
  if (!isLoopback(given.host) && !config.masterKey) {
    io.err(`--host ${given.host} lets other machines in; that needs general_settings.master_key in the config.`);
    return badConfig;
  }
  const history = given.history ? keepCalls(resolveProfileDirectory(io.variables), io.err) : undefined;
  const debug = given.debug || config.verbose ? createDebugLog((text) => io.out(redact(text))) : undefined;
  const { gateway, redact } = openGateway({
    config,
    environment: configEnvironment(config, variables),
    clientMessagesMode: given.clientMessagesMode,
    ...(fixedModel === undefined ? {} : { fixedModel }),
    observe(call) {
      debug?.(call.record.exchanges);
      if (call.record.state !== "finished") return;
      io.out(redact(summary(call)));
    },
    ...(history ? { follow: history.follow } : {}),
  });
  let server: GatewayServer;
  try {
    const { host, port } = given;
    const onRefused = (refusal: RefusedRequest) => io.out(redact(describeRefused(refusal)));
    const { monotonic } = systemClock;
    server = await startGatewayServer({ gateway, host, port, version: appVersion(), monotonic, onRefused });
  } catch (error) {
    io.err(describeStart(error, given));
    return failed;
  }
  if (history) io.out("Calls are kept in the app's history; --no-history keeps none.");
  announce(config, given, server.port, io);
  io.onListening?.(server.port);
  await stopped(io.signal);
  await server.close();
  await history?.close();
  return done;
}

function announce(config: GatewayConfig, given: ServeArguments, port: number, io: ServeIo): void {
  io.out("Promptscope: gateway started, models:");
  for (const name of new Set(config.models.map(({ modelName }) => modelName))) {
    io.out(`    ${name}${findGroup(config, name)?.unserved ? " (not served, see above)" : ""}`);
  }
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

/** One line per call: model, prompt, target, status, time. */
function summary({ record, requestedModel, decisions, mock }: GatewayCall): string {
  const prompt = record.resolved ? ` ${record.resolved.prompt.name}@${record.resolved.prompt.version}` : "";
  const route = mock
    ? " → mock_response (no provider asked)"
    : record.plan
      ? ` → ${record.plan.route.provider}/${record.plan.route.model}`
      : "";
  const outcome = record.outcome;
  const ended = outcome && "error" in outcome ? `${outcome.kind}: ${outcome.error.message}` : (outcome?.kind ?? "");
  const total = record.metrics ? ` ${Math.round(record.metrics.totalMs)} ms` : "";
  return `${requestedModel || decisions[0]?.value}${prompt}${route} ${ended}${total}`;
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
