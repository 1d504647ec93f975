import { apiEndpoint, noKey } from "../../../electron/engine/credentials/api-endpoint.ts";
import type { ResponseLimits } from "../../../electron/engine/http/http.ts";
import { createSend } from "../../../electron/engine/http/recording-fetch.ts";
import { traitsOf } from "../../../electron/engine/models/model-traits.ts";
import { parametersAdded } from "../../../electron/engine/models/parameters-added.ts";
import { executePlan, previewRequest } from "../../../electron/engine/pipeline/execute-plan.ts";
import type { Provider } from "../../../electron/engine/providers/provider.ts";
import { systemClock } from "../../../electron/engine/time/clock.ts";
import { emptyOutput, foldEvent } from "../../../shared/domain/run/fold-events.ts";
import type { PlannedParameter, RequestPlan } from "../../../shared/domain/run/request-plan.ts";
import type { Outcome, RunMetrics, RunOutput, StreamEvent } from "../../../shared/domain/run/stream-event.ts";
import type { Exchange, SecretRef, WireRequest, WireText } from "../../../shared/domain/wire/wire.ts";

export const canary = "sk-canary-5e7d90aa41c3b286f0";
export const canaryRef: SecretRef = { secret: "provider:canary", variable: "CANARY_API_KEY", hint: "sk-…86f0" };

export interface PlanOptions {
  baseUrl: string;
  stream?: boolean;
  model?: string;
  messages?: RequestPlan["messages"];
  parameters?: PlannedParameter[];
  extraBody?: RequestPlan["extraBody"];
  apiVersion?: string;
}

/** A plan as the planner would make it, defaults of the provider included. */
export function planFor(provider: Provider, options: PlanOptions): RequestPlan {
  const { baseUrl, stream = true, model = "fake-model", parameters = [] } = options;
  const [api] = provider.apis;
  return {
    route: {
      provider: provider.id,
      providerLabel: provider.label,
      model,
      requested: model,
      source: "call",
      rule: "test",
    },
    api: api.id,
    traits: traitsOf(provider, model),
    endpoint: {
      baseUrl,
      baseUrlSource: "settings",
      credential: {
        id: canaryRef.secret,
        source: "settings",
        variable: canaryRef.variable,
        hint: canaryRef.hint,
      },
      ...(options.apiVersion ? { apiVersion: options.apiVersion } : {}),
    },
    messages: options.messages ?? [{ role: "user", content: "Say hello, 日本" }],
    parameters: [...parameters, ...parametersAdded(api, provider, { model, stream, parameters })],
    extraBody: options.extraBody ?? {},
    stream,
    warnings: [],
  };
}

export interface PlanRun {
  outcome: Outcome;
  metrics: RunMetrics;
  output: RunOutput;
  events: StreamEvent[];
  exchanges: Exchange[];
}

export interface RunOptions {
  signal?: AbortSignal;
  limits?: ResponseLimits;
  random?: () => number;
  onEvent?: (event: StreamEvent) => void;
}

/** Runs a plan through the real fetch with a canary for a key. */
export async function runPlan(provider: Provider, plan: RequestPlan, options: RunOptions = {}): Promise<PlanRun> {
  const output = emptyOutput();
  const events: StreamEvent[] = [];
  const exchanges: Exchange[] = [];
  const result = await executePlan(plan, {
    ...sendingIo(provider, plan),
    signal: options.signal ?? new AbortController().signal,
    startedAt: systemClock.monotonic(),
    emit(event) {
      events.push(event);
      foldEvent(output, event);
      options.onEvent?.(event);
    },
    onExchange(exchange) {
      if (!exchanges.includes(exchange)) exchanges.push(exchange);
    },
    ...(options.limits ? { limits: options.limits } : {}),
    random: options.random ?? (() => 0),
  });
  return { ...result, output, events, exchanges };
}

export async function preview(provider: Provider, plan: RequestPlan): Promise<WireRequest> {
  return previewRequest({ ...sendingIo(provider, plan), signal: new AbortController().signal });
}

function sendingIo(provider: Provider, plan: RequestPlan) {
  const [api] = provider.apis;
  const { endpoint, allowed } = apiEndpoint(plan.endpoint, provider);
  return {
    provider,
    api,
    request: api.build(plan, { key: noKey, ...endpoint }),
    createSend,
    secrets: { resolve: () => canary },
    allowed,
    clock: systemClock,
  };
}

/** Header text as it leaves, the canary in place of its reference. */
export function joined(value: WireText): string {
  return value.map((part) => (typeof part === "string" ? part : canary)).join("");
}
