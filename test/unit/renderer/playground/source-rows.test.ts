import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import { describe, expect, it } from "vitest";
import { frameGist } from "../../../../renderer/features/playground/wire/frame-gist.ts";
import { liftedHeaders } from "../../../../renderer/features/playground/wire/response-headers.ts";
import { bodySources, unsentRows } from "../../../../renderer/features/playground/wire/source-rows.ts";

const plan: RequestPlan = {
  route: {
    provider: "openai",
    providerLabel: "OpenAI",
    model: "gpt-4o-mini",
    requested: "gpt-4o-mini",
    source: "prompt config",
    rule: "known OpenAI model",
  },
  endpoint: { baseUrl: "https://api.openai.com/v1", baseUrlSource: "default", credential: null },
  messages: [],
  parameters: [
    { key: "temperature", value: 0.2, source: "prompt config", sent: true },
    { key: "max_tokens", value: 20, source: "override", sent: true, sentAs: "max_completion_tokens" },
    { key: "foo", value: { a: 1 }, source: "prompt config", sent: false, note: "the API does not know it" },
  ],
  extraBody: { custom: true },
  stream: true,
  warnings: [],
};

describe("sources of the request body", () => {
  const sources = bodySources(
    ["model", "messages", "temperature", "max_completion_tokens", "custom", "stream", "stream_options"],
    plan,
    "support/reply v31",
  );

  it("names where every key came from, a renamed parameter under the name it is sent as", () => {
    expect(sources.get("model")).toEqual({ label: "prompt config", note: "known OpenAI model" });
    expect(sources.get("messages")).toEqual({ label: "template", note: "support/reply v31" });
    expect(sources.get("temperature")).toEqual({ label: "prompt config" });
    expect(sources.get("max_completion_tokens")).toEqual({ label: "override", note: "from max_tokens" });
    expect(sources.get("custom")?.label).toBe("extra_body");
    expect(sources.get("stream_options")?.label).toBe("OpenAI");
  });

  it("lists what was set and is not sent, with the reason", () => {
    expect(unsentRows(plan)).toEqual([
      { key: "foo", value: '{"a":1}', source: "prompt config", reason: "the API does not know it" },
    ]);
  });

  it("puts request id and rate limits before other response headers", () => {
    const names = liftedHeaders([
      ["content-type", "text/event-stream"],
      ["x-ratelimit-remaining-tokens", "148214"],
      ["x-request-id", "req_1"],
    ]).map((header) => header.name);
    expect(names).toEqual(["x-request-id", "x-ratelimit-remaining-tokens", "content-type"]);
  });
});

describe("what a frame adds", () => {
  it("reads the deltas of both APIs and says nothing about what it does not know", () => {
    expect(frameGist('{"choices":[{"delta":{"content":" Hi"}}]}')).toBe('" Hi"');
    expect(frameGist('{"choices":[{"delta":{},"finish_reason":"stop"}]}')).toBe("finish: stop");
    expect(frameGist('{"choices":[],"usage":{"total_tokens":3}}')).toBe("usage");
    expect(frameGist('{"type":"content_block_delta","delta":{"type":"text_delta","text":"Hi"}}')).toBe('"Hi"');
    expect(frameGist("[DONE]")).toBe("end of stream");
    expect(frameGist('{"error":{"message":"no"}}')).toBeUndefined();
    expect(frameGist("<html>")).toBeUndefined();
  });
});
