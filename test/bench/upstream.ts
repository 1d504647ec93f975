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

const event = (type: string, data: object) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data, sequence_number: 7 })}\n\n`;
const at = { item_id: "msg_bench", output_index: 0, content_index: 0 };
const responseHead = { id: "resp_bench", object: "response", created_at: 1_795_420_683, model: "gpt-4o-mini" };
/** The same answer as OpenAI's Responses stream it: the whole text comes again at the end of its part, its item and the response. */
const responseChunk = event("response.output_text.delta", {
  ...at,
  delta: " token",
  logprobs: [],
  obfuscation: "4kX9",
});
const wholeText = " token".repeat(chunksPerStream);
const part = { type: "output_text", text: wholeText, annotations: [], logprobs: [] };
const item = { id: "msg_bench", type: "message", status: "completed", role: "assistant", content: [part] };
const responseParts = {
  begin: [
    event("response.created", { response: { ...responseHead, status: "in_progress", output: [] } }),
    event("response.output_item.added", { output_index: 0, item: { ...item, status: "in_progress", content: [] } }),
    event("response.content_part.added", { ...at, part: { ...part, text: "" } }),
  ].join(""),
  end: [
    event("response.output_text.done", { ...at, text: wholeText, logprobs: [] }),
    event("response.content_part.done", { ...at, part }),
    event("response.output_item.done", { output_index: 0, item }),
    event("response.completed", {
      response: {
        ...responseHead,
        status: "completed",
        output: [item],
        usage: { input_tokens: 30, output_tokens: 500, total_tokens: 530 },
      },
    }),
  ].join(""),
};

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
      if (request.url?.endsWith("/responses")) pour(response, responseChunk, responseParts);
      else if (body.includes('"stream":true')) paceMs === undefined ? stream(response) : paced(response, paceMs);
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

function stream(response: ServerResponse): void {
  pour(response, contentChunk, { begin: "", end: streamEnd });
}

/** Flat out: as fast as the reader takes it, in pieces of ten chunks as a busy network delivers them. */
function pour(response: ServerResponse, piece: string, { begin, end }: { begin: string; end: string }): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  if (begin !== "") response.write(begin);
  let left = chunksPerStream;
  const more = () => {
    while (left > 0) {
      left -= 10;
      if (!response.write(piece.repeat(10)) && left > 0) {
        response.once("drain", more);
        return;
      }
    }
    response.end(end);
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
