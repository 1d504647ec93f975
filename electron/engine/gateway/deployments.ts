import { remember } from "@shared/domain/remember.ts";
import { type Deployment, type GatewayConfig, isPromptDeployment } from "../litellm/config-model.ts";
import type { Unserved } from "../litellm/unserved.ts";
import { matchWildcard } from "../litellm/wildcard.ts";
import type { Clock } from "../ports.ts";
import { GatewayFailure } from "./body/gateway-failure.ts";

/** A group of entries under one name, as a request found it. */
export interface ModelGroup {
  name: string;
  /** Those that can be called. */
  deployments: Deployment[];
  /** The id of the entry that is tried before all others while it is not cooling down; it may be none of these. */
  askedFirst?: string;
  /** Why there is none, where the config has some. */
  unserved?: Unserved;
}

/** Finds the entries behind a name: exact, through `model_group_alias`, or by a wildcard such as `openai/*`. */
export function findGroup(config: GatewayConfig, model: string): ModelGroup | undefined {
  const name = Object.hasOwn(config.groupAliases, model) ? (config.groupAliases[model] ?? model) : model;
  const exact = config.models.filter(({ modelName }) => modelName === name);
  return exact.length > 0 ? groupOf(name, exact) : byWildcard(config, name);
}

/**
 * The group a client names: besides the names of groups, the id of an entry (`model_info.id`) and what an entry has as
 * its `model`, as LiteLLM takes them.
 */
export function findAskedGroup(config: GatewayConfig, model: string): ModelGroup | undefined {
  const known = askedGroups.get(config) ?? remember(mostNames, (name) => ({ group: lookForGroup(config, name) }));
  askedGroups.set(config, known);
  return known(model).group;
}

/** A busy gateway is asked for the same few names; its entries are gone through once for each. */
const mostNames = 256;
const askedGroups = new WeakMap<GatewayConfig, (name: string) => { group: ModelGroup | undefined }>();

function lookForGroup(config: GatewayConfig, model: string): ModelGroup | undefined {
  const isNamed = Object.hasOwn(config.groupAliases, model) || config.models.some((one) => one.modelName === model);
  const byId = isNamed ? [] : config.models.filter(({ id }) => id === model);
  if (byId.length > 0) return groupOf(byId[0]?.modelName ?? model, byId);
  const found = findGroup(config, model);
  if (found) return found;
  const byModel = config.models.filter((one) => (one.writtenModel ?? one.model) === model);
  return byModel.length > 0 ? groupOf(byModel[0]?.modelName ?? model, byModel) : undefined;
}

function byWildcard(config: GatewayConfig, name: string): ModelGroup | undefined {
  for (const { modelName } of config.models) {
    const match = matchWildcard(modelName, name);
    if (match === undefined) continue;
    const deployments = config.models.filter((one) => one.modelName === modelName);
    return groupOf(
      name,
      deployments.map((one) => ({ ...one, model: one.model.replace("*", () => match) })),
    );
  }
  return undefined;
}

function groupOf(name: string, all: Deployment[]): ModelGroup {
  const deployments = all.filter(({ unserved }) => !unserved);
  const [first] = all;
  return { name, deployments, ...(deployments.length === 0 && first?.unserved ? { unserved: first.unserved } : {}) };
}

/** Deployments that failed lately and are left alone. */
export interface Cooldowns {
  isCooling(deployment: Deployment): boolean;
  fail(deployment: Deployment): void;
  /** Whether nothing of a group may be tried now. A group of one is never left alone. */
  areAllCooling(group: ModelGroup): boolean;
  /** Seconds until the first of these is tried again. */
  waitFor(deployments: readonly Deployment[]): number;
}

export function createCooldowns(clock: Clock, seconds: number): Cooldowns {
  const until = new Map<string, number>();
  const left = (deployment: Deployment) => (until.get(deployment.id) ?? 0) - clock.monotonic();
  return {
    isCooling: (deployment) => left(deployment) > 0,
    fail: (deployment) => void until.set(deployment.id, clock.monotonic() + seconds * 1000),
    areAllCooling: ({ deployments }) =>
      deployments.length > 1 && deployments.every((deployment) => left(deployment) > 0),
    waitFor: (deployments) => Math.max(0, Math.min(...deployments.map(left))) / 1000,
  };
}

/**
 * LiteLLM's simple-shuffle: if the first healthy entry has a weight, else rpm, else tpm, the draw is weighted by that
 * figure (missing counts as 0); otherwise every entry is as likely. `random` is at least 0, less than 1.
 */
export function pickDeployment(healthy: readonly Deployment[], random: number): Deployment | undefined {
  const [first] = healthy;
  const figure = (["weight", "rpm", "tpm"] as const).find((name) => first?.[name] !== undefined);
  const shares = healthy.map((deployment) => (figure === undefined ? 1 : (deployment[figure] ?? 0)));
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total <= 0) return healthy[Math.floor(random * healthy.length)];
  let left = random * total;
  for (const [index, share] of shares.entries()) {
    left -= share;
    if (left < 0) return healthy[index];
  }
  return healthy.at(-1);
}

/** LiteLLM's `order`: the lowest first; entries without one come last. */
function lowestOrder(healthy: readonly Deployment[]): Deployment[] {
  const orderOf = ({ order }: Deployment) => order ?? Number.POSITIVE_INFINITY;
  const lowest = Math.min(...healthy.map(orderOf));
  return healthy.filter((deployment) => orderOf(deployment) === lowest);
}

/**
 * The next entry of a group to try. A group of one is never left alone: its own error says more than ours.
 * @throws GatewayFailure 429 when all of them are cooling down.
 */
export function nextDeployment(
  group: ModelGroup,
  tried: readonly Deployment[],
  cooldowns: Cooldowns,
  random: number,
): Deployment | undefined {
  const left = group.deployments.filter((deployment) => !tried.includes(deployment));
  if (group.deployments.length === 1) return left[0];
  const healthy = left.filter((deployment) => !cooldowns.isCooling(deployment));
  if (healthy.length === 0 && tried.length === 0) {
    const seconds = Math.ceil(cooldowns.waitFor(group.deployments));
    throw new GatewayFailure(
      429,
      `No deployments available for selected model, Try again in ${seconds} seconds. Passed model=${group.name}.`,
    );
  }
  const first = healthy.find(({ id }) => id === group.askedFirst);
  return first ?? pickDeployment(lowestOrder(healthy), random);
}

/**
 * The groups a config names for when this one has failed, in order; those that cannot answer its messages are left out.
 * `names`: of the group, and what the client asked.
 */
export function fallbackGroups(config: GatewayConfig, names: readonly string[], kind = config.fallbacks): ModelGroup[] {
  const listed = names.find((name) => Object.hasOwn(kind, name)) ?? "*";
  return (kind[listed] ?? []).flatMap((name) => {
    const group = names.includes(name) ? undefined : findGroup(config, name);
    return group && group.deployments.length > 0 && !group.deployments.some(isPromptDeployment) ? [group] : [];
  });
}

/** Statuses after which LiteLLM leaves a deployment alone for a while and tries another. */
export function isDeploymentFault(status: number): boolean {
  return status === 401 || status === 404 || status === 408 || status === 429 || status >= 500;
}
