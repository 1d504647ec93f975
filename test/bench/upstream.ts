import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What one streamed answer holds; every chunk is one token. */
export const chunksPerStream = 500;
/** The same of a paced one: a second at 100 tokens/s. */
const pacedChunks = 100;

export interface Upstream {
  baseUrl: string;
  /** Requests answered so far; a benchmark checks that the work was done before it reports a time. */
  answered(): number;
  close(): Promise<void>;
}

const words = Array.from({ length: 64 }, (_, index) => `word${index}`).join(" ");
const answer = JSON.stringify({
  id: "chatcmpl-bench",
  object: "chat.completion",
  created: 1_795_420_683,
  model: "gpt-4o-mini",
  choices: [{ index: 0, message: { role: "assistant", content: words }, finish_reason: "stop" }],
  usage: { prompt_tokens: 30, completion_tokens: 64, total_tokens: 94 },
});

const chunk = (delta: object, finish: string | null) =>
  `data: ${JSON.stringify({
    id: "chatcmpl-bench",
    object: "chat.completion.chunk",
    created: 1_795_420_683,
    model: "gpt-4o-mini",
    choices: [{ index: 0, delta, finish_reason: finish }],
  })}\n\n`;
/** One token as a server-sent event. */
export const chunkOf = (text: string) => chunk({ content: text }, null);
const contentChunk = chunkOf(" token");
const streamEnd = `${chunk({}, "stop")}data: [DONE]\n\n`;

export interface UpstreamOptions {
  /** How long it keeps an answer that is not streamed. */
  delayMs?: number;
  /** Milliseconds between the tokens of a stream; without it they come as fast as the reader takes them. */
  paceMs?: number;
}

/** An OpenAI-shaped server that does next to nothing, so that what is measured is the client. */
export async function startUpstream({ delayMs = 0, paceMs }: UpstreamOptions = {}): Promise<Upstream> {
  let answered = 0;
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      answered++;
      if (body.includes('"stream":true')) paceMs === undefined ? stream(response) : paced(response, paceMs);
      else if (delayMs === 0) complete(response);
      else setTimeout(() => complete(response), delayMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/v1`, answered: () => answered, close: () => close(server) };
}

function complete(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" }).end(answer);
}

/** Flat out: as fast as the reader takes it, in pieces of ten chunks as a busy network delivers them. */
function stream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  let left = chunksPerStream;
  const more = () => {
    while (left > 0) {
      left -= 10;
      if (!response.write(contentChunk.repeat(10)) && left > 0) {
        response.once("drain", more);
        return;
      }
    }
    response.end(streamEnd);
  };
  more();
}

function paced(response: ServerResponse, paceMs: number): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  let left = pacedChunks;
  const timer = setInterval(() => {
    response.write(contentChunk);
    left--;
    if (left > 0) return;
    clearInterval(timer);
    response.end(streamEnd);
  }, paceMs);
  response.once("close", () => clearInterval(timer));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
