import type { ServerResponse } from "node:http";

export type Dialect = "chat" | "messages" | "langfuse";

/** What a server makes of the key it was sent. `said` is the key in one of its forms, `raw` escaped for JSON already. */
export interface Echo {
  said: string;
  /** Whether `said` may stand between the quotation marks of JSON as it is. */
  raw: boolean;
  stream: boolean;
  dialect: Dialect;
}

export type Mode = (echo: Echo, response: ServerResponse) => void;

export const head = (response: ServerResponse, type: string, more: Record<string, string> = {}) =>
  response.writeHead(200, { "content-type": type, ...more });

export function quoted({ said, raw }: Pick<Echo, "said" | "raw">): string {
  return raw ? `"${said}"` : JSON.stringify(said);
}

/** Texts in JSON, with the place of the echo held by a mark. */
export function filled(value: unknown, echo: Echo): string {
  return JSON.stringify(value).replaceAll('"ECHO"', quoted(echo));
}

export function chunk(delta: object, more: object = {}, finish: string | null = null) {
  return {
    id: "c1",
    object: "chat.completion.chunk",
    created: 1,
    model: "m",
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...more,
  };
}

export const opening = {
  type: "message_start",
  message: {
    id: "m1",
    type: "message",
    role: "assistant",
    model: "m",
    content: [],
    stop_reason: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  },
};

/** The events of a stream of texts. */
export function textEvents(dialect: Dialect, texts: readonly string[]): unknown[] {
  if (dialect === "chat") return [...texts.map((content) => chunk({ content })), chunk({}, {}, "stop"), "[DONE]"];
  return [
    opening,
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    ...texts.map((text) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })),
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 3 } },
    { type: "message_stop" },
  ];
}

export function toolEvents(
  dialect: Dialect,
  { id, name, pieces }: { id: string; name: string; pieces: readonly string[] },
): unknown[] {
  if (dialect === "chat") {
    const call = (given: object) => chunk({ tool_calls: [{ index: 0, ...given }] });
    return [
      call({ id, type: "function", function: { name, arguments: "" } }),
      ...pieces.map((text) => call({ function: { arguments: text } })),
      chunk({}, {}, "tool_calls"),
      "[DONE]",
    ];
  }
  return [
    opening,
    { type: "content_block_start", index: 0, content_block: { type: "tool_use", id, name, input: {} } },
    ...pieces.map((partial) => ({
      type: "content_block_delta",
      index: 0,
      delta: { type: "input_json_delta", partial_json: partial },
    })),
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 3 } },
    { type: "message_stop" },
  ];
}

export function bodyOf(dialect: Dialect, content: string, more: object = {}): unknown {
  if (dialect === "chat")
    return {
      id: "c1",
      object: "chat.completion",
      created: 1,
      model: "m",
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
      ...more,
    };
  return {
    id: "m1",
    type: "message",
    role: "assistant",
    model: "m",
    content: [{ type: "text", text: content }],
    stop_reason: "end_turn",
    usage: { input_tokens: 1, output_tokens: 1 },
    ...more,
  };
}

export function eventsText(events: readonly unknown[], echo: Echo): string {
  return events
    .map((event) => {
      const data = typeof event === "string" ? event : filled(event, echo);
      const type = typeof event === "object" && event !== null && "type" in event ? `event: ${event.type}\n` : "";
      return `${type}data: ${data}\n\n`;
    })
    .join("");
}
