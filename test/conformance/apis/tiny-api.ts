import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Api, ApiEndpoint, ReadIo } from "@engine/apis/api.ts";
import type { ClientForm } from "@engine/gateway/forms/client-form.ts";
import type { Provider } from "@engine/providers/provider.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";

/*
 * An API no provider has: a name, what was said, an answer of words, streamed as lines of JSON. With it goes all that
 * adding a native provider takes.
 */

const headersOf = ({ key }: ApiEndpoint): [string, string][] => (key === undefined ? [] : [["x-say-key", key]]);

async function* read(response: Response, { stream, onFrame }: ReadIo): AsyncGenerator<ProviderEvent[]> {
  if (!stream) {
    yield eventsOf(JSON.parse(await response.text()) as JsonObject);
    return;
  }
  let open = "";
  for await (const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const lines = `${open}${text}`.split("\n");
    open = lines.pop() ?? "";
    for (const data of lines) {
      onFrame?.({ data });
      yield eventsOf(JSON.parse(data) as JsonObject);
    }
  }
}

function eventsOf({ bit, over, words }: JsonObject): ProviderEvent[] {
  const events: ProviderEvent[] = typeof bit === "string" ? [{ type: "text", text: bit }] : [];
  if (over !== true) return events;
  const usage = { inputTokens: 2, outputTokens: Number(words) };
  return [...events, { type: "usage", usage }, { type: "finish", reason: "stop" }, { type: "terminated" }];
}

export const tinyApi: Api = {
  id: "tiny",
  label: "Tiny",
  kind: "generate",
  parameters: { known: new Set(["mood"]), renames: { temperature: "mood" }, open: false, defaults: () => [] },
  build(plan, endpoint) {
    const body: JsonObject = { who: plan.route.model, said: plan.messages.map(({ content }) => content as JsonValue) };
    for (const { key, sentAs, value, sent } of plan.parameters) if (sent) body[sentAs ?? key] = value;
    if (plan.stream) body["live"] = true;
    const headers: [string, string][] = [["content-type", "application/json"], ...headersOf(endpoint)];
    return { method: "POST", url: `${endpoint.baseUrl}/say`, headers, body: JSON.stringify(body) };
  },
  read,
  readError: ({ body }) => ({ message: body, retryAfterMs: 7000 }),
  listModels: (endpoint) => ({
    method: "GET",
    url: `${endpoint.baseUrl}/who`,
    headers: headersOf(endpoint),
    read: (body) => body.split(","),
  }),
};

export function tinyProvider(baseUrl: string): Provider {
  return {
    id: "tiny_house",
    label: "Tiny House",
    apis: [tinyApi],
    prefixes: ["tiny"],
    keyVariables: ["TINY_KEY"],
    baseVariables: [],
    defaultBaseUrl: baseUrl,
    keyRequired: true,
  };
}

/** What clients of the gateway that speak the tiny API itself speak. */
export const tinyForm: ClientForm = {
  id: "tiny",
  kind: "generate",
  paths: ["/say"],
  sameAs: "tiny",
  read: ({ who, said, live }) => ({
    model: String(who),
    messages: (Array.isArray(said) ? said : []).map((content) => ({ role: "user", content })),
    stream: live === true,
    parameters: {},
    leftOut: [],
  }),
  rewrite: (body, plan) => ({ ...body, who: plan.route.model }),
  answer: (_head, { text }) => ({ bit: text, over: true }),
  stream: () => ({
    contentType: "application/x-ndjson",
    write: (event) => (event.type === "text" ? [`${JSON.stringify({ bit: event.text })}\n`] : []),
    close: () => '{"over":true}\n',
    fail: ({ message }) => `${JSON.stringify({ broken: message })}\n`,
  }),
  error: ({ message }) => ({ broken: message }),
};

export interface TinyServer {
  url: string;
  requests: { body: string; key: string | undefined }[];
  close(): Promise<void>;
}

/** What it answers, byte for byte; the odd spaces are its own. */
export const tinyWhole = '{ "bit":"Hello from a tiny house.",  "over":true, "words":5 }\n';
export const tinyLines = '{"bit":"Hello "}\n{ "bit" :"from a tiny house."}\n{"over":true,"words":5}\n';

export async function startTinyServer(): Promise<TinyServer> {
  const requests: TinyServer["requests"] = [];
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    if (request.url === "/who") return void response.end("cottage,shed");
    requests.push({ body, key: request.headers["x-say-key"] as string | undefined });
    const asked = JSON.parse(body) as JsonValue;
    if (!isJsonObject(asked) || String(asked["said"]) === "nothing") {
      return void response.writeHead(422, { "retry-after": "7" }).end("Nothing was said.");
    }
    if (asked["live"] !== true) return void response.end(tinyWhole);
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    for (const piece of tinyLines.match(/.{1,9}/gs) ?? []) response.write(piece);
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
