import type { IncomingMessage, ServerResponse } from "node:http";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";
import type { WireRequest, WireText } from "@shared/domain/wire/wire.ts";
import { pathOf } from "../../loopback/request-checks.ts";
import type { ClientAnswer, HeaderList } from "../attempt.ts";
import { GatewayFailure } from "../body/gateway-failure.ts";
import type { GatewayCall } from "../call-record.ts";
import { clientFailureOf } from "../client-failure.ts";
import type { ClientForm } from "../forms/client-form.ts";
import { formAt, keptAt } from "../forms/registry.ts";
import type { Gateway, GatewayReceipt } from "../gateway.ts";
import type { EntryHealth } from "../gateway-health.ts";
import { costOfCall } from "../receipt.ts";
import { countCall } from "./count-call.ts";
import { litellmRoutes } from "./litellm-routes.ts";
import { receiptHeaders } from "./receipt-headers.ts";
import { readJsonBody } from "./request-body.ts";
import { type Handler, type RouteIo, sendJson } from "./route.ts";

/** LiteLLM's own constant. */
const modelsCreatedAt = 1_677_610_602;

const routes: Record<string, Handler> = {
  "GET /v1/models": listModels,
  "GET /models": listModels,
  "GET /model/info": modelInfo,
  "GET /v1/model/info": modelInfo,
  "GET /health/liveliness": alive,
  "GET /health/liveness": alive,
  "GET /health/readiness": ready,
  "GET /health": health,
  "GET /metrics": metrics,
  "POST /utils/transform_request": transform,
  ...litellmRoutes,
};

/** Method and path of what is answered beside the client forms. */
export const ownRoutes: readonly string[] = Object.keys(routes);

/** Runs the route of a request that has passed the guard. Never rejects. */
export async function route(request: IncomingMessage, response: ServerResponse, io: RouteIo): Promise<void> {
  try {
    const handler = ownRoute(request) ?? formRoute(request, io) ?? keptRoute(request, io);
    if (!handler) throw notThere(request, io);
    await handler(request, response, io);
  } catch (error) {
    sendError(request, response, error, io);
  }
}

/** A slash at the end is no other path, and `HEAD` is `GET` of which Node sends the head only. */
function ownRoute(request: IncomingMessage): Handler | undefined {
  const path = plainPath(request);
  const method = request.method === "HEAD" ? "GET" : request.method;
  const asked = routes[`${method} ${path}`];
  if (asked) return asked;
  const encoded = /^\/(?:v1\/)?models\/(.+)$/.exec(path)?.[1];
  if (method !== "GET" || encoded === undefined) return undefined;
  return (_request, response, { gateway }) => describeModel(decode(encoded), response, gateway);
}

function plainPath(request: IncomingMessage): string {
  return withoutTrailing(pathOf(request), "/");
}

/** Sends an error in the form that was asked, unless an answer has begun. */
export function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  { onRefused, gateway }: Pick<RouteIo, "onRefused" | "gateway">,
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const failure = clientFailureOf(error);
  const { status, message } = failure;
  const path = pathOf(request);
  const { form } = formAt(plainPath(request), gateway.forms) ?? { form: gateway.forms[0] };
  onRefused({ method: request.method ?? "", path, status, message });
  // A client that is still writing hears nothing but the broken connection, unless it is read on.
  if (status === 413) discardRest(request);
  sendJson(response, status, form.error(failure), gateway);
}

/** Bytes. Whoever sends more of a body that is refused is cut off. */
const mostDiscarded = 256 * 1_048_576;

function discardRest(request: IncomingMessage): void {
  let left = mostDiscarded;
  request.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.on("error", () => undefined);
  request.resume();
}

/** The route of a form; some of its paths name the model. */
function formRoute(request: IncomingMessage, { gateway }: RouteIo): Handler | undefined {
  if (request.method !== "POST") return undefined;
  const path = plainPath(request);
  const counting = gateway.forms.find((form) => form.counting?.path === path);
  if (counting) return (incoming, response, io) => countCall(incoming, response, io, counting);
  const found = formAt(path, gateway.forms);
  if (!found) return undefined;
  const { form, encodedModel } = found;
  const named = encodedModel === undefined ? {} : { model: decode(encodedModel) };
  return (incoming, response, io) => answer(incoming, response, io, form, named);
}

/** An answer that a form's clients name by its id. */
function keptRoute(request: IncomingMessage, { gateway }: RouteIo): Handler | undefined {
  const method = request.method === "HEAD" ? "GET" : request.method;
  const found = keptAt(plainPath(request), gateway.forms);
  if (!found || (method !== "GET" && method !== "DELETE")) return undefined;
  const { form, encodedId } = found;
  return async (incoming, response, io) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const query = (incoming.url ?? "").split("?")[1] ?? "";
    const asked = { form, method, id: decode(encodedId), query } as const;
    const { status, body } = await io.gateway.kept(asked, gone.signal);
    response
      .writeHead(status, { "content-type": "application/json", "x-content-type-options": "nosniff" })
      .end(io.gateway.redact(body));
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new GatewayFailure(400, "The name in the path is not encoded as it should be.");
  }
}

function notThere(request: IncomingMessage, { gateway }: RouteIo): GatewayFailure {
  const path = plainPath(request);
  const isForms =
    gateway.forms.some(({ counting }) => counting?.path === path) ||
    formAt(path, gateway.forms) ||
    keptAt(path, gateway.forms);
  const isKnown = ownRoutes.some((name) => name.endsWith(` ${path}`)) || isForms;
  if (isKnown || request.method === "DELETE")
    return new GatewayFailure(405, `${request.method} is not known for this path.`);
  const served = [
    ...gateway.forms
      .flatMap(({ paths: [first = ""], counting }) => [first, counting?.path ?? []].flat())
      .map((one) => `POST ${one}`),
    ...gateway.forms.flatMap(({ kept }) => (kept ? ["GET", "DELETE"].map((one) => `${one} ${kept.paths[0]}`) : [])),
    "GET /v1/models",
    "GET /v1/models/{id}",
    "GET /model/info",
    "GET /health",
    "GET /metrics",
    "POST /utils/transform_request",
    ...Object.keys(litellmRoutes),
  ];
  return new GatewayFailure(404, `There is nothing at ${path.slice(0, 200)}. Served are: ${served.join(", ")}.`);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  io: RouteIo,
  form: ClientForm,
  named: { model?: string },
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const body = await readJsonBody(request, io.gateway.config.maxRequestMegabytes);
  let receipt: GatewayReceipt | undefined;
  const client: ClientAnswer = {
    begin(status, headers, length) {
      const told = receiptHeaders(receipt, headers);
      const { redact } = io.gateway;
      const list: string[] = [];
      for (const [name, value] of headers) list.push(name, value);
      // Nearly always there is no key in any of them, and to look once is enough.
      const all = told.map(([, value]) => value).join("\n");
      const isClean = redact(all) === all;
      for (const [name, value] of told) list.push(name, isClean ? value : redact(value));
      if (length !== undefined) list.push("content-length", String(length));
      response.writeHead(status, list);
      // The head of a stream must not wait for its first event; that of a body that is there leaves with it.
      if (isStream(headers)) response.flushHeaders();
      return response;
    },
  };
  const onReceipt = (given: GatewayReceipt) => {
    receipt = given;
  };
  const asked = { form, headers: request.headers, body: isJsonObject(body) ? { ...body, ...named } : body };
  io.metrics.begin();
  let call: GatewayCall | undefined;
  try {
    call = await io.gateway.complete(asked, { client, signal: gone.signal, onReceipt });
  } finally {
    io.metrics.end(call, receipt?.costUsd ?? (call?.record.request.stream ? costOfCall(call.record) : undefined));
  }
}

/** For Prometheus, behind the same key as the rest. */
function metrics(_request: IncomingMessage, response: ServerResponse, io: RouteIo): void {
  response
    .writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8", "x-content-type-options": "nosniff" })
    .end(io.gateway.redact(io.metrics.text()));
}

function isStream(headers: HeaderList): boolean {
  return headers.some(([name, value]) => name === "content-type" && value.startsWith("text/event-stream"));
}

async function listModels(_request: IncomingMessage, response: ServerResponse, { gateway }: RouteIo): Promise<void> {
  const names = await gateway.models();
  sendJson(response, 200, { data: names.map(modelObject), object: "list" }, gateway);
}

function modelObject(id: string) {
  return { id, object: "model", created: modelsCreatedAt, owned_by: "openai" };
}

function describeModel(id: string, response: ServerResponse, gateway: Gateway): void {
  if (!gateway.serves(id))
    throw new GatewayFailure(404, `The model ${id.slice(0, 200)} does not exist here.`, { param: "model" });
  sendJson(response, 200, modelObject(id), gateway);
}

function modelInfo(request: IncomingMessage, response: ServerResponse, { gateway }: RouteIo): void {
  const query = new URLSearchParams((request.url ?? "").split("?")[1] ?? "");
  const wanted = query.get("litellm_model_id");
  const data = gateway.modelInfo().filter(({ model_info: info }) => {
    return wanted === null || (isJsonObject(info) && info["id"] === wanted);
  });
  sendJson(response, 200, { data }, gateway);
}

function alive(_request: IncomingMessage, response: ServerResponse, { gateway }: RouteIo): void {
  sendJson(response, 200, "I'm alive!", gateway);
}

function ready(_request: IncomingMessage, response: ServerResponse, { version, gateway }: RouteIo): void {
  const state = { status: "healthy", db: "Not connected", cache: null, promptscope_version: version };
  sendJson(response, 200, state, gateway);
}

async function health(request: IncomingMessage, response: ServerResponse, { gateway }: RouteIo): Promise<void> {
  const model = new URLSearchParams((request.url ?? "").split("?")[1] ?? "").get("model") ?? undefined;
  const entries = await gateway.health(model);
  const those = (state: EntryHealth["state"], reason: string) =>
    entries
      .filter((entry) => entry.state === state)
      .map(({ model: name, id, because }) => ({
        model: name,
        id,
        ...(because === undefined ? {} : { [reason]: because }),
      }));
  const [healthy, unhealthy, unchecked] = [
    those("healthy", "note"),
    those("unhealthy", "error"),
    those("unchecked", "note"),
  ];
  const told = {
    healthy_endpoints: healthy,
    unhealthy_endpoints: unhealthy,
    unchecked_endpoints: unchecked,
    healthy_count: healthy.length,
    unhealthy_count: unhealthy.length,
    unchecked_count: unchecked.length,
  };
  sendJson(response, 200, told, gateway);
}

/** LiteLLM's preview, without the request it sends for it. */
async function transform(request: IncomingMessage, response: ServerResponse, { gateway }: RouteIo): Promise<void> {
  const body = await readJsonBody(request, gateway.config.maxRequestMegabytes);
  const inner = isJsonObject(body) ? body["request_body"] : undefined;
  if (!isJsonObject(body) || !isJsonObject(inner)) throw new GatewayFailure(400, "request_body must be an object.");
  if (body["call_type"] !== undefined && body["call_type"] !== "completion" && body["call_type"] !== "acompletion") {
    throw new GatewayFailure(400, "call_type must be completion.");
  }
  try {
    sendJson(
      response,
      200,
      describeWire(await gateway.preview({ form: gateway.forms[0], body: inner }, AbortSignal.timeout(60_000))),
      gateway,
    );
  } catch (error) {
    sendJson(response, 200, { error: clientFailureOf(error).message }, gateway);
  }
}

function describeWire(wire: WireRequest) {
  return {
    raw_request_api_base: wire.url,
    raw_request_body: JSON.parse(wire.body) as JsonValue,
    raw_request_headers: Object.fromEntries(wire.headers.map(({ name, value }) => [name, masked(value)])),
    error: null,
  };
}

function masked(value: WireText): string {
  return value.map((part) => (typeof part === "string" ? part : part.hint)).join("");
}
