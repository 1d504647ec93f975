import type { JsonObject } from "@shared/domain/json/json.ts";
import type { ProxyRequest } from "./proxy-requests.ts";
import type { Difference } from "./request-differences.ts";

export interface KnownProxyDifference {
  /** Who does what, and why ours stays. */
  reason: string;
  explains(difference: Difference, asked: ProxyRequest, outcomes: { theirs: JsonObject; ours: JsonObject }): boolean;
}

const isSent = (at: string, key: string) => at === `sent.body.${key}`;

/** Differences between LiteLLM's proxy and the gateway that stay; the first that explains one counts. */
export const knownProxyDifferences: readonly KnownProxyDifference[] = [
  {
    reason:
      "LiteLLM's proxy asks for the usage of a stream unasked; ours sends what the client sent, since some clients break on that chunk",
    explains: ({ at, ours }) => isSent(at, "stream_options") && ours === undefined,
  },
  {
    reason:
      "an assistant's content: null beside tool calls is sent as written, which is OpenAI's form; LiteLLM takes it off",
    explains: ({ at, theirs, ours }) =>
      /^sent\.body\.messages\[\d+\]\.content$/.test(at) && theirs === undefined && ours === null,
  },
  {
    reason:
      "Claude, response_format with a schema: output_config, which needs no beta header; LiteLLM sends output_format",
    explains: ({ at }, { body }) =>
      body.model === "claude" &&
      ["sent.headers.anthropic-beta", "sent.body.output_format", "sent.body.output_config"].includes(at),
  },
  {
    reason: "Claude, response_format json_object: LiteLLM makes it a tool of its own; ours says it cannot be demanded",
    explains: ({ at }, { body }) =>
      body.model === "claude" &&
      JSON.stringify(body["response_format"] ?? "").includes("json_object") &&
      /^(sent\.body\.(tools|tool_choice)|answer|status|requests|sent$)/.test(at),
  },
  {
    reason: "o-series: LiteLLM turns system into user; OpenAI takes system there",
    explains: ({ at, theirs, ours }, { body }) =>
      body.model === "reasoning" && at.endsWith(".role") && theirs === "user" && ours === "system",
  },
  {
    reason: "a 422 is a 422 after one try; LiteLLM tries it again and then answers 200 without a body of its own",
    explains: (_difference, { status }, { theirs }) => status === 422 && theirs["status"] === 200,
  },
];
