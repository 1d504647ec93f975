import { request } from "node:http";
import { AnswerReader } from "@engine/http/answer-reader.ts";
import { createFetch } from "@engine/http/recording-fetch.ts";
import { openConnection, requestParts } from "@engine/http/socket.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextFor } from "./fetch-context.ts";
import { httpAnswer, type RawServer, startRawServer } from "./raw-server.ts";

const big = "x".repeat(20_000);

/** Answers as servers send them, right and wrong; each is followed by the end of the connection. */
const answers = {
  length: "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
  "no body": "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
  "no reason": "HTTP/1.1 200\r\ncontent-length: 2\r\n\r\nok",
  "odd reason": "HTTP/1.1 200 Gr\xfc\xdfe\r\ncontent-length: 2\r\n\r\nok",
  chunks: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\n\r\n",
  trailers: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\nx-sum: 1\r\n\r\n",
  "blanks in values": "HTTP/1.1 200 OK\r\nx-a:   b \t\r\ncontent-length:2\r\n\r\nok",
  "a name twice": "HTTP/1.1 200 OK\r\nx-a: 1\r\nX-A: 2\r\nset-cookie: a\r\nset-cookie: b\r\ncontent-length: 0\r\n\r\n",
  "until the end": "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\nhello, all of you",
  "1.0": "HTTP/1.0 200 OK\r\n\r\nold",
  "interim answers":
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
  "204 with a length": "HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\n",
  304: "HTTP/1.1 304 Not Modified\r\netag: x\r\n\r\n",
  "another coding": "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\nraw",
  "two codings": "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
  "a long body": `HTTP/1.1 200 OK\r\ncontent-length: ${big.length}\r\n\r\n${big}`,
  "cut head": "HTTP/1.1 200 OK\r\ncontent-le",
  "cut body": "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhello",
  "cut chunks": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n",
  "no HTTP": "SSH-2.0-OpenSSH_9.2\r\n",
  "HTTP of the future": "HTTP/3.0 200 OK\r\ncontent-length: 0\r\n\r\n",
  "no status": "HTTP/1.1 OK\r\ncontent-length: 0\r\n\r\n",
  "length and chunks":
    "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  "two lengths": "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 5\r\n\r\nhello",
  "a list of lengths": "HTTP/1.1 200 OK\r\ncontent-length: 5, 5\r\n\r\nhello",
  "a length below zero": "HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nhello",
  "a length that is none": "HTTP/1.1 200 OK\r\ncontent-length: 0x5\r\n\r\nhello",
  "a chunk size that is none": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfive\r\nhello\r\n0\r\n\r\n",
  "a chunk that is longer than it says": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
  "a name with a blank": "HTTP/1.1 200 OK\r\ncontent-length : 5\r\n\r\nhello",
  "a line without a colon": "HTTP/1.1 200 OK\r\nhello\r\n\r\n",
  "a value with a zero byte": "HTTP/1.1 200 OK\r\nx-a: b\0c\r\ncontent-length: 0\r\n\r\n",
  "bare line feeds": "HTTP/1.1 200 OK\ncontent-length: 2\n\nok",
  "an endless head": `HTTP/1.1 200 OK\r\nx-a: ${big}\r\n\r\n`,
};

type Read = { status: number; rawHeaders: string[]; body: string } | "failed";

let server: RawServer;
let wanted: keyof typeof answers = "length";
beforeAll(async () => {
  server = await startRawServer((_text, socket) => void socket.end(Buffer.from(answers[wanted], "latin1")));
});
afterAll(() => server.stop());

function throughNode(): Promise<Read> {
  return new Promise((resolve) => {
    const fail = () => resolve("failed");
    request(server.url, { agent: false, method: "POST" }, (message) => {
      let body = "";
      message.setEncoding("latin1").on("data", (text: string) => {
        body += text;
      });
      message.on("error", fail).on("close", () => {
        const { statusCode = 0, rawHeaders } = message;
        resolve(message.complete ? { status: statusCode, rawHeaders, body } : "failed");
      });
    })
      .on("error", fail)
      .end();
  });
}

function throughOurs(): Promise<Read> {
  return new Promise((resolve) => {
    const fail = () => resolve("failed");
    const url = new URL(server.url);
    const parts = requestParts(url, "POST", ["host", url.host, "content-length", "0"], {
      bytes: Buffer.alloc(0),
      text: "",
    });
    openConnection(url, { fresh: true }).send("POST", parts, {
      sent: () => undefined,
      failed: fail,
      answered(answer) {
        let body = "";
        answer.setEncoding("latin1").on("data", (text: string) => {
          body += text;
        });
        answer.on("error", fail).on("close", () => {
          const { statusCode, rawHeaders } = answer;
          resolve(answer.complete ? { status: statusCode, rawHeaders, body } : "failed");
        });
      },
    });
  });
}

describe("an answer is read as Node's own client reads it", () => {
  it.each(Object.keys(answers) as (keyof typeof answers)[])("%s", async (name) => {
    wanted = name;
    expect(await throughOurs()).toEqual(await throughNode());
  });
});

/** What a reader tells of bytes that come in two pieces. */
function readCut(bytes: Buffer, cut: number): string {
  const told: string[] = [];
  const reader = new AnswerReader("POST", {
    head: ({ statusCode, rawHeaders }) => void told.push(`${statusCode} ${rawHeaders}\n`),
    body: (piece) => void told.push(piece.toString("latin1")),
    end: () => void told.push("\nend"),
  });
  try {
    reader.push(bytes.subarray(0, cut));
    reader.push(bytes.subarray(cut));
    reader.close();
  } catch {
    told.push("\nfault");
  }
  return told.join("");
}

it("reads the same wherever the bytes are cut", () => {
  for (const answer of Object.values(answers)) {
    if (answer.length > 1_000) continue;
    const bytes = Buffer.from(answer, "latin1");
    const whole = readCut(bytes, bytes.length);
    for (let cut = 1; cut < bytes.length; cut++) expect(readCut(bytes, cut)).toBe(whole);
  }
});

it("what a server sends unasked is nobody's answer: its connection is used no more", async () => {
  const raw = await startRawServer((text, socket, index) => {
    if (!text.endsWith("\r\n\r\n")) return;
    socket.write(`${httpAnswer(`from ${index}`)}${httpAnswer("of somebody else")}`);
  });
  try {
    expect(await (await createFetch(contextFor())(raw.url)).text()).toBe("from 0");
    expect(await (await createFetch(contextFor())(raw.url)).text()).toBe("from 1");
    await raw.closed(0);
  } finally {
    await raw.stop();
  }
});

it("a connection carries one request after the other, also behind a long answer that was read late", async () => {
  const raw = await startRawServer((text, socket, index) => {
    if (text.endsWith("\r\n\r\n")) socket.write(httpAnswer(`${index} ${"x".repeat(300_000)}`));
  });
  try {
    for (let n = 0; n < 3; n++) {
      const response = await createFetch(contextFor())(raw.url);
      await new Promise((resolve) => setImmediate(resolve));
      expect((await response.text()).length).toBe(300_002);
    }
    expect(raw.sockets.length).toBe(1);
  } finally {
    await raw.stop();
  }
});

it("ending a request whose answer has come cuts off no other that has its connection by now", async () => {
  const raw = await startRawServer((text, socket) => {
    if (text.endsWith("\r\n\r\n")) setImmediate(() => socket.write(httpAnswer(String(text.split("GET ").length - 1))));
  });
  const url = new URL(raw.url);
  const ask = () => {
    const parts = requestParts(url, "GET", ["host", url.host], { bytes: Buffer.alloc(0), text: "" });
    const body = Promise.withResolvers<string>();
    const sent = openConnection(url, { fresh: false }).send("GET", parts, {
      sent: () => undefined,
      failed: body.reject,
      answered: async (answer) => body.resolve((await answer.toArray()).join("")),
    });
    return { sent, body: body.promise };
  };
  try {
    const first = ask();
    expect(await first.body).toBe("1");
    const second = ask();
    first.sent.destroy();
    expect(await second.body).toBe("2");
    expect(raw.sockets.length).toBe(1);
    // One that is under way is: its connection is closed.
    ask().sent.destroy();
    await raw.closed(0);
  } finally {
    await raw.stop();
  }
});
