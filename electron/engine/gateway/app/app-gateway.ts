import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ConfigProblem } from "@shared/domain/gateway/config-problem.ts";
import type {
  GatewayConfigText,
  GatewayEvent,
  GatewayOptions,
  GatewayOutline,
  GatewayStatus,
  RecoveredCall,
} from "@shared/domain/gateway/gateway.ts";
import type { CallIo } from "../../ports.ts";
import type { RefusedRequest } from "../server/refused.ts";
import type { GatewayServer } from "../server/server.ts";
import type { ConfigStore } from "./config-store.ts";
import type { NamedDeployment } from "./deployments-of-text.ts";
import type { ExportVariant } from "./export-config.ts";
import { createGatewayFeed } from "./gateway-feed.ts";
import type { AppGatewayPorts } from "./ports.ts";

/*
 * What reads configs and answers calls is loaded when it is first asked for: together with the YAML parser it is half
 * of the app's code, and most starts of the app never need it.
 */

/** The gateway inside the app: one server, its config and what it answered. Methods reject with `AppFailure` only. */
export interface AppGateway {
  status(): GatewayStatus;
  events(signal: AbortSignal): AsyncIterable<GatewayEvent>;
  /** @throws AppFailure `invalid_input` for a config with errors, `port_taken`, `storage_failed`. */
  start(text: string, options: GatewayOptions): Promise<GatewayStatus>;
  stop(): Promise<GatewayStatus>;
  check(text: string, drift: boolean, io: CallIo): Promise<ConfigProblem[]>;
  outline(text: string, options: Pick<GatewayOptions, "model" | "promptId">): Promise<GatewayOutline>;
  /** What stands behind the names of the saved config. */
  deployments(): Promise<NamedDeployment[]>;
  config(): GatewayConfigText;
  /** @throws AppFailure `invalid_input` for a config with a key written out. */
  saveConfig(config: GatewayConfigText): Promise<void>;
  export(variants: readonly ExportVariant[], io: CallIo): Promise<{ text: string; notes: string[] }>;
  recover(runId: string, io: CallIo): Promise<RecoveredCall>;
  /** Told when settings or connections have changed: what runs keeps those it was started with. */
  settingsChanged(): void;
  /** Values of keys the running gateway has, for the redactor. */
  secretValues(): readonly string[];
  /** Takes no call any more; resolves when those under way are answered. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

interface Running {
  server: GatewayServer;
  models: string[];
  masterKey: boolean;
  options: GatewayOptions;
  /** What it was started with, to see what has changed since. */
  startedWith: string;
  secretValues(): readonly string[];
}

const host = "127.0.0.1";

export function createAppGateway(store: ConfigStore, ports: AppGatewayPorts): AppGateway {
  const feed = createGatewayFeed(status);
  let state: GatewayStatus["state"] = "stopped";
  let running: Running | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function status(): GatewayStatus {
    const { clientMessagesMode, library } = ports.preferences();
    const { options } = store.get();
    return {
      state,
      address: running ? `http://${host}:${running.server.port}` : null,
      models: running?.models ?? [],
      masterKey: running?.masterKey ?? false,
      options: running?.options ?? options,
      clientMessagesMode,
      prompts: library,
      configChanged: running !== undefined && running.startedWith !== circumstances(),
    };
  }

  /** Everything a start depends on, but for the values of keys. */
  function circumstances(): string {
    const { clientMessagesMode, library } = ports.preferences();
    return JSON.stringify([store.get(), clientMessagesMode, library, ports.connectionSettings()]);
  }

  function enter(next: GatewayStatus["state"]): void {
    state = next;
    feed.status();
  }

  /** Starts and stops never overlap, however often a button is pressed. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined); // Told to whoever asked for it.
    return turn;
  }

  async function saveConfig(config: GatewayConfigText): Promise<void> {
    const { findWrittenKeys } = await import("./written-keys.ts");
    const [written] = findWrittenKeys(config.text);
    if (written) throw unusable(`Line ${written.line}: ${written.message}`, written.fix);
    await store.set(config);
    feed.status();
  }

  async function stopNow(): Promise<void> {
    if (!running) return;
    enter("stopping");
    await running.server.close();
    running = undefined;
    enter("stopped");
  }

  async function startNow(text: string, options: GatewayOptions): Promise<void> {
    const { loadText } = await import("./check-text.ts");
    const loaded = loadText(text, options, ports);
    const errors = loaded.problems.filter(({ severity }) => severity === "error");
    const [first] = errors;
    if (first) {
      const count = errors.length === 1 ? "an error" : `${errors.length} errors`;
      throw unusable(`config.yaml has ${count}; line ${first.line}: ${first.message}`, first.fix);
    }
    await stopNow();
    enter("starting");
    try {
      const { openAppGateway } = await import("./open-app-gateway.ts");
      const { gateway, secretValues, redact } = await openAppGateway(loaded, options, ports, feed);
      const { startGatewayServer } = await import("../server/server.ts");
      const { describeFull, describeRefused } = await import("../server/refused.ts");
      const { clock, version } = ports;
      const onRefused = (refused: RefusedRequest) => feed.debug(redact(describeRefused(refused)));
      const onFull = (refused: number) => feed.debug(describeFull(refused));
      const given = { gateway, host, port: options.port, version, monotonic: clock.monotonic, onRefused, onFull };
      const server = await startGatewayServer(given).catch((error: unknown) => {
        throw startFailure(error, options.port);
      });
      const masterKey = loaded.config.masterKey !== null;
      running = { server, models: gateway.names(), masterKey, options, startedWith: circumstances(), secretValues };
      enter("running");
    } catch (error) {
      enter("stopped");
      throw error;
    }
  }

  return {
    status,
    events: feed.read,
    start: (text, options) =>
      inTurn(async () => {
        await saveConfig({ text, options });
        await startNow(text, options);
        return status();
      }),
    stop: () =>
      inTurn(async () => {
        await stopNow();
        return status();
      }),
    check: async (text, drift, io) => (await import("./check-text.ts")).checkText(text, drift, ports, io),
    deployments: async () => (await import("./deployments-of-text.ts")).deploymentsOfText(store.get(), ports),
    outline: async (text, options) => (await import("./outline-config.ts")).outlineConfig(text, options, ports),
    config: store.get,
    saveConfig,
    export: async (variants, io) => (await import("./export-config.ts")).exportConfig(variants, ports, io),
    async recover(runId, io) {
      const { recoverCall } = await import("./recover-call.ts");
      const [record, served] = await Promise.all([ports.getRun(runId), ports.servedVersions()]);
      return recoverCall(record, ports.libraries.open(ports.preferences().library), served, ports.providers, io);
    },
    settingsChanged: feed.status,
    secretValues: () => running?.secretValues() ?? [],
    drain: async () => running?.server.drain(),
    close: () => inTurn(stopNow),
  };
}

/** About the config and not about the call that brought it. */
function unusable(message: string, advice: string): AppFailure {
  return new AppFailure("invalid_input", { stage: "config", message, advice });
}

function startFailure(error: unknown, port: number): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return new AppFailure("port_taken", { message: `Port ${port} is taken by another program.` });
  if (code !== "EACCES") return error;
  return new AppFailure("port_taken", {
    message: `This user may not listen on port ${port}.`,
    advice: "Choose a port from 1024 on.",
  });
}
