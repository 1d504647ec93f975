import type { JsonObject } from "@shared/domain/json/json.ts";
import type { GeneratedCall } from "./generated-calls.ts";
import type { Difference } from "./request-differences.ts";

export interface KnownDifference {
  /** Who does what, and why ours stays. */
  reason: string;
  explains(difference: Difference, call: GeneratedCall): boolean;
}

const providerOf = ({ call }: GeneratedCall) => call.model.replace(/^langfuse\//, "").split("/")[0];
const startsWith = (value: unknown, text: string) => typeof value === "string" && value.startsWith(text);
const isFormatted = ({ call }: GeneratedCall) => call["response_format"] !== undefined;

/** Differences between LiteLLM's SDK and the package that stay, the first that explains one counts. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    reason: "LiteLLM refuses what its table of a provider lacks; ours leaves it out or sends it, each with a warning",
    explains: ({ at, theirs }) => at === "sent" && startsWith(theirs, "UnsupportedParamsError"),
  },
  {
    reason:
      "Groq, tools with a response_format: LiteLLM makes the format a tool and refuses both; ours leaves the answer to Groq",
    explains: ({ at, theirs }, call) =>
      at === "sent" &&
      providerOf(call) === "groq" &&
      startsWith(theirs, "BadRequestError: litellm.BadRequestError: Groq"),
  },
  {
    reason: "ours asks for the usage of a stream, to show it; LiteLLM only when told to",
    explains: ({ at, theirs }) => at === "body.stream_options" && theirs === undefined,
  },
  {
    reason:
      "an assistant's content: null beside tool calls is sent as written, which is OpenAI's form; LiteLLM takes it off",
    explains: ({ at, theirs, ours }) =>
      /^body\.messages\[\d+\]\.content$/.test(at) && theirs === undefined && ours === null,
  },
  {
    reason: "the parameters of the prompt's config count in the package; LiteLLM's SDK reads its model alone",
    explains({ at, ours }, { prompt }) {
      const config = (prompt?.config ?? {}) as JsonObject;
      return Object.entries(config).some(([key, value]) => at === `body.${key}` && ours === value);
    },
  },
  {
    reason: "user is sent where a provider takes it; LiteLLM leaves it out where its table lacks it, without a word",
    explains: ({ at, theirs }) => at === "body.user" && theirs === undefined,
  },
  {
    reason: "vLLM: LiteLLM takes additionalProperties and strict off tools; ours sends them as written",
    explains: ({ at, theirs }, call) =>
      providerOf(call) === "hosted_vllm" && /^body\.tools\[\d+\]/.test(at) && theirs === undefined,
  },
  {
    reason:
      "Mistral: tool_choice required and a tool by name are sent as written, which it takes; LiteLLM says any, or nothing",
    explains: ({ at }, call) => providerOf(call) === "mistral" && at === "body.tool_choice",
  },
  {
    reason:
      "Claude, tool calls in the history and no tools: LiteLLM adds a tool nobody asked for; ours sends what there is",
    explains: ({ at, theirs, ours }, call) =>
      providerOf(call) === "anthropic" &&
      at === "body.tools" &&
      ours === undefined &&
      JSON.stringify(theirs ?? "").includes("dummy_tool"),
  },
  {
    reason: "Mistral: n is sent as written; LiteLLM leaves it out",
    explains: ({ at, theirs }, call) => providerOf(call) === "mistral" && at === "body.n" && theirs === undefined,
  },
  {
    reason:
      "Claude, response_format with a schema: output_config, which needs no beta header; LiteLLM sends output_format",
    explains: ({ at }, call) =>
      providerOf(call) === "anthropic" &&
      isFormatted(call) &&
      ["headers.anthropic-beta", "body.output_format", "body.output_config"].includes(at),
  },
  {
    reason: "Claude, response_format json_object: LiteLLM makes it a tool of its own; ours says it cannot be demanded",
    explains: ({ at }, call) =>
      providerOf(call) === "anthropic" && isFormatted(call) && /^(body\.tools|body\.tool_choice|answer)/.test(at),
  },
  {
    reason:
      "Groq, response_format: LiteLLM makes it a tool for models its table lacks, and asks whole; ours sends it as written",
    explains: ({ at }, call) =>
      providerOf(call) === "groq" &&
      isFormatted(call) &&
      /^(body\.(stream|tools|tool_choice|response_format)|answer)/.test(at),
  },
  {
    reason: "Groq: LiteLLM fails on an answer without service_tier",
    explains: ({ at, theirs }, call) =>
      providerOf(call) === "groq" && at === "answer" && /service_tier/.test(String(theirs)),
  },
  {
    reason:
      "DeepSeek: parts it does not take are left out with a warning, texts joined; LiteLLM drops pictures in silence",
    explains: ({ at }, call) => providerOf(call) === "deepseek" && /^body\.messages\[\d+\]\.content/.test(at),
  },
];
