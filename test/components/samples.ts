import { appError } from "@shared/domain/error/app-failure.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { Draft, VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import type { PromptRef, PromptVersion, ResolvedPrompt, TemplateItem } from "@shared/domain/prompt/prompt.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import type { SavedInput } from "@shared/domain/prompt/saved-input.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { HistoryFacets, HistoryFilter } from "@shared/domain/run/history.ts";
import type { RunPreview, RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { Outcome, StreamEvent } from "@shared/domain/run/stream-event.ts";
import { defaultPreferences, type Preferences, type ProviderView, type SettingsView } from "@shared/domain/settings.ts";

/** What components are shown with; everything that depends on how the domain writes things down is in this file. */

export const promptRef: PromptRef = { library: "langfuse", connection: "1a2b", name: "support/reply" };

export function variant(id: string, more: Partial<VariantDraft> = {}): VariantDraft {
  return { id, modelOverride: null, parameters: {}, ...more };
}

/** A draft with the sample prompt open. */
export function draftWith(variants: VariantDraft[], more: Partial<Draft> = {}): Draft {
  return { openPrompt: promptRef, values: {}, variants, layout: { inspectorClosed: true }, ...more };
}

export interface PromptText {
  version?: string;
  prompt?: string | TemplateItem[];
  config?: JsonValue;
}

export const promptText = "Write a {{tone}} answer to {{customer}}.";

export function resolvedPrompt({ version = "3", prompt = promptText, config = {} }: PromptText = {}): ResolvedPrompt {
  const stored: PromptVersion = {
    ...promptRef,
    version,
    type: typeof prompt === "string" ? "text" : "chat",
    prompt,
    config,
    labels: ["production"],
    tags: [],
  };
  return { ref: promptRef, prompt: stored, fetchedAt: 1_764_000_000_000, freshness: "network" };
}

export const versionList = ["3", "2", "1"].map((version) => ({
  version,
  labels: version === "2" ? ["production"] : [],
}));

/** What the engine would say of a request, as far as columns look at it: the body on the wire holds what was chosen. */
export function previewOf(request: RunRequest): RunPreview {
  const model = request.modelOverride ?? "gpt-4o-mini";
  const version = refOf(request.prompt)?.version ?? "3";
  const body = JSON.stringify({ model, messages: [{ role: "user", content: `v${version}` }], ...request.overrides });
  return {
    resolved: resolvedPrompt({ version }),
    plan: {
      route: {
        provider: "openai",
        providerLabel: "OpenAI",
        model,
        requested: model,
        source: request.modelOverride === null ? "prompt config" : "override",
        rule: "known OpenAI model",
      },
      endpoint: { baseUrl: "https://api.openai.com/v1", baseUrlSource: "default", credential: null },
      messages: [{ role: "user", content: `v${version}` }],
      parameters: Object.entries(request.overrides).map(([key, value]) => ({
        key,
        value,
        source: "override",
        sent: true,
      })),
      extraBody: {},
      stream: request.stream,
      warnings: [],
    },
    wire: {
      method: "POST",
      url: "https://api.openai.com/v1/chat/completions",
      headers: [],
      body,
      bodyBytes: body.length,
      bodySha256: "0",
    },
    warnings: [],
  };
}

export const completed: Outcome = { kind: "completed", finishReason: "stop" };
export const failed: Outcome = {
  kind: "provider_error",
  error: appError("provider_rate_limited", { provider: "openai", detail: "Slow down, please.", retryAfterMs: 60_000 }),
};

/** The events of a run that says a text and ends. */
export function eventsOf(text: string, outcome: Outcome = completed): StreamEvent[] {
  return [
    ...(text === "" ? [] : [{ type: "text" as const, at: 5, text }]),
    { type: "usage", at: 8, usage: { outputTokens: 7 } },
    { type: "end", at: 9, outcome, metrics: { totalMs: 9, usage: { outputTokens: 7 }, attempts: 1 } },
  ];
}

export function recordOf(id: string, request: RunRequest, more: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    sequence: 1,
    startedAt: 1_764_000_000_000,
    state: "finished",
    kind: "generate",
    request,
    exchanges: [],
    output: emptyOutput(),
    warnings: [],
    ...more,
  };
}

export function provider(more: Partial<ProviderView> = {}): ProviderView {
  return {
    id: "openai",
    label: "OpenAI",
    prefix: "openai",
    keyVariables: ["OPENAI_API_KEY"],
    baseVariables: ["OPENAI_BASE_URL"],
    defaultBaseUrl: "https://api.openai.com/v1",
    keyRequired: true,
    baseUrl: "https://api.openai.com/v1",
    baseUrlSource: "default",
    hasApiVersion: false,
    key: { status: "missing" },
    configured: false,
    ...more,
  };
}

export function settingsWith(preferences: Partial<Preferences> = {}, more: Partial<SettingsView> = {}): SettingsView {
  return {
    preferences: { ...defaultPreferences, library: "langfuse", ...preferences },
    langfuse: [
      {
        id: "1a2b",
        host: "https://langfuse.test",
        publicKey: "pk-lf-1",
        source: "settings",
        secretKey: { status: "stored", hint: "sk-…0001" },
        isDefault: true,
        configured: true,
      },
    ],
    newLangfuse: { host: "https://cloud.langfuse.com", publicKey: "", fromEnvironment: false },
    providers: [provider()],
    libraries: [
      {
        id: "demo",
        label: "Samples",
        can: { labels: true, versions: true, write: false },
        samples: true,
        needsConnection: false,
        connection: null,
        connections: [],
        ready: true,
      },
      {
        id: "langfuse",
        label: "Langfuse",
        can: { labels: true, versions: true, write: true, deletes: true },
        samples: false,
        needsConnection: true,
        connection: { id: "1a2b", label: "langfuse.test" },
        connections: [{ id: "1a2b", label: "langfuse.test" }],
        ready: true,
      },
    ],
    secretStorage: { available: ["file", "session"], note: "Kept in a file of yours." },
    ...more,
  };
}

const folder = { id: "folder-1", label: "~/prompts" };

/** Prompts that are files of one folder. */
export const localLibrary: PromptLibraryView = {
  id: "local",
  label: "Local",
  can: { labels: false, versions: true, write: true },
  samples: false,
  needsConnection: false,
  connection: folder,
  connections: [folder],
  ready: true,
};

/** Runs of prompts of two libraries, one of whose names both have. */
export const facetsOfTwoLibraries: HistoryFacets = {
  prompts: [
    { library: "demo", name: "greet", versions: ["2", "1"] },
    { library: "langfuse", connection: "1a2b", name: "greet", versions: ["7"] },
    { library: "langfuse", connection: "1a2b", name: "only-here", versions: ["1"] },
  ],
  models: ["gpt-x"],
  providers: ["openai"],
};

export function filterByLibrary(library: "demo" | "langfuse", name: string): HistoryFilter {
  return { promptLibrary: library, promptConnection: library === "demo" ? null : "1a2b", promptName: name };
}

export function savedInput(id: string, name: string, variables: SavedInput["variables"]): SavedInput {
  return { id, name, variables, placeholders: {} };
}
