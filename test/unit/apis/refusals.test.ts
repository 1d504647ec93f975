import { chatCompletions } from "@engine/apis/chat-completions/api.ts";
import { messages } from "@engine/apis/messages/api.ts";
import { describe, expect, it } from "vitest";

/* What is told of a refusal, by every API alike: a proxy of one provider answers in the form of another. */

const json = (value: unknown) => JSON.stringify(value);
const raw = json({ error: { message: "This endpoint's maximum context length is 8192 tokens.", type: "invalid" } });
const page = `<html><head><title>503 Service Temporarily Unavailable</title><script>var a = "<b>";</script></head>
<body><h1>503 &amp; gone</h1><hr>nginx</body></html>`;

describe.each([chatCompletions, messages])("a refusal read by $id", (api) => {
  const kinds: [who: string, body: string, message: string, signs?: object][] = [
    ["OpenAI", json({ error: { message: "No", type: "t", code: "c" } }), "No", { code: "c", type: "t" }],
    [
      "Anthropic",
      json({ type: "error", error: { type: "overloaded_error", message: "No" } }),
      "No",
      { type: "overloaded_error" },
    ],
    [
      "Ollama",
      json({ error: "model 'x' not found, try pulling it first" }),
      "model 'x' not found, try pulling it first",
    ],
    [
      "a word and a sentence",
      json({ error: "unauthorized", message: "Bad token" }),
      "Bad token",
      { code: "unauthorized" },
    ],
    ["OAuth", json({ error: "invalid_grant", error_description: "Expired" }), "Expired", { code: "invalid_grant" }],
    [
      "vLLM",
      json({ object: "error", message: "too large", type: "BadRequestError", code: 400 }),
      "too large",
      { code: "400" },
    ],
    ["FastAPI, words", json({ detail: "Not Found" }), "Not Found"],
    [
      "FastAPI, a list",
      json({
        detail: [
          { loc: ["body", "messages"], msg: "Field required" },
          { loc: [], msg: "Bad" },
        ],
      }),
      "body.messages: Field required; Bad",
    ],
    [
      "Gemini's list",
      json([{ error: { code: 400, message: "missing", status: "INVALID" } }]),
      "missing",
      { code: "400" },
    ],
    [
      "Cloudflare",
      json({ success: false, errors: [{ code: 7003, message: "No route" }] }),
      "No route",
      { code: "7003" },
    ],
    ["Baidu", json({ error_code: 17, error_msg: "Daily limit" }), "Daily limit", { code: "17" }],
    ["DashScope", json({ code: "Throttling", message: "Too fast" }), "Too fast", { code: "Throttling" }],
    ["Zhipu", json({ code: 500, msg: "404 NOT_FOUND", success: false }), "404 NOT_FOUND", { code: "500" }],
    [
      "OpenRouter, the provider quoted",
      json({ error: { message: "Provider returned error", code: 400, metadata: { raw, provider_name: "X" } } }),
      "Provider returned error: X: This endpoint's maximum context length is 8192 tokens.",
      { code: "400" },
    ],
    [
      "OpenRouter, plain words quoted",
      json({ error: { message: "Provider returned error", metadata: { raw: "upstream said no" } } }),
      "Provider returned error: upstream said no",
    ],
    [
      "OpenRouter, moderation",
      json({ error: { message: "Flagged", code: 403, metadata: { reasons: ["violence", "hate"] } } }),
      "Flagged: violence, hate",
    ],
    ["an error in an error", json({ error: { error: { message: "deep" } } }), "deep"],
    ["as an event", `event: error\ndata: ${json({ error: { message: "in a stream" } })}\n\n`, "in a stream"],
    ["a JSON text", json("just words"), "just words"],
    ["plain words", "  upstream connect error \n", "upstream connect error"],
    ["a web page", page, "503 Service Temporarily Unavailable 503 & gone nginx"],
    ["XML", '<?xml version="1.0"?><Error><Code>Denied</Code><Message>No access</Message></Error>', "Denied No access"],
    ["JSON nobody knows", json({ what: 1 }), json({ what: 1 })],
    ["nothing", "", ""],
  ];
  it.each(kinds)("%s", (_who, body, message, signs = {}) => {
    const headers = new Headers({ "x-request-id": "req_1", "retry-after": "2" });
    expect(api.readError({ status: 400, headers, body, now: 0 })).toMatchObject({
      message,
      ...signs,
      requestId: "req_1",
      retryAfterMs: 2000,
    });
  });

  it("a body made to be slow is read at once", { timeout: 20_000 }, () => {
    const hostile = ["<".repeat(500_000), "<script ".repeat(100_000), "<!--".repeat(100_000), "[".repeat(100_000)];
    const headers = new Headers();
    for (const body of hostile) expect(api.readError({ status: 500, headers, body, now: 0 }).message).toBeDefined();
    const deep = `${'{"error":'.repeat(2000)}"x"${"}".repeat(2000)}`;
    expect(api.readError({ status: 500, headers, body: deep, now: 0 }).message).not.toBe("");
  });
});
