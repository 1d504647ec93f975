import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../shared/domain/json/json.ts";

/** A server of OpenAI's embeddings whose vectors count words: texts of the same words are near, others are not. */
export interface VectorServer {
  baseUrl: string;
  requests: JsonObject[];
  /** What it does with the next requests, in place of answering. */
  next: ("hang" | "refuse" | "one too few" | "zeros")[];
  close(): Promise<void>;
}

const dimensions = 256;

export async function startVectorServer(): Promise<VectorServer> {
  const requests: JsonObject[] = [];
  const next: VectorServer["next"] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await textOf(request)) as JsonValue;
    if (!isJsonObject(body)) return void response.writeHead(400).end();
    requests.push(body);
    const deed = next.shift();
    if (deed === "hang") return;
    if (deed === "refuse") {
      const error = { message: "The model is asleep.", type: "invalid_request_error", code: null, param: null };
      return void response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ error }));
    }
    const texts = [body["input"] ?? ""].flat().map(String);
    const given = deed === "one too few" ? texts.slice(1) : texts;
    const data = given.map((text, index) => ({
      object: "embedding",
      index,
      embedding: vectorOf(deed === "zeros" ? "" : text),
    }));
    const tokens = texts.join(" ").split(/\s+/).length;
    response.writeHead(200, { "content-type": "application/json" }).end(
      JSON.stringify({
        object: "list",
        // Servers need not keep the order.
        data: data.toReversed(),
        model: body["model"],
        usage: { prompt_tokens: tokens, total_tokens: tokens },
      }),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    next,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function vectorOf(text: string): number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    let place = 7;
    for (const character of word) place = (place * 31 + (character.codePointAt(0) ?? 0)) % dimensions;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  return vector;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
