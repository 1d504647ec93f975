import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { GeneratedCall } from "./generated-calls.ts";
import type { Difference } from "./request-differences.ts";

export interface KnownDifference {
  /** Who does what, and why ours stays. */
  reason: string;
  explains(difference: Difference, call: GeneratedCall): boolean;
}

const providerOf = ({ call }: GeneratedCall) => call.model.replace(/^langfuse\//, "").split("/")[0];
const startsWith = (value: unknown, text: string) => typeof value === "string" && value.startsWith(text);
const isResponses = ({ call }: GeneratedCall) => call.model.startsWith("openai/responses/");
const isFormatted = ({ call }: GeneratedCall) => call["response_format"] !== undefined;

/** Content or messages without the blocks that LiteLLM made up for blank ones, and without messages of nothing else. */
function withoutMadeUp(value: JsonValue | undefined): JsonValue | undefined {
  if (!Array.isArray(value)) return value;
  return value.flatMap((one): JsonValue[] => {
    if (!isJsonObject(one)) return [one];
    if (startsWith(one["text"], "[System: Empty message content")) return [];
    const content = withoutMadeUp(one["content"]);
    if (content === undefined) return [one];
    return Array.isArray(content) && content.length === 0 ? [] : [{ ...one, content }];
  });
}

function isBlank(value: JsonValue | undefined): boolean {
  const texts = Array.isArray(value) ? value.map((one) => (isJsonObject(one) ? one["text"] : one)) : [value];
  return texts.every((text) => typeof text === "string" && text.trim() === "");
}

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
    reason:
      "Responses: nothing is kept at the provider and thoughts come encrypted unless somebody asks; LiteLLM leaves it open",
    explains: ({ at, theirs }, call) =>
      isResponses(call) && (at === "body.store" || at === "body.include") && theirs === undefined,
  },
  {
    reason: "Responses: a function is held to its schema where it says so, as in chat completions; LiteLLM says null",
    explains: ({ at, theirs, ours }, call) =>
      isResponses(call) && /^body\.tools\[\d+\]\.strict$/.test(at) && theirs === null && ours === false,
  },
  {
    reason:
      "OpenAI and Azure refuse reasoning in a turn: ours leaves it out with a warning; LiteLLM sends it and is refused",
    explains: ({ at, theirs, ours }, call) =>
      ["openai", "azure"].includes(providerOf(call) ?? "") &&
      ((/^body\.messages\[\d+\]\.reasoning_content$/.test(at) && ours === undefined) ||
        (at === "answer" && /Unknown parameter: 'messages\[\d+\]\.reasoning_content'/.test(String(theirs)))),
  },
  {
    reason:
      "o-series: a system message stays one, which the service reads as the developer's; LiteLLM makes it the user's",
    explains: ({ at, theirs, ours }, { call }) =>
      call.model.includes("o_series") &&
      /^body\.messages\[\d+\]\.role$/.test(at) &&
      theirs === "user" &&
      ours === "system",
  },
  {
    reason: "Claude, a conversation that the user does not open: both put one in front, in other words",
    explains: ({ at, theirs, ours }, call) =>
      providerOf(call) === "anthropic" &&
      at === "body.messages[0].content[0].text" &&
      ours === "." &&
      startsWith(theirs, "[System: "),
  },
  {
    reason: "Claude: strict of a tool is sent, which its API has; LiteLLM leaves it out",
    explains: ({ at, theirs, ours }, call) =>
      providerOf(call) === "anthropic" &&
      /^body\.tools\[\d+\]\.strict$/.test(at) &&
      theirs === undefined &&
      ours === true,
  },
  {
    reason: "Claude, blank texts: ours leaves them out with a warning; LiteLLM puts words of its own in their place",
    explains: ({ at, theirs, ours }, call) =>
      providerOf(call) === "anthropic" &&
      at.startsWith("body.messages") &&
      JSON.stringify(withoutMadeUp(theirs)) === JSON.stringify(ours),
  },
  {
    reason:
      "Claude, a blank system message: ours leaves it out with a warning; LiteLLM sends it, which the API refuses",
    explains: ({ at, theirs, ours }, call) =>
      providerOf(call) === "anthropic" && at === "body.system" && ours === undefined && isBlank(theirs),
  },
  {
    reason: "o-series: parallel_tool_calls is refused there and not sent; LiteLLM's table does not know the deployment",
    explains: ({ at, ours }, { call }) =>
      call.model.includes("o_series") && at === "body.parallel_tool_calls" && ours === undefined,
  },
  {
    reason: "Responses, a picture: LiteLLM says detail auto, which it is unasked",
    explains: ({ at, theirs, ours }, call) =>
      isResponses(call) && at.endsWith(".detail") && theirs === "auto" && ours === undefined,
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
