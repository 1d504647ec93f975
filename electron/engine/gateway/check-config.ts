import { AppFailure, appErrorOf } from "@shared/domain/error/app-failure.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { ClientMessagesMode } from "@shared/domain/prompt/compiled.ts";
import { litellmLibrary } from "@shared/domain/prompt/litellm-library.ts";
import type { PromptLibraryId, PromptVersion, PromptVersionSummary } from "@shared/domain/prompt/prompt.ts";
import type { CallCredentials } from "../credentials/call-credentials.ts";
import type { PromptLibrary } from "../libraries/library.ts";
import { libraryOfModel } from "../libraries/listed-libraries.ts";
import { type Deployment, type GatewayConfig, isPromptDeployment, placeOf } from "../litellm/config-model.ts";
import {
  type ConfigProblem,
  createProblemList,
  type ProblemList,
  type ProblemText,
} from "../litellm/config-problem.ts";
import type { CallIo } from "../ports.ts";
import { type RoutedModel, routeModel, stripLangfusePrefix } from "../routing/model-routing.ts";
import { checkKeys, checkRoles, checkTools, checkVariables } from "./check-prompt-use.ts";
import { retiringText } from "./check-retiring.ts";
import { gatewayAdvice } from "./client-failure.ts";
import { deploymentCredentials } from "./deployment-credentials.ts";
import { deploymentEndpoint, type EndpointPorts } from "./deployment-endpoint.ts";
import { findGroup } from "./deployments.ts";
import { readPromptConfig } from "./prompt-config.ts";

export interface CheckPorts extends EndpointPorts {
  /** Null when no Langfuse is configured. */
  promptLibrary: PromptLibrary | null;
  /** Opens the project of an entry with Langfuse keys of its own; absent where all prompts come from one library. */
  openLibrary?: (credentials: CallCredentials, library: PromptLibraryId) => Promise<PromptLibrary>;
  /** Whether the source is the app's sample library. */
  sampleLibrary?: boolean;
  clientMessagesMode: ClientMessagesMode;
  /** UTC milliseconds: that a prompt's model ends soon is told too. Absent: that is told elsewhere. */
  now?: number;
}

/**
 * Adds to what is wrong with a file (`known`) what would go wrong when it is used, against the prompts as they are in
 * Langfuse now: warnings, since none of it stops the start. Entries that are not served are left out: what follows would
 * only repeat why. Asks Langfuse and nobody else; calls no model.
 * @throws AppFailure `cancelled` only; everything else is a finding.
 */
export async function checkConfig(
  config: GatewayConfig,
  known: readonly ConfigProblem[],
  ports: CheckPorts,
  io: CallIo,
): Promise<ConfigProblem[]> {
  const problems = createProblemList();
  const judged: Deployment[] = [];
  for (const deployment of config.models.filter(({ unserved }) => !unserved)) {
    // A mock asks no provider, and answers without a key.
    if (deployment.mockResponse !== undefined) continue;
    if (!isPromptDeployment(deployment)) checkCallable(deployment, ports, problems);
    else if (await checkPromptDeployment(deployment, config, { ports, problems, io })) judged.push(deployment);
  }
  return withoutRepeats([...known, ...problems.all()], judged);
}

/**
 * What a call would miss of an unset variable says more than the file's own word of it. And where the prompt is
 * known, so is its target; what the file alone had to fear of it is settled.
 */
function withoutRepeats(problems: ConfigProblem[], judged: readonly Deployment[]): ConfigProblem[] {
  const failing = problems.filter(({ code }) => code === "credential_missing").map(({ line }) => line);
  const settled = judged.map(({ path }) => `${path}.litellm_params.model`);
  const files = [...new Set(problems.map(({ file }) => file))];
  return problems
    .filter(({ code, line }) => code !== "variable_unset" || !failing.includes(line))
    .filter(({ code, path }) => code !== "target_unknown" || !settled.includes(path))
    .toSorted((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column);
}

interface Checking {
  ports: CheckPorts;
  problems: ProblemList;
  io: CallIo;
}

/** True when the prompt could be fetched and its target was judged. */
async function checkPromptDeployment(
  deployment: Deployment,
  config: GatewayConfig,
  checking: Checking,
): Promise<boolean> {
  const { ports, problems } = checking;
  const place = placeOf(deployment, "prompt_id", "model");
  const path = `${deployment.path}.litellm_params`;
  if (deployment.promptId === undefined) {
    problems.warn(place, path, {
      code: "prompt_id_missing",
      message: "No prompt_id: every request has to bring its own.",
      fix: "Add prompt_id: if one prompt is meant.",
    });
    return false;
  }
  // Files are read when they are asked for: what is in them now says nothing of then.
  if (libraryOfModel(deployment.model)?.library.id !== litellmLibrary) return false;
  const own =
    deployment.langfuse && ports.openLibrary
      ? { open: ports.openLibrary, keys: deploymentCredentials(deployment) }
      : undefined;
  if (!own && !ports.promptLibrary) {
    problems.warn(place, path, {
      code: "langfuse_not_configured",
      message: `The prompt ${deployment.promptId} cannot be fetched: no Langfuse keys are set.`,
      fix: "Set LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY, in the environment or under environment_variables.",
    });
    return false;
  }
  const library = async () => (own ? own.open(own.keys, litellmLibrary) : ports.promptLibrary);
  const found = await fetchPrompt(deployment, deployment.promptId, library, checking);
  if (!found) return false;
  checkVersion(deployment, found.prompt, found.versions, problems);
  checkVariables(deployment, found.prompt, problems);
  checkTools(deployment, found.prompt, deployment.clientMessages ?? ports.clientMessagesMode, problems);
  const target = checkTarget(deployment, found.prompt, config, checking);
  if (target) {
    checkKeys(deployment, found.prompt, target, problems);
    checkRoles(deployment, found.prompt, target.provider, ports.clientMessagesMode, problems);
  }
  return true;
}

/** The version the entry means, with all versions of the prompt; what is missing is told apart. */
async function fetchPrompt(
  deployment: Deployment,
  name: string,
  open: () => Promise<PromptLibrary | null>,
  { ports, problems, io }: Checking,
) {
  const { promptLabel: label, promptVersion: version } = deployment;
  const place = placeOf(deployment, "prompt_version", "prompt_label", "prompt_id");
  const report = (text: ProblemText) => problems.warn(place, `${deployment.path}.litellm_params`, text);
  try {
    const library = await open();
    if (!library) return undefined;
    const versions = await library.versions(name, { refresh: true }, io);
    const ref = {
      library: library.id,
      name,
      ...(version ? { version: String(version) } : {}),
      ...(label ? { label } : {}),
    };
    if (!versions.some((one) => isMeant(one, version, label))) {
      report(missingVersion(name, version, label, versions));
      return undefined;
    }
    const { prompt } = await library.get(ref, { resolve: true, refresh: true }, io);
    return { prompt, versions };
  } catch (error) {
    if (io.signal.aborted) throw new AppFailure("cancelled");
    const failure = appErrorOf(error);
    const { code, message } = failure;
    if (code !== "prompt_not_found") report({ code, message, fix: gatewayAdvice(failure) ?? "" });
    else {
      report({
        code: "prompt_missing",
        message: `${ports.sampleLibrary ? "The sample library" : "Langfuse"} has no prompt ${name}.`,
        fix: ports.sampleLibrary
          ? "Correct prompt_id, or change to the workspace of your Langfuse project."
          : "Correct prompt_id; folders are part of the name.",
      });
    }
    return undefined;
  }
}

function isMeant(one: PromptVersionSummary, version: number | undefined, label: string | undefined): boolean {
  return version === undefined ? one.labels.includes(label ?? "production") : one.version === String(version);
}

function missingVersion(
  name: string,
  version: number | undefined,
  label: string | undefined,
  versions: readonly PromptVersionSummary[],
): ProblemText {
  if (version !== undefined) {
    const fix = newestOf(versions.map((one) => one.version));
    return { code: "version_missing", message: `${name} has no version ${version}.`, fix };
  }
  const labels = [...new Set(versions.flatMap((one) => one.labels))].join(", ");
  const fix = labels === "" ? "Set a label in Langfuse." : `Its labels: ${labels}.`;
  return { code: "label_missing", message: `No version of ${name} has the label ${label ?? "production"}.`, fix };
}

/** Newest first is the library's order; version texts have none of their own. */
function isOlder(version: string, than: string, versions: readonly PromptVersionSummary[]): boolean {
  const place = (wanted: string) => versions.findIndex((one) => one.version === wanted);
  return place(version) > place(than);
}

/** A prompt may have hundreds of versions, of which the newest, the first in the list, are the ones that are meant. */
function newestOf(versions: readonly string[]): string {
  const list = versions.slice(0, 5).join(", ");
  return versions.length <= 5 ? `Its versions: ${list}.` : `Its newest versions: ${list} (${versions.length} in all).`;
}

function checkVersion(
  deployment: Deployment,
  prompt: PromptVersion,
  versions: readonly PromptVersionSummary[],
  problems: ProblemList,
): void {
  const path = `${deployment.path}.litellm_params`;
  const place = placeOf(deployment, "prompt_version", "prompt_label", "prompt_id");
  const production = versions.find(({ labels }) => labels.includes("production"))?.version;
  const labelled = versions.find(
    ({ labels }) => deployment.promptLabel && labels.includes(deployment.promptLabel),
  )?.version;
  if (
    deployment.promptVersion !== undefined &&
    labelled !== undefined &&
    labelled !== String(deployment.promptVersion)
  ) {
    problems.warn(place, path, {
      code: "label_moved",
      message: `The label ${deployment.promptLabel} is on version ${labelled} now, the entry pins version ${deployment.promptVersion}.`,
      fix: "Keep only one of prompt_version and prompt_label.",
    });
  }
  if (production !== undefined && isOlder(prompt.version, production, versions)) {
    problems.warn(place, path, {
      code: "older_than_production",
      message: `Version ${prompt.version} of ${prompt.name} is used; production is version ${production}.`,
      fix: "Take prompt_version out to follow production.",
    });
  }
  if (production === undefined) {
    problems.warn(place, path, {
      code: "no_production",
      message: `No version of ${prompt.name} has the label production; LiteLLM asks for it first and fails.`,
      fix: "Set the label production in Langfuse if LiteLLM uses this config too.",
    });
  }
}

/** Where the calls would go: an entry of the config, or a provider. */
function checkTarget(
  deployment: Deployment,
  { config: promptConfig, name }: PromptVersion,
  config: GatewayConfig,
  { ports, problems }: Checking,
): RoutedModel | undefined {
  const read = readPromptConfig(promptConfig, config, ports.providers).config;
  const fromConfig = isJsonObject(read) ? read["model"] : undefined;
  const isText = typeof fromConfig === "string" && fromConfig.trim() !== "";
  const model = stripLangfusePrefix(isText ? fromConfig.trim() : deployment.model);
  const alias = findGroup(config, model)?.deployments.find((one) => !isPromptDeployment(one));
  try {
    const target = alias ?? { ...deployment, model };
    const routed = routeModel(stripLangfusePrefix(target.model), {
      apiBase: target.apiBase,
      providers: ports.providers,
    });
    // An alias is an entry of its own and checked there.
    if (!alias) deploymentEndpoint(routed.provider, target, ports);
    const { now, providers } = ports;
    const isOwn = isText && !alias && now !== undefined;
    const ends = isOwn ? retiringText(model, { providers, apiBase: target.apiBase, now }) : undefined;
    if (ends) {
      const message = `config.model of ${name}: ${ends.message}`;
      problems.warn(placeOf(deployment, "model"), `${deployment.path}.litellm_params.model`, { ...ends, message });
    }
    return routed;
  } catch (error) {
    const { code, message, advice } = appErrorOf(error);
    problems.warn(placeOf(deployment, "model"), `${deployment.path}.litellm_params.model`, {
      code,
      message: isText ? `config.model of ${name} is ${model}: ${message}` : message,
      fix: advice ?? "",
    });
    return undefined;
  }
}

function checkCallable(deployment: Deployment, ports: EndpointPorts, problems: ProblemList): void {
  if (deployment.model.includes("*")) return;
  try {
    const { provider } = routeModel(deployment.model, { apiBase: deployment.apiBase, providers: ports.providers });
    deploymentEndpoint(provider, deployment, ports);
  } catch (error) {
    const { code, message, advice } = appErrorOf(error);
    problems.warn(placeOf(deployment, "api_key", "model"), `${deployment.path}.litellm_params`, {
      code,
      message,
      fix: advice ?? "",
    });
  }
}
