import type { Readable } from "node:stream";
import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { parseObject } from "@shared/domain/json/read-json.ts";
import type { FetchContext } from "../http/http.ts";
import { providerSigns } from "../http/provider-signs.ts";
import { type RelayedAnswer, relayRequest } from "../http/relay.ts";
import { createAnswerGuard } from "../pipeline/answer-guard.ts";
import { errorOfRefusal } from "../pipeline/attempt-failure.ts";
import { createAnswerTap } from "./answer-tap.ts";
import type { AttemptIo, AttemptResult, HeaderList } from "./attempt.ts";
import { callRequest } from "./call-request.ts";
import { failureOfError } from "./client-failure.ts";
import type { ClientForm } from "./forms/client-form.ts";
import { keptTexts } from "./kept-id.ts";
import { Passage } from "./passage.ts";
import type { PlannedCall } from "./plan-call.ts";
import type { ClientCall } from "./read-call.ts";
import { createModelRenamer } from "./rename-model.ts";

const longestRefusal = 1_048_576;

/**
 * Sends a request to a server that speaks the client's own form and passes the answer through byte for byte, but for the
 * model's name, which is the one the client asked for. A refusal is handed back unsent, so that another deployment can be tried.
 */
export async function relayCall(planned: PlannedCall, call: ClientCall, io: AttemptIo): Promise<AttemptResult> {
  const { recorder } = io;
  const { form } = call;
  let answer: RelayedAnswer;
  try {
    const { request, allowed } = callRequest(planned, io.vault);
    recorder.meter.attempt(io.clock.monotonic());
    answer = await relayRequest({ body: "", ...request }, contextOf(io, allowed));
  } catch (error) {
    return failed(appErrorOf(error), form);
  }
  const status = answer.message.statusCode ?? 0;
  recorder.status(status);
  if (status >= 400) return refusal(answer, status, planned, form, io);
  const type = (answer.message.headers["content-type"] ?? "").toLowerCase();
  const head = { id: recorder.call.record.id, created: 0, model: planned.plan.route.model };
  const isStream = isEvents(type) || (planned.plan.stream && !/json|html/.test(type));
  // Bytes of a compression the relay does not undo cannot be read.
  const isReadable = answer.body !== answer.message || answer.message.headers["content-encoding"] === undefined;
  const renamer = createModelRenamer(
    call.model || head.model,
    form.modelPlaces ?? [],
    isStream,
    keptTexts(form, planned.deployment.id),
  );
  const guard = createAnswerGuard(answer.recorder);
  return new Passage({
    answer,
    io,
    begin: (length) => io.client.begin(status, headersOf(answer), length),
    guard,
    tap: (listener) =>
      createAnswerTap(planned.api, type, {
        stream: planned.plan.stream || isEvents(type),
        guard,
        listener,
      }),
    refused: (error) => failed(error, form),
    // A server that ignores the wish for a stream answers with a body.
    rename: (bytes) => (isReadable ? renamer.push(bytes) : bytes),
    ...(isStream && form.fullStop !== undefined ? { fullStop: form.fullStop } : {}),
    ...(isStream ? { endOfFailed: (error) => form.stream(() => head, call).fail(failureOfError(error)) } : {}),
    isError: (data) => isErrorOf(form, data),
  }).run();
}

function isEvents(type: string): boolean {
  return type.includes("text/event-stream");
}

function isErrorOf(form: ClientForm, text: string): boolean {
  if (!form.isError) return true;
  const body = parseObject(text);
  return body !== undefined && form.isError(body);
}

function contextOf(io: AttemptIo, allowed: FetchContext["allowed"]): FetchContext {
  return {
    kind: "provider",
    attempt: io.attempt,
    secrets: io.vault,
    allowed,
    limits: io.limits,
    clock: io.clock,
    mode: "send",
    signal: io.signal,
    onExchange: io.recorder.exchange,
    beforeSending: io.recorder.beforeSending,
  };
}

/** The server's length is left out: the model's name may get another one, and so may what came compressed. */
function headersOf(answer: RelayedAnswer): HeaderList {
  const { message, body } = answer;
  const { "content-type": type, "content-encoding": encoding } = message.headers;
  const list: HeaderList = [];
  if (type !== undefined) list.push(["content-type", type]);
  if (encoding !== undefined && body === message) list.push(["content-encoding", encoding]);
  return withoutSecrets([...list, ...providerSigns(textsOf(message.headers))], answer);
}

function signsOf(answer: RelayedAnswer): HeaderList {
  return withoutSecrets(providerSigns(textsOf(answer.message.headers)), answer);
}

function textsOf(headers: RelayedAnswer["message"]["headers"]): HeaderList {
  const list: HeaderList = [];
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === "string") list.push([name, value]);
  }
  return list;
}

/** A name with a secret in it is not mended: without it nothing is lost that a client waits for. */
function withoutSecrets(headers: HeaderList, { secrets }: RelayedAnswer): HeaderList {
  if (!secrets.areIn(headers.map((pair) => pair.join("\n")).join("\n"))) return headers;
  return headers.flatMap(([name, value]): HeaderList => {
    return secrets.areIn(name) ? [] : [[name, secrets.redact(value)]];
  });
}

/**
 * The provider's own words and status go to the client unless another deployment answers: its body as it came when it is
 * an error in the client's form, else the words in that form.
 */
async function refusal(
  answer: RelayedAnswer,
  status: number,
  { api, provider }: PlannedCall,
  form: ClientForm,
  { clock }: AttemptIo,
): Promise<AttemptResult> {
  const bytes = await readCapped(answer.body, longestRefusal);
  answer.recorder.received(bytes);
  answer.end();
  const { redact } = answer.secrets;
  const body = redact(bytes.toString("utf8"));
  const refused = { status, headers: allHeadersOf(answer), body };
  const error = errorOfRefusal(refused, { api, provider, redact, now: clock.now() });
  if (isErrorOf(form, body)) return { kind: "refused", status, headers: headersOf(answer), body, error };
  const written = JSON.stringify(form.error({ status, message: error.detail ?? error.message, param: null }));
  const headers: HeaderList = [["content-type", "application/json"], ...signsOf(answer)];
  return { kind: "refused", status, headers, body: written, error };
}

function allHeadersOf({ message }: RelayedAnswer): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return headers;
}

async function readCapped(body: Readable, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > most) break;
    }
  } catch {
    // A refusal that breaks off is still a refusal; what came of its words is kept.
  }
  return Buffer.concat(chunks).subarray(0, most);
}

function failed(error: AppError, form: ClientForm): AttemptResult {
  const failure = failureOfError(error);
  const headers: HeaderList = [["content-type", "application/json"]];
  return { kind: "refused", status: failure.status, headers, body: JSON.stringify(form.error(failure)), error };
}
