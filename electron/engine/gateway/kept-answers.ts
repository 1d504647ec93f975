import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Api } from "../apis/api.ts";
import { apiEndpoint, noKey } from "../credentials/api-endpoint.ts";
import { defaultLimits } from "../http/http.ts";
import { createSend } from "../http/recording-fetch.ts";
import type { Deployment } from "../litellm/config-model.ts";
import { routeModel, stripLangfusePrefix } from "../routing/model-routing.ts";
import { GatewayFailure } from "./body/gateway-failure.ts";
import { isOfForm, notKept } from "./continue-call.ts";
import { deploymentEndpoint, deploymentHeaders } from "./deployment-endpoint.ts";
import type { ClientForm } from "./forms/client-form.ts";
import { runOfId } from "./forms/wire/written-ids.ts";
import type { GatewayOptions } from "./gateway.ts";
import { type KeptId, keptTexts, readKeptId } from "./kept-id.ts";
import { createModelRenamer } from "./rename-model.ts";

/** Answers of the gateway's own writing that can be asked for again. */
export interface KeptAnswers {
  /** Undefined for one that is not there. */
  find(runId: string): Promise<RunRecord | undefined>;
  remove(runId: string): Promise<void>;
}

/** What a client is told of an answer that it names by its id. */
export interface KeptAnswer {
  status: number;
  /** JSON. */
  body: string;
}

export interface KeptRequest {
  form: ClientForm;
  method: "GET" | "DELETE";
  /** As the client was given it. */
  id: string;
  /** Of the address, without the question mark. */
  query: string;
}

/**
 * An answer that was given before, or its removal: one that a provider keeps is asked for there with the entry's key, one
 * that was written here lies in the history.
 * @throws GatewayFailure 400 without a history, 404 for one that is not there.
 */
export async function keptAnswer(
  asked: KeptRequest,
  options: GatewayOptions,
  signal: AbortSignal,
): Promise<KeptAnswer> {
  const ofProvider = readKeptId(asked.id);
  return ofProvider ? askProvider(ofProvider, asked, options, signal) : askHistory(asked, options);
}

async function askHistory({ form, method, id }: KeptRequest, { answers }: GatewayOptions): Promise<KeptAnswer> {
  const runId = runOfId(id);
  if (runId !== undefined && !answers) throw new GatewayFailure(400, `${id}: ${notKept}`);
  const record = runId === undefined ? undefined : await answers?.find(runId);
  if (!record || !form.kept || !isOfForm(record, form.id)) throw notThere(id);
  if (method === "DELETE") {
    await answers?.remove(record.id);
    return { status: 200, body: JSON.stringify(form.kept.removed(id)) };
  }
  return { status: 200, body: JSON.stringify(writtenAnswer(form, record)) };
}

/** An answer as it was written here. */
export function writtenAnswer(form: ClientForm, record: RunRecord): object {
  const head = {
    id: `chatcmpl-${record.id}`,
    created: Math.floor(record.startedAt / 1000),
    model: record.gateway?.requestedModel ?? "",
    isKept: true,
  };
  return form.answer(head, record.output);
}

async function askProvider(
  { entryId, id }: KeptId,
  { form, method, query, id: written }: KeptRequest,
  options: GatewayOptions,
  signal: AbortSignal,
): Promise<KeptAnswer> {
  const deployment = options.config.models.find((one) => one.id === entryId);
  const found = deployment && apiOf(deployment, form, options);
  if (!found) throw notThere(written);
  const { api, provider } = found;
  const { endpoint, allowed } = apiEndpoint(deploymentEndpoint(provider, deployment, options), provider);
  const own = deploymentHeaders(deployment, options.vault);
  const { organization } = deployment;
  const built = api.keptAnswer?.(
    { method, id, query },
    { key: noKey, ...endpoint, ...(organization === null ? {} : { organization }) },
  );
  if (!built) throw notThere(written);
  const send = createSend({
    kind: "provider",
    attempt: 1,
    secrets: options.vault,
    allowed: [...allowed, ...own.allowed],
    limits: defaultLimits,
    clock: options.clock,
    mode: "send",
    signal,
    once: true,
  });
  const answer = await send({ ...built, headers: [...built.headers, ...own.headers] });
  const body = Buffer.from(answer ? answer.record.redact(await answer.text()) : "");
  const renamer = createModelRenamer(deployment.modelName, form.modelPlaces ?? [], false, keptTexts(form, entryId));
  return { status: answer?.status ?? 502, body: renamer.push(body).toString("utf8") };
}

function apiOf(
  { model, apiBase }: Deployment,
  { sameAs }: ClientForm,
  { providers }: GatewayOptions,
): { api: Api; provider: ReturnType<typeof routeModel>["provider"] } | undefined {
  const { provider } = routeModel(stripLangfusePrefix(model), { apiBase, providers });
  const api = provider.apis.find(({ id }) => id === sameAs);
  return api && { api, provider };
}

function notThere(id: string): GatewayFailure {
  return new GatewayFailure(404, `Response with id '${id.slice(0, 200)}' not found.`);
}
