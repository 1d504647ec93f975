import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { parseObject, textAt } from "@shared/domain/json/read-json.ts";
import { sampleModels } from "./sample-answers.ts";
import { completeSample } from "./sample-completion.ts";
import { answerAtOnce, answerInPieces, type DemoPace } from "./write-answer.ts";

export type { DemoPace } from "./write-answer.ts";

/** The sample models by their names behind `demo/`. */
export const demoModels: readonly string[] = Object.keys(sampleModels);

/** A real HTTP server of this process, so that a sample goes the whole way of a run. Only this process has its key. */
export interface DemoServer {
  /** Starts it on the first call; later calls return the same. `baseUrl` ends with `/v1`. */
  start(): Promise<{ baseUrl: string; key: string }>;
  close(): Promise<void>;
}

const largestBody = 20_971_520;

export function createDemoServer({ pace = "realistic" }: { pace?: DemoPace } = {}): DemoServer {
  const key = `demo-${randomBytes(24).toString("hex")}`;
  let server: Server | undefined;
  let started: Promise<{ baseUrl: string; key: string }> | undefined;

  async function listen(): Promise<{ baseUrl: string; key: string }> {
    const own = createServer((request, response) => {
      answer(request, response, key, pace).catch((error: unknown) => response.destroy(error as Error));
    });
    server = own;
    own.listen(0, "127.0.0.1");
    await once(own, "listening");
    // The process may end while samples are on offer.
    own.unref();
    return { baseUrl: `http://127.0.0.1:${portOf(own)}/v1`, key };
  }

  return {
    start() {
      started ??= listen();
      return started;
    },
    async close() {
      await started;
      if (!server) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      server = undefined;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, key: string, pace: DemoPace): Promise<void> {
  const refusal = refusalOf(request, key);
  if (refusal) return sendError(response, ...refusal);
  if (request.method === "GET" && request.url === "/v1/models") {
    const data = demoModels.map((id) => ({ id, object: "model", created: 0, owned_by: "promptscope" }));
    return sendJson(response, 200, { object: "list", data });
  }
  if (request.method !== "POST" || request.url !== "/v1/chat/completions") {
    return sendError(response, 404, "There is only /v1/models and /v1/chat/completions here.");
  }
  const body = await readBody(request);
  const asked = body === undefined ? undefined : parseObject(body);
  if (!asked || !Array.isArray(asked["messages"])) return sendError(response, 400, "The body has no list of messages.");
  const completion = completeSample(asked);
  if (!completion) {
    return sendError(response, 404, `There is no sample model “${textAt(asked, "model") ?? ""}”.`, "model_not_found");
  }
  if (asked["stream"] === true) await answerInPieces(asked, completion, response, pace);
  else await answerAtOnce(asked, completion, response, pace);
}

/** Only this process may ask: by number and not by name, from no web page, with the key (`README.md#sample-models`). */
function refusalOf(request: IncomingMessage, key: string): [status: number, message: string] | undefined {
  if (request.headers.host !== `127.0.0.1:${request.socket.localPort}`) return [421, "This host is not served."];
  if (request.headers.origin !== undefined) return [403, "Web pages are not served."];
  if (!sameText(request.headers.authorization ?? "", `Bearer ${key}`)) return [401, "The key is wrong."];
  return undefined;
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Undefined when it is larger than any prompt. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > largestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function sendError(response: ServerResponse, status: number, message: string, code: string | null = null): void {
  sendJson(response, status, { error: { message, type: "invalid_request_error", param: null, code } });
}

function sendJson(response: ServerResponse, status: number, body: JsonObject): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
