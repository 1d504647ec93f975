import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import { describeModel } from "@shared/domain/model/describe-model.ts";
import type { ModelChoice, ModelGroup } from "@shared/domain/model/model.ts";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import type { CallIo } from "../ports.ts";
import type { Provider } from "../providers/provider.ts";
import type { Providers } from "../providers/registry.ts";
import { knownModelsOf, knownProviderOf } from "./known-models.ts";
import { modelRules } from "./model-rules.ts";

export interface ModelCatalogueOptions {
  /** @throws AppFailure when the provider lacks a key or a base URL. */
  findEndpoint(provider: Provider): Endpoint;
  /** Asks the server; model names as it gives them. */
  askServer(provider: Provider, endpoint: Endpoint, io: CallIo): Promise<string[]>;
  /** Those of the sample provider. */
  sampleModels: readonly string[];
  providers: Providers;
  /** UTC milliseconds: models that have ended are not offered. */
  now(): number;
}

/** The models a person can pick, provider by provider. What servers list is asked once and kept until `refresh`. */
export interface ModelCatalogue {
  list(refresh: boolean, io: CallIo): Promise<ModelGroup[]>;
  /** After a change of connections nothing that was asked before counts. */
  forget(): void;
}

export function createModelCatalogue(options: ModelCatalogueOptions): ModelCatalogue {
  const asked = new Map<string, ModelGroup>();

  async function groupOf(provider: Provider, io: CallIo): Promise<ModelGroup> {
    const kept = asked.get(provider.id);
    if (kept) return kept;
    const group = await askOne(provider, options, io);
    if (group.state === "ready") asked.set(provider.id, group);
    return group;
  }

  return {
    async list(refresh, io) {
      if (refresh) asked.clear();
      const groups = await Promise.all(options.providers.listed.map((provider) => groupOf(provider, io)));
      return [...sampleGroups(options), ...groups.sort((a, b) => rank(a) - rank(b))];
    },
    forget: () => asked.clear(),
  };
}

async function askOne(provider: Provider, options: ModelCatalogueOptions, io: CallIo): Promise<ModelGroup> {
  const today = new Date(options.now()).toISOString().slice(0, 10);
  const known = knownModelsOf(provider.id, today).map(({ model }) => choice(provider, model, "known"));
  const group = { provider: provider.id, label: provider.label };
  let endpoint: Endpoint;
  try {
    endpoint = options.findEndpoint(provider);
  } catch (thrown) {
    return { ...group, state: "needs_key", detail: appErrorOf(thrown).message, models: known };
  }
  try {
    const names = await options.askServer(provider, endpoint, io);
    const models = names.toSorted().map((name) => choice(provider, name, "server"));
    return { ...group, state: "ready", models: models.length > 0 ? models : known };
  } catch (thrown) {
    return { ...group, state: "unreachable", detail: appErrorOf(thrown).message, models: known };
  }
}

function choice(provider: Provider, name: string, origin: ModelChoice["origin"]): ModelChoice {
  const prefix = provider.prefixes[0] ?? provider.id;
  // A known name may route by itself; anything else needs its prefix to find the way back.
  const id = origin === "known" && knownProviderOf(name) === provider.id ? name : `${prefix}/${name}`;
  const facts = modelRules(provider, name)?.facts;
  const about = facts ? describeModel(facts) : "";
  return { id, label: name, provider: provider.id, origin, ...(about === "" ? {} : { about }) };
}

function sampleGroups({ providers, sampleModels }: ModelCatalogueOptions): ModelGroup[] {
  return providers.all
    .filter(({ sample }) => sample)
    .map((provider) => ({
      provider: provider.id,
      label: provider.label,
      state: "ready",
      models: sampleModels.map((name) => choice(provider, name, "demo")),
    }));
}

function rank({ state }: ModelGroup): number {
  return { ready: 0, unreachable: 1, needs_key: 2 }[state];
}
