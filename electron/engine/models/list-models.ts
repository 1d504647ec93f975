import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import { errorCodeOf } from "../apis/wire/error-code.ts";
import { apiEndpoint } from "../credentials/api-endpoint.ts";
import { type CreateFetch, defaultLimits } from "../http/http.ts";
import type { CallIo, Clock, SecretResolver } from "../ports.ts";
import type { Provider } from "../providers/provider.ts";
import { takeToldModels } from "./model-book.ts";
import { toldModels } from "./told-models.ts";

export interface ListModelsIo extends CallIo {
  createFetch: CreateFetch;
  secrets: SecretResolver;
  clock: Clock;
}

/** A list is not worth waiting for as long as an answer is. */
const limits = { ...defaultLimits, connectMs: 5_000, firstByteMs: 10_000, idleMs: 10_000 };

/**
 * The model names a server lists, in its order; empty where the API or the provider has no list. What it tells of its
 * models besides counts from then on.
 * @throws AppFailure when the server cannot be reached, refuses, or answers with something else.
 */
export async function listModels(provider: Provider, endpoint: Endpoint, io: ListModelsIo): Promise<string[]> {
  const asked = apiEndpoint(endpoint, provider);
  const request = provider.listsNoModels ? undefined : provider.apis[0].listModels?.(asked.endpoint);
  if (!request) return [];
  const send = io.createFetch({
    signal: io.signal,
    ...(io.onExchange ? { onExchange: io.onExchange } : {}),
    secrets: io.secrets,
    clock: io.clock,
    kind: "provider",
    attempt: 1,
    allowed: asked.allowed,
    limits,
    mode: "send",
  });
  const { method, headers, body } = request;
  const response = await send(request.url, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  if (!response.ok) throw refusal(provider, response.status);
  const names = request.read(text);
  if (!names) {
    throw new AppFailure("protocol_error", { message: `${provider.label} did not answer with a list of models.` });
  }
  takeToldModels(`${provider.label}’s own list`, toldModels(provider.id, text), dayOf(io.clock.now()));
  return names;
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

function refusal({ label }: Provider, status: number): AppFailure {
  const code = errorCodeOf(status);
  if (code === "provider_unauthorized") return new AppFailure(code, { status });
  return new AppFailure(code, { status, message: `${label} does not list its models (${status}).` });
}
