import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { ModelChoice, ModelGroup } from "@shared/domain/model/model.ts";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import type { CallIo } from "../ports.ts";
import { demoPreset } from "../providers/presets.ts";
import type { ProviderPreset } from "../providers/provider.ts";
import { listedPresets } from "../providers/registry.ts";
import { knownModelsOf } from "./known-models.ts";

export interface ModelCatalogueOptions {
  /** @throws AppFailure when the provider lacks a key or a base URL. */
  findEndpoint(preset: ProviderPreset): Endpoint;
  /** Asks the server; model names as it gives them. */
  askServer(preset: ProviderPreset, endpoint: Endpoint, io: CallIo): Promise<string[]>;
  demoModels: readonly string[];
}

/** The models a person can pick, provider by provider. What servers list is asked once and kept until `refresh`. */
export interface ModelCatalogue {
  list(refresh: boolean, io: CallIo): Promise<ModelGroup[]>;
  /** After a change of connections nothing that was asked before counts. */
  forget(): void;
}

export function createModelCatalogue(options: ModelCatalogueOptions): ModelCatalogue {
  const asked = new Map<string, ModelGroup>();

  async function groupOf(preset: ProviderPreset, io: CallIo): Promise<ModelGroup> {
    const kept = asked.get(preset.id);
    if (kept) return kept;
    const group = await askOne(preset, options, io);
    if (group.state === "ready") asked.set(preset.id, group);
    return group;
  }

  return {
    async list(refresh, io) {
      if (refresh) asked.clear();
      const groups = await Promise.all(listedPresets().map((preset) => groupOf(preset, io)));
      return [demoGroup(options.demoModels), ...groups.sort((a, b) => rank(a) - rank(b))];
    },
    forget: () => asked.clear(),
  };
}

async function askOne(preset: ProviderPreset, options: ModelCatalogueOptions, io: CallIo): Promise<ModelGroup> {
  const known = knownModelsOf(preset.id).map((name) => choice(preset, name, "known"));
  const group = { provider: preset.id, label: preset.label };
  let endpoint: Endpoint;
  try {
    endpoint = options.findEndpoint(preset);
  } catch (thrown) {
    return { ...group, state: "needs_key", detail: appErrorOf(thrown).message, models: known };
  }
  try {
    const names = await options.askServer(preset, endpoint, io);
    const models = names.toSorted().map((name) => choice(preset, name, "server"));
    return { ...group, state: "ready", models: models.length > 0 ? models : known };
  } catch (thrown) {
    return { ...group, state: "unreachable", detail: appErrorOf(thrown).message, models: known };
  }
}

function choice(preset: ProviderPreset, name: string, origin: ModelChoice["origin"]): ModelChoice {
  const prefix = preset.prefixes[0] ?? preset.id;
  // A known name routes by itself; anything else needs its prefix to find the way back.
  const id = origin === "known" ? name : `${prefix}/${name}`;
  return { id, label: name, provider: preset.id, origin };
}

function demoGroup(models: readonly string[]): ModelGroup {
  return {
    provider: demoPreset.id,
    label: demoPreset.label,
    state: "ready",
    models: models.map((name) => choice(demoPreset, name, "demo")),
  };
}

function rank({ state }: ModelGroup): number {
  return { ready: 0, unreachable: 1, needs_key: 2 }[state];
}
