import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { streamOf } from "../fakes/provider/answers.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { test as base, expect } from "./servers.ts";

/** What the server itself counted and timed of its one answer, from the moment the request was whole. */
interface Measured {
  bytes: number;
  events: number;
  /** Milliseconds, by the server's own clock. */
  headersAfter: number;
  firstTokenAfter: number;
  /** When the last event was written; the client need not wait for more. */
  endAfter: number;
}

interface MeasuringServer {
  baseUrl: string;
  measured: Promise<Measured>;
}

/** Longer than the machine's jitter, so that the order of figures tells where a wait belongs. */
const waits = { headers: 250, firstToken: 400, between: 30 };
const answer = { text: "Nine words, each of them after a short while.", usage: { input: 12, output: 9 } };
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function answerSlowly(response: ServerResponse): Promise<Measured> {
  const began = performance.now();
  const after = () => performance.now() - began;
  const events = streamOf("openai", answer, { usage: true });
  await wait(waits.headers);
  const headersAfter = after();
  response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  await wait(waits.firstToken);
  const firstTokenAfter = after();
  let bytes = 0;
  let endAfter = 0;
  for (const event of events) {
    bytes += Buffer.byteLength(event);
    endAfter = after();
    response.write(event);
    await wait(waits.between);
  }
  response.end();
  return { bytes, events: events.length, headersAfter, firstTokenAfter, endAfter };
}

const test = base.extend<{ server: MeasuringServer }>({
  server: async ({ host: _ }, use) => {
    const { promise, resolve } = Promise.withResolvers<Measured>();
    const server = createServer((request, response) => {
      // The app may ask for the list of models at any time; only the run is measured.
      if (request.method === "GET") response.end('{"object":"list","data":[]}');
      else request.resume().once("end", () => void answerSlowly(response).then(resolve));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await use({ baseUrl: `http://127.0.0.1:${port}/v1`, measured: promise });
    server.closeAllConnections();
    server.close();
  },
  environment: async ({ environment, server }, use) => use({ ...environment, OPENAI_BASE_URL: server.baseUrl }),
});

test("bytes, events and the order of times are those the server measured", async ({ page, server }) => {
  const playground = new PlaygroundPage(page);
  await playground.openTestChat();
  await playground.run();
  await expect(playground.output).toContainText(answer.text);
  await expect(playground.figures).toContainText("200");
  const { bytes, events, headersAfter, firstTokenAfter, endAfter } = await server.measured;

  const inspector = page.getByRole("region", { name: "Inspector" });
  await expect(inspector.getByText(`${grouped(bytes)} B in`)).toBeVisible();
  await expect(inspector.getByRole("tab", { name: `Events ${events}`, exact: true })).toBeVisible();

  await inspector.getByRole("tab", { name: "Timing" }).click();
  const timing = inspector.getByRole("table", { name: "Timing" });
  const at = async (step: string) => {
    const cells = timing.getByRole("row", { name: new RegExp(`^${step}`) }).getByRole("cell");
    return milliseconds(await cells.nth(1).innerText());
  };
  const [firstByte, firstToken, last] = [await at("First byte"), await at("First answer token"), await at("Last byte")];
  // Whatever the client measures begins earlier and ends later than the same thing at the server; a figure shown in
  // seconds is rounded to 10 ms.
  const rounding = 10;
  expect(firstByte + rounding).toBeGreaterThanOrEqual(headersAfter);
  expect(firstByte).toBeLessThan(firstToken);
  expect(firstToken + rounding).toBeGreaterThanOrEqual(firstTokenAfter);
  // The pauses between the words are after the first token, not before it.
  expect(last - firstToken + rounding).toBeGreaterThanOrEqual((endAfter - firstTokenAfter) / 2);
  expect(last + rounding).toBeGreaterThanOrEqual(endAfter);
  // The figures under the answer are the same ones.
  const figures = await playground.figures.innerText();
  const ttft = /TTFT\s+([\d.,]+ m?s)/.exec(figures)?.[1] ?? "";
  expect(Math.abs(milliseconds(ttft) - firstToken)).toBeLessThanOrEqual(rounding);
  expect(figures).toContain("12→9");
});

/** Figures are grouped by narrow spaces. */
function grouped(value: number): string {
  return value.toLocaleString("en").replaceAll(",", "\u00a0");
}

/** "812 ms" and "1.24 s" in milliseconds. */
function milliseconds(text: string): number {
  const value = Number.parseFloat(text);
  return text.endsWith(" s") ? value * 1000 : value;
}
