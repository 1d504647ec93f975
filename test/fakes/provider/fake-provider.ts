import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { JsonObject } from "../../../shared/domain/json/json.ts";
import { objectAt, parseObject } from "../../../shared/domain/json/read-json.ts";
import type { FakeApi } from "./answers.ts";
import { createKeptItems } from "./kept-items.ts";
import { type TurnBack, turnsBack } from "./refusals/chat-completions/turns-back.ts";
import { invalid } from "./refusals/refusal.ts";
import { type CheckName, keyChecks, refusalAnswer, refusalOf } from "./refusals/refuse.ts";
import { type Asked, defaultAnswer, play, type Script } from "./scripts.ts";

/** A request as it came over the wire. */
export interface ReceivedRequest {
  method: string;
  path: string;
  /** In the order and case received. */
  headers: [name: string, value: string][];
  header(name: string): string | undefined;
  body: string;
  bodyBytes: Buffer;
  json(): Record<string, unknown>;
  /** When it was whole, in milliseconds of `performance.now()`. */
  receivedAt: number;
  /** Resolves when the connection is gone, whoever closed it. */
  closed: Promise<void>;
}

/**
 * A real HTTP server that speaks OpenAI (chats, responses, completions, embeddings), Azure and Anthropic, told apart by the path. It refuses what they refuse
 * (`refusals/`), before any script is played.
 */
export interface FakeProvider {
  origin: string;
  /** The base URL to configure for an API. */
  baseUrl(api: FakeApi): string;
  requests: ReceivedRequest[];
  /** Behaviour of the next completion requests, in order; after them the default answer is given. */
  next(...scripts: Script[]): void;
  /** The same for requests of one API alone: calls that start together come in any order. These go first. */
  nextOf(api: FakeApi, ...scripts: Script[]): void;
  /** From now on the answer to every completion request without a script of its own. */
  always(script: Script): void;
  /** Resolves with the n-th request (from 0) as soon as it has come. */
  request(index: number): Promise<ReceivedRequest>;
  /**
   * From now on a check is left out: for a fault of ours that is known and listed in README.md, in the words given
   * there.
   */
  overlook(check: CheckName, fault: string): void;
  /** From now on it is a server that is like the real one and takes more, as vLLM, OpenRouter or Ollama do. */
  takesMore(more: MoreTaken): void;
  /** What GET …/models lists. */
  models: string[];
  /** Also when it is closed already: a test may switch the network off. */
  close(): Promise<void>;
}

/** What a compatible server takes beyond what the real one does. */
export interface MoreTaken {
  /** Fields of its own at the top of the body. */
  fields?: string[];
  /** Requests without a key. */
  noKey?: boolean;
  /** It wants this back in turns with tool calls, and refuses a conversation without it. */
  turnsBack?: TurnBack;
}

export async function startFakeProvider(): Promise<FakeProvider> {
  const requests: ReceivedRequest[] = [];
  const scripts: Script[] = [];
  const ofApi: Record<FakeApi, Script[]> = {
    openai: [],
    azure: [],
    anthropic: [],
    responses: [],
    completions: [],
    embeddings: [],
  };
  const sockets = new Map<Socket, Promise<void>>();
  let usual: Script = { kind: "answer", answer: defaultAnswer };
  const models = ["fake-large", "fake-small"];
  const overlooked = new Set<CheckName>();
  const ownFields = new Set<string>();
  const keptItems = createKeptItems();
  let wantedBack: TurnBack | undefined;
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.on("connection", (socket) => {
    socket.on("error", () => undefined);
    sockets.set(
      socket,
      new Promise((resolve) => {
        socket.once("close", () => {
          sockets.delete(socket);
          resolve();
        });
      }),
    );
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await receive(request, sockets.get(request.socket) ?? Promise.resolve());
    const keptId = /\/responses\/([^/?]+)/.exec(received.path)?.[1];
    if (keptId !== undefined && request.method !== "POST") {
      requests.push(received);
      server.emit("received");
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify(keptResponse(decodeURIComponent(keptId), request.method === "DELETE")));
      return;
    }
    if (request.method === "GET") {
      const data = models.map((id) => ({ id, object: "model" }));
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ object: "list", data }));
      return;
    }
    requests.push(received);
    server.emit("received");
    const body = parseBody(received.body);
    const asked = askedFor(received.path, body);
    const known = body && Object.fromEntries(Object.entries(body).filter(([key]) => !ownFields.has(key)));
    const checked = known && (wantedBack ? turnsBack(wantedBack, known) : keptItems.resolve(known));
    const refusal = checked
      ? (checked.refusal ?? refusalOf(asked.api, { header: received.header, body: checked.body }, overlooked))
      : invalid("We could not parse the JSON body of your request.");
    if (refusal) {
      const { headers, body: words } = refusalAnswer(asked.api, refusal);
      response.writeHead(refusal.status, { "content-type": "application/json", ...headers }).end(JSON.stringify(words));
      return;
    }
    const script = ofApi[asked.api].shift() ?? scripts.shift() ?? usual;
    if (asked.api === "responses" && script.kind === "answer") keptItems.keep(script.answer, known ?? {});
    await play(script, asked, request, response);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    baseUrl: (api) => (api === "openai" || api === "responses" ? `${origin}/v1` : origin),
    requests,
    models,
    next: (...more) => void scripts.push(...more),
    always(script) {
      usual = script;
    },
    overlook: (check, _fault) => void overlooked.add(check),
    takesMore(more) {
      for (const field of more.fields ?? []) ownFields.add(field);
      wantedBack = more.turnsBack ?? wantedBack;
      if (more.noKey) for (const check of keyChecks) overlooked.add(check);
    },
    nextOf: (api, ...more) => void ofApi[api].push(...more),
    async request(index) {
      for (;;) {
        const found = requests[index];
        if (found) return found;
        await once(server, "received");
      }
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets.keys()) socket.destroy();
      await closed;
    },
  };
}

/** An answer that OpenAI has kept, or what it says of one that it removes. */
function keptResponse(id: string, isRemoved: boolean): object {
  if (isRemoved) return { id, object: "response", deleted: true };
  const content = [{ type: "output_text", text: "Kept.", annotations: [] }];
  return {
    id,
    object: "response",
    created_at: 1,
    status: "completed",
    model: "gpt-of-the-server",
    output: [{ id: "msg_1", type: "message", role: "assistant", status: "completed", content }],
    previous_response_id: "resp_before",
  };
}

async function receive(request: IncomingMessage, closed: Promise<void>): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const bodyBytes = Buffer.concat(chunks);
  const body = bodyBytes.toString("utf8");
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    headers.push([request.rawHeaders[index] ?? "", request.rawHeaders[index + 1] ?? ""]);
  }
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers,
    header: (name) => headers.find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1],
    body,
    bodyBytes,
    json: () => JSON.parse(body) as Record<string, unknown>,
    receivedAt: performance.now(),
    closed,
  };
}

function parseBody(text: string): JsonObject | undefined {
  return text === "" ? {} : parseObject(text);
}

function askedFor(path: string, body: JsonObject | undefined): Asked {
  return {
    api: apiOf(path),
    stream: body?.["stream"] === true,
    usage: objectAt(body, "stream_options")?.["include_usage"] === true,
  };
}

function apiOf(path: string): FakeApi {
  const [asked = ""] = path.split("?");
  if (asked.endsWith("/embeddings")) return "embeddings";
  if (asked.endsWith("/responses")) return "responses";
  if (asked.endsWith("/completions") && !asked.endsWith("/chat/completions")) return "completions";
  if (path.includes("/deployments/")) return "azure";
  return path.includes("/messages") ? "anthropic" : "openai";
}
