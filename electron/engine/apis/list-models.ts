import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { isJsonObject } from "@shared/domain/json/json.ts";
import { listAt, parseObject, textAt } from "@shared/domain/json/read-json.ts";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import { type CreateFetch, defaultLimits } from "../http/http.ts";
import { secretPlaceholder } from "../http/secret-placeholder.ts";
import type { CallIo, Clock, SecretResolver } from "../ports.ts";
import type { ProviderDialect, ProviderPreset } from "../providers/provider.ts";
import { anthropicVersion } from "./messages/parameters.ts";

export interface ListModelsIo extends CallIo {
  createFetch: CreateFetch;
  secrets: SecretResolver;
  clock: Clock;
}

/** A list is not worth waiting for as long as an answer is. */
const limits = { ...defaultLimits, connectMs: 5_000, firstByteMs: 10_000, idleMs: 10_000 };

/**
 * The model names a server lists, in its order. Azure's resource does not list deployments: empty.
 * @throws AppFailure when the server cannot be reached, refuses, or answers with something else.
 */
export async function listModels(preset: ProviderPreset, endpoint: Endpoint, io: ListModelsIo): Promise<string[]> {
  if (preset.dialect === "azure") return [];
  const { credential } = endpoint;
  const ref = credential && { secret: credential.id, variable: credential.variable, hint: credential.hint };
  const send = io.createFetch({
    signal: io.signal,
    ...(io.onExchange ? { onExchange: io.onExchange } : {}),
    secrets: io.secrets,
    clock: io.clock,
    kind: "provider",
    attempt: 1,
    allowed: ref ? [ref] : [],
    limits,
    mode: "send",
  });
  const key = ref ? secretPlaceholder(ref) : preset.dummyKey;
  const response = await send(modelsUrl(preset.dialect, endpoint.baseUrl), {
    headers: [["accept", "application/json"], ...Object.entries(preset.headers ?? {}), ...authHeaders(preset, key)],
  });
  const text = await response.text();
  if (!response.ok) throw refusal(preset, response.status);
  const listed = parseObject(text);
  if (!listed || !Array.isArray(listed["data"])) {
    throw new AppFailure("protocol_error", { message: `${preset.label} did not answer with a list of models.` });
  }
  return listAt(listed, "data").flatMap((entry) => (isJsonObject(entry) ? (textAt(entry, "id") ?? []) : []));
}

function modelsUrl(dialect: ProviderDialect, baseUrl: string): string {
  const base = baseUrl.replace(/\/+$/, "");
  if (dialect !== "anthropic") return `${base}/models`;
  return `${base.replace(/\/v1(\/messages)?$/, "")}/v1/models?limit=1000`;
}

function authHeaders({ dialect }: ProviderPreset, key: string | undefined): [string, string][] {
  const version: [string, string][] = dialect === "anthropic" ? [["anthropic-version", anthropicVersion]] : [];
  if (key === undefined) return version;
  return [...version, dialect === "anthropic" ? ["x-api-key", key] : ["authorization", `Bearer ${key}`]];
}

function refusal({ label }: ProviderPreset, status: number): AppFailure {
  if (status === 401 || status === 403) return new AppFailure("provider_unauthorized", { status });
  return new AppFailure(status >= 500 ? "provider_unavailable" : "provider_rejected", {
    status,
    message: `${label} does not list its models (${status}).`,
  });
}
