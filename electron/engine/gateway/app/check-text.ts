import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ConfigProblem } from "@shared/domain/gateway/config-problem.ts";
import type { GatewayOptions } from "@shared/domain/gateway/gateway.ts";
import { litellmLibrary } from "@shared/domain/prompt/litellm-library.ts";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import type { PromptLibrary } from "../../libraries/library.ts";
import type { GatewayConfig } from "../../litellm/config-model.ts";
import { loadConfig } from "../../litellm/load-config.ts";
import type { CallIo } from "../../ports.ts";
import { type FixedConfig, withFixedModel } from "../fixed-model.ts";
import { createHeadlessPorts } from "../open-gateway.ts";
import { whyNotAsked } from "../why-not-asked.ts";
import { environmentWithCards } from "./card-environment.ts";
import type { AppGatewayPorts } from "./ports.ts";
import { findWrittenKeys } from "./written-keys.ts";

/** Reads the text as the app would run it. There are no files beside it, so `include` is reported. */
export function loadText(
  text: string,
  options: Pick<GatewayOptions, "model" | "promptId">,
  ports: AppGatewayPorts,
): FixedConfig {
  const environment = configEnvironmentOf(null, ports);
  const { config, problems } = loadConfig(text, {
    fileName: "config.yaml",
    environment,
    readIncluded: () => undefined,
    providers: ports.providers,
  });
  return withFixedModel({ config, problems: problems.map(inApp) }, options, {
    environment,
    providers: ports.providers,
  });
}

/** The loader's words for an include are about the folder of a file; the app's config has none. */
function inApp(problem: ConfigProblem): ConfigProblem {
  if (problem.code !== "include_missing" && problem.code !== "include_outside") return problem;
  return {
    ...problem,
    code: "include_in_app",
    message: "A config in the app has no folder to include files from.",
    fix: "Paste the included models in here, or run promptscope serve --config with the file.",
  };
}

/** The environment of a config's calls: the process's, the settings cards over it, the config's own over both. */
export function configEnvironmentOf(config: GatewayConfig | null, ports: AppGatewayPorts) {
  const { environment, secrets, providers } = ports;
  return environmentWithCards(environment, ports.connectionSettings(), secrets, config?.environment, providers);
}

/**
 * All that is wrong with a config: mistakes in the file, keys written out, and, when it is asked for, what differs from
 * the prompts as they are now; one broken entry hides no other.
 * @throws AppFailure `cancelled` only.
 */
export async function checkText(
  text: string,
  drift: boolean,
  ports: AppGatewayPorts,
  io: CallIo,
): Promise<ConfigProblem[]> {
  const { config, problems } = loadText(text, {}, ports);
  const own = [...problems, ...findWrittenKeys(text)].toSorted((a, b) => a.line - b.line || a.column - b.column);
  if (!drift || whyNotAsked(config, problems) !== undefined) return own;
  const { checkConfig } = await import("../check-config.ts");
  const environment = configEnvironmentOf(config, ports);
  const { clientMessagesMode, library: id } = ports.preferences();
  const chosen = ports.libraries.find(id);
  const headless = createHeadlessPorts(config, environment, ports.providers);
  const isConnected = chosen.connecting !== undefined && !chosen.connecting.isOfThisMachine;
  const promptLibrary = isConnected ? await openLibrary(headless.openLibrary) : ports.libraries.open(id);
  const demo: Endpoint = { baseUrl: "http://demo", baseUrlSource: "demo", credential: null };
  const library = chosen.samples ? { sampleLibrary: true } : {};
  const checkPorts = {
    ...library,
    environment,
    providers: ports.providers,
    vault: headless.vault,
    demo,
    promptLibrary,
    ...(isConnected ? { openLibrary: headless.openLibrary } : {}),
    clientMessagesMode,
  };
  return checkConfig(config, own, checkPorts, io);
}

/** Null where no Langfuse is configured, which is a finding of its own. */
async function openLibrary(open: ReturnType<typeof createHeadlessPorts>["openLibrary"]): Promise<PromptLibrary | null> {
  try {
    return await open({}, litellmLibrary);
  } catch (error) {
    if (error instanceof AppFailure) return null;
    throw error;
  }
}
