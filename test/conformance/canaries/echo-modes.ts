import type { ServerResponse } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import {
  bodyOf,
  chunk,
  type Echo,
  eventsText,
  filled,
  head,
  type Mode,
  opening,
  quoted,
  textEvents,
  toolEvents,
} from "./echo-events.ts";

function answer(echo: Echo, response: ServerResponse, events: readonly unknown[], body: unknown, headers = {}): void {
  if (echo.stream) head(response, "text/event-stream", headers).end(eventsText(events, echo));
  else head(response, "application/json", headers).end(filled(body, echo));
}

const plainText = (echo: Echo, response: ServerResponse, headers: Record<string, string> = {}) =>
  answer(echo, response, textEvents(echo.dialect, ["fine"]), bodyOf(echo.dialect, "fine"), headers);

const inPieces =
  (size: number): Mode =>
  (echo, response) => {
    const text = `your key is ${echo.said} ok`;
    const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [];
    answer(echo, response, textEvents(echo.dialect, pieces), bodyOf(echo.dialect, text));
  };

const compressed =
  (encoding: string, compress: (bytes: Buffer) => Buffer): Mode =>
  (echo, response) => {
    const events = textEvents(echo.dialect, ["ECHO"]);
    const text = echo.stream ? eventsText(events, echo) : filled(bodyOf(echo.dialect, "ECHO"), echo);
    const type = echo.stream ? "text/event-stream" : "application/json";
    head(response, type, { "content-encoding": encoding }).end(compress(Buffer.from(text)));
  };

const refused =
  (status: number, type: string, text: (echo: Echo) => string): Mode =>
  (echo, response) => {
    response.writeHead(status, { "content-type": type }).end(text(echo));
  };

const errorBody = (echo: Echo) => {
  const words = `{"message":${quoted(echo)},"type":"x","code":null,"param":null}`;
  return echo.dialect === "langfuse"
    ? `{"message":${quoted(echo)},"error":${quoted(echo)}}`
    : `{"type":"error","error":${words}}`;
};

const header = (text: string) => text.replace(/[^\x20-\x7e]/g, "");

/** The key between the bytes of a picture, as a picture's own texts stand in it. */
const picture = ({ said }: Echo) =>
  `data:image/png;base64,${Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.from(`tEXtComment ${said}`)]).toString("base64")}`;

/** A prompt, or a list of one, with the key in every text of it. */
const prompt = {
  ...{ id: "i", name: "p", version: 1, type: "text", prompt: "", isActive: true },
  ...{ config: { model: "gpt-4o", note: "ECHO", list: ["ECHO"] }, labels: ["production"], tags: ["ECHO"] },
  ...{
    commitMessage: "ECHO",
    createdBy: "ECHO",
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: "2026-01-01T00:00:00.000Z",
  },
};
const listed = {
  name: "p",
  type: "text",
  versions: [1],
  labels: ["production"],
  tags: ["ECHO"],
  lastConfig: { note: "ECHO" },
};

/** Ways to repeat a key. */
export const modes: Record<string, Mode> = {
  "text, whole": (echo, response) =>
    answer(echo, response, textEvents(echo.dialect, ["ECHO"]), bodyOf(echo.dialect, "ECHO")),
  "text, in halves": (echo, response) => inPieces(Math.ceil(echo.said.length / 2))(echo, response),
  "text, in fives": inPieces(5),
  "text, character by character": inPieces(1),
  model: (echo, response) => {
    const events =
      echo.dialect === "chat"
        ? [chunk({ content: "x" }, { model: "ECHO" }), chunk({}, { model: "ECHO" }, "stop"), "[DONE]"]
        : [{ ...opening, message: { ...opening.message, model: "ECHO" } }, ...textEvents("messages", ["x"]).slice(1)];
    answer(echo, response, events, bodyOf(echo.dialect, "x", { model: "ECHO" }));
  },
  "id of the answer": (echo, response) =>
    answer(
      echo,
      response,
      [chunk({ content: "x" }, { id: "ECHO" }), chunk({}, { id: "ECHO" }, "stop"), "[DONE]"],
      bodyOf(echo.dialect, "x", { id: "ECHO" }),
    ),
  "finish reason": (echo, response) => {
    const events =
      echo.dialect === "chat"
        ? [chunk({ content: "x" }), chunk({}, {}, "ECHO"), "[DONE]"]
        : [
            ...textEvents("messages", ["x"]).slice(0, -2),
            { type: "message_delta", delta: { stop_reason: "ECHO" }, usage: { output_tokens: 1 } },
            { type: "message_stop" },
          ];
    const choice = { index: 0, message: { role: "assistant", content: "x" }, finish_reason: "ECHO" };
    answer(
      echo,
      response,
      events,
      bodyOf(echo.dialect, "x", echo.dialect === "chat" ? { choices: [choice] } : { stop_reason: "ECHO" }),
    );
  },
  "reasoning, in pieces": (echo, response) => {
    const pieces = echo.said.match(/[\s\S]{1,6}/g) ?? [];
    const events = [...pieces.map((text) => chunk({ reasoning_content: text })), ...textEvents("chat", ["x"])];
    answer(
      echo,
      response,
      echo.dialect === "chat" ? events : textEvents("messages", ["ECHO"]),
      bodyOf(echo.dialect, "ECHO"),
    );
  },
  "id and name of a tool call": (echo, response) =>
    answer(
      echo,
      response,
      toolEvents(echo.dialect, { id: "ECHO", name: "ECHO", pieces: ["{}"] }),
      bodyOf(echo.dialect, "ECHO"),
    ),
  "arguments of a tool call, in pieces": (echo, response) => {
    const json = JSON.stringify({ key: echo.said });
    answer(
      echo,
      response,
      toolEvents(echo.dialect, { id: "t1", name: "f", pieces: json.match(/[\s\S]{1,7}/g) ?? [] }),
      bodyOf(echo.dialect, "ECHO"),
    );
  },
  "name of an event": (echo, response) => {
    if (!echo.stream) return plainText(echo, response);
    head(response, "text/event-stream").end(
      `event: ${echo.said}\ndata: {}\n\n${eventsText(textEvents(echo.dialect, ["x"]), echo)}`,
    );
  },
  "comment and id of the stream": (echo, response) => {
    if (!echo.stream) return plainText(echo, response);
    head(response, "text/event-stream").end(
      `: ${echo.said}\n\nid: ${echo.said}\n${eventsText(textEvents(echo.dialect, ["x"]), echo)}`,
    );
  },
  header: (echo, response) =>
    plainText(echo, response, {
      "x-request-id": header(echo.said),
      "request-id": header(echo.said),
      "x-ratelimit-reset": header(echo.said),
      "retry-after": header(echo.said),
    }),
  "name of a header": (echo, response) =>
    plainText(echo, response, { [`x-ratelimit-${echo.said.replace(/[^\w-]/g, "-")}`]: header(echo.said) }),
  "content type": (echo, response) =>
    answer(echo, response, textEvents(echo.dialect, ["x"]), bodyOf(echo.dialect, "x"), {
      "content-type": `${echo.stream ? "text/event-stream" : "application/json"}; x="${header(echo.said).replaceAll('"', "")}"`,
    }),
  "reason phrase": (echo, response) =>
    response.writeHead(500, header(echo.said), { "content-type": "application/json" }).end('{"error":{"message":"x"}}'),
  redirect: (echo, response) => response.writeHead(302, { location: `/${encodeURI(echo.said)}` }).end(),
  "401": refused(401, "application/json", errorBody),
  "400": refused(400, "application/json", errorBody),
  "404 as FastAPI": refused(404, "application/json", (echo) => `{"detail":${quoted(echo)}}`),
  "500 of a proxy": refused(500, "text/html", ({ said }) => `<html><head><title>${said}</title></head>${said}</html>`),
  "503 in plain text": refused(503, "text/plain", ({ said }) => said),
  "200 that is an error": refused(200, "application/json", errorBody),
  "200 that is a page": refused(200, "text/html", ({ said }) => `<title>${said}</title>`),
  "200 that is nonsense": refused(200, "application/json", ({ said }) => `{"choices": ${said}`),
  "error in the stream": (echo, response) => {
    if (!echo.stream) return refused(200, "application/json", errorBody)(echo, response);
    head(response, "text/event-stream").end(
      `${eventsText(textEvents(echo.dialect, ["x"]).slice(0, 3), echo)}event: error\ndata: ${errorBody(echo)}\n\n`,
    );
  },
  "nonsense in the stream": (echo, response) => {
    if (!echo.stream) return refused(200, "application/json", ({ said }) => said)(echo, response);
    head(response, "text/event-stream").end(
      `${eventsText(textEvents(echo.dialect, ["x"]).slice(0, 3), echo)}${echo.said}\n\ndata: {"${echo.said}": \n\n`,
    );
  },
  "picture, in its bytes": (echo, response) => {
    const images = [{ type: "image_url", image_url: { url: picture(echo) } }];
    const message = { role: "assistant", content: "x", images };
    const choice = { index: 0, message, finish_reason: "stop" };
    const events = [chunk({ content: "x", images }), chunk({}, {}, "stop"), "[DONE]"];
    answer(
      echo,
      response,
      echo.dialect === "chat" ? events : textEvents("messages", [picture(echo)]),
      bodyOf(echo.dialect, "x", { choices: [choice] }),
    );
  },
  "a prompt": (echo, response) => {
    if (echo.dialect !== "langfuse") return plainText(echo, response);
    const meta = { page: 1, limit: 100, totalItems: 1, totalPages: 1 };
    const text = `"prompt":${quoted({ ...echo, said: `Your key is ${echo.said}. {{a}}` })}`;
    const body = filled({ ...prompt, data: [{ ...listed, lastUpdatedAt: prompt.updatedAt }], meta }, echo);
    head(response, "application/json").end(body.replace(/"prompt":"[^"]*"/, () => text));
  },
  gzip: compressed("gzip", gzipSync),
  brotli: compressed("br", brotliCompressSync),
  deflate: compressed("deflate", deflateSync),
  /** Each event in a packet of its own: whoever passes them on has sent the first before the last has come. */
  "text, in fives that come one by one": (echo, response) => {
    if (!echo.stream) return inPieces(5)(echo, response);
    const pieces = `your key is ${echo.said} ok`.match(/[\s\S]{1,5}/g) ?? [];
    head(response, "text/event-stream");
    void (async () => {
      for (const event of textEvents(echo.dialect, pieces)) {
        await new Promise<void>((resolve) => response.write(eventsText([event], echo), () => setImmediate(resolve)));
        // The other side has read it once it has answered nothing for a turn or two.
        for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    })();
  },
  "bytes, one by one": (echo, response) => {
    const text = echo.stream
      ? eventsText(textEvents(echo.dialect, ["ECHO"]), echo)
      : filled(bodyOf(echo.dialect, "ECHO"), echo);
    head(response, echo.stream ? "text/event-stream" : "application/json");
    response.socket?.setNoDelay(true);
    const middle = text.indexOf(quoted(echo)) + 8;
    void (async () => {
      for (const piece of [text.slice(0, middle), text.slice(middle, middle + 1), text.slice(middle + 1)]) {
        await new Promise<void>((resolve) => response.write(piece, () => setImmediate(resolve)));
      }
      response.end();
    })();
  },
};
