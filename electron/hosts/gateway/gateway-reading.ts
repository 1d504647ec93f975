import { createDebugLog } from "@engine/gateway/debug-log.ts";
import type { Gateway, GatewayOptions } from "@engine/gateway/gateway.ts";
import { openGateway } from "@engine/gateway/open-gateway.ts";
import { isLoopback } from "@engine/gateway/server/server.ts";
import type { GatewayConfig } from "@engine/litellm/config-model.ts";
import { formatProblem } from "@engine/litellm/config-problem.ts";
import { configEnvironment } from "@engine/litellm/load-config.ts";
import type { ServeArguments } from "./arguments.ts";
import { loadServeConfig } from "./load-serve-config.ts";
import { withProfileVariables } from "./profile-variables.ts";
import type { ServeIo } from "./serve.ts";

/** What one reading of the config serves. Calls that began under it end under it. */
export interface GatewayReading {
  config: GatewayConfig;
  gateway: Gateway;
  /** Takes the keys of this reading out of a text. */
  redact(text: string): string;
  /** What was read. */
  files: readonly string[];
  /** Whether calls that began under it go on. */
  isBusy(): boolean;
}

export interface ReadingPorts extends Required<Pick<GatewayOptions, "observe" | "nextSequence">> {
  follow: GatewayOptions["follow"];
  /** Answers that clients may ask for again. */
  answers: GatewayOptions["answers"];
  /** Takes the keys of every reading that still serves out of a text. */
  redact(text: string): string;
}

/** Reads the config and says what is wrong with it. Undefined when it cannot be served. */
export async function readGateway(
  given: ServeArguments,
  io: ServeIo,
  { observe, follow, answers, nextSequence, redact }: ReadingPorts,
): Promise<GatewayReading | undefined> {
  const variables = await withProfileVariables(io.variables, io.err);
  const { config, problems, fixedModel, files } = loadServeConfig(given, variables);
  for (const problem of problems) io.err(formatProblem(problem));
  if (problems.some(({ severity }) => severity === "error")) return undefined;
  if (!isLoopback(given.host) && !config.masterKey) {
    io.err(`--host ${given.host} lets other machines in; that needs general_settings.master_key in the config.`);
    return undefined;
  }
  const debug = given.debug || config.verbose ? createDebugLog((text) => io.out(redact(text))) : undefined;
  const opened = openGateway({
    config,
    environment: configEnvironment(config, variables),
    clientMessagesMode: given.clientMessagesMode,
    nextSequence,
    ...(fixedModel === undefined ? {} : { fixedModel }),
    observe(call) {
      debug?.(call.record.exchanges);
      observe(call);
    },
    ...(follow ? { follow } : {}),
    ...(answers ? { answers } : {}),
  });
  let calls = 0;
  const gateway: Gateway = {
    ...opened.gateway,
    async complete(asked, how) {
      calls++;
      try {
        return await opened.gateway.complete(asked, how);
      } finally {
        calls--;
      }
    },
  };
  return { config, gateway, redact: opened.redact, files, isBusy: () => calls > 0 };
}
