import type { PlannedParameter } from "@shared/domain/run/request-plan.ts";
import type { ParameterRules, ProviderAdapter, ProviderDialect, ProviderPreset } from "../providers/provider.ts";
import { openaiParameters } from "./chat-completions/parameters.ts";
import { anthropicParameters, anthropicRenames, defaultMaxTokens } from "./messages/parameters.ts";

/** What is known of a dialect without loading its SDK. */
interface Dialect {
  parameters: ReadonlySet<string>;
  renames: Readonly<Record<string, string>>;
  load(): Promise<ProviderAdapter>;
}

const dialects: Record<ProviderDialect, Dialect> = {
  openai: {
    parameters: openaiParameters,
    renames: {},
    load: async () => (await import("./chat-completions/adapter.ts")).openaiAdapter,
  },
  azure: {
    parameters: openaiParameters,
    renames: {},
    load: async () => (await import("./chat-completions/adapter.ts")).azureAdapter,
  },
  anthropic: {
    parameters: anthropicParameters,
    renames: anthropicRenames,
    load: async () => (await import("./messages/adapter.ts")).anthropicAdapter,
  },
};

const adapters = new Map<ProviderDialect, Promise<ProviderAdapter>>();

/** The adapter with its SDK, loaded when it is first needed. */
export function adapterFor({ dialect }: ProviderPreset): Promise<ProviderAdapter> {
  const known = adapters.get(dialect);
  if (known) return known;
  const adapter = dialects[dialect].load();
  adapters.set(dialect, adapter);
  return adapter;
}

const rulesOfPresets = new WeakMap<ProviderPreset, ParameterRules>();

/** Which parameters a provider takes and under which names; keys are OpenAI's names. */
export function parameterRules(preset: ProviderPreset): ParameterRules {
  const known = rulesOfPresets.get(preset);
  if (known) return known;
  const rules = makeRules(preset);
  rulesOfPresets.set(preset, rules);
  return rules;
}

function makeRules(preset: ProviderPreset): ParameterRules {
  const { parameters, renames } = dialects[preset.dialect];
  const rename = { ...renames, ...preset.rename };
  return {
    providerLabel: preset.label,
    known: new Set([...parameters, ...Object.values(rename)]),
    rename,
    refuses: preset.refuses ?? {},
  };
}

/** What goes into a request though nobody set it, because the API demands it or the figures of a run depend on it. */
export function parameterDefaults(
  preset: ProviderPreset,
  request: { sentKeys: ReadonlySet<string>; stream: boolean },
): PlannedParameter[] {
  if (preset.dialect === "anthropic") {
    if (request.sentKeys.has("max_tokens")) return [];
    const note = "Anthropic demands a limit; LiteLLM's default";
    return [{ key: "max_tokens", value: defaultMaxTokens, source: "provider default", sent: true, note }];
  }
  if (!request.stream || preset.usageUnasked) return [];
  const note = "asks for token counts at the end of the stream";
  return [{ key: "stream_options", value: { include_usage: true }, source: "preset", sent: true, note }];
}
