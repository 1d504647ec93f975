import type { JsonObject, JsonValue } from "../json/json.ts";
import { isSample } from "../run/sample-plan.ts";
import { type ChatCall, type CodeExport, type ExportInput, type KeyInCode, readChatCall } from "./export-input.ts";
import { brackets, pythonLiteral, pythonString } from "./python-literal.ts";

/** Keyword arguments of `chat.completions.create` in openai-python 2; everything else goes through `extra_body`. */
const keywords = new Set(
  (
    "model messages audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens " +
    "metadata modalities n parallel_tool_calls prediction presence_penalty prompt_cache_key reasoning_effort " +
    "response_format safety_identifier seed service_tier stop store stream stream_options temperature tool_choice tools " +
    "top_logprobs top_p user verbosity web_search_options"
  ).split(" "),
);

/** A program with the `openai` package that sends the body on the wire. */
export function toOpenAiPython(input: ExportInput): CodeExport {
  const call = readChatCall(input);
  if ("unavailable" in call) {
    return { unavailable: `${call.unavailable} The openai package sends nothing else; litellm may.` };
  }
  const isAzure = call.apiVersion !== undefined;
  const client = isAzure ? "AzureOpenAI" : "OpenAI";
  const options: [string, string][] = [
    ["api_key", keyExpression(call.key)],
    ["base_url", pythonString(call.baseUrl)],
    ...given("api_version", call.apiVersion),
    ...headersOption("default_headers", call),
  ];
  const lines = [
    ...("variable" in call.key ? ["import os", ""] : []),
    `from openai import ${client}`,
    "",
    `client = ${callText(client, options)}`,
    "",
    `response = ${callText("client.chat.completions.create", bodyArguments(call.body))}`,
    ...reading(call.body["stream"] === true),
  ];
  return { code: `${lines.join("\n")}\n` };
}

/** A program with the `litellm` package. It is given the plan in OpenAI's words and does the translation itself. */
export function toLiteLlmPython({ wire, plan }: ExportInput): CodeExport {
  if (plan.handEdited) return { unavailable: "The body was typed by hand; litellm builds its own." };
  const { route, endpoint } = plan;
  // LiteLLM does not know the sample models; their server speaks OpenAI's chat completions.
  const prefix = isSample(plan) ? "openai" : route.provider;
  const variable = endpoint.credential?.variable;
  const sent = plan.parameters.filter((parameter) => parameter.sent);
  const args: [string, string][] = [
    ["model", pythonString(`${prefix}/${route.model}`)],
    ["messages", pythonLiteral(plan.messages as JsonValue, "    ")],
    ...sent.map(({ key, value }): [string, string] => [key, pythonLiteral(value, "    ")]),
    ...(plan.stream ? [["stream", "True"] as [string, string]] : []),
    ...(Object.keys(plan.extraBody).length > 0
      ? [["extra_body", pythonLiteral(plan.extraBody, "    ")] as [string, string]]
      : []),
    ...(variable ? [["api_key", keyExpression({ variable })] as [string, string]] : []),
    ...given("api_base", endpoint.baseUrlSource === "default" ? undefined : endpoint.baseUrl),
    ...given("api_version", new URL(wire.url).searchParams.get("api-version") ?? undefined),
  ];
  const lines = [
    ...(variable ? ["import os", ""] : []),
    "import litellm",
    "",
    `response = ${callText("litellm.completion", args)}`,
    ...reading(plan.stream),
  ];
  return { code: `${lines.join("\n")}\n` };
}

function bodyArguments(body: JsonObject): [string, string][] {
  const named = Object.entries(body).filter(([key]) => keywords.has(key));
  const others = Object.entries(body).filter(([key]) => !keywords.has(key));
  const args = named.map(([key, value]): [string, string] => [key, pythonLiteral(value, "    ")]);
  if (others.length === 0) return args;
  return [...args, ["extra_body", brackets("{", others.map(entry), "}", "    ")]];
}

function entry([key, value]: [string, JsonValue]): string {
  return `${pythonString(key)}: ${pythonLiteral(value, "        ")}`;
}

function headersOption(name: string, { extraHeaders }: ChatCall): [string, string][] {
  return extraHeaders.length === 0 ? [] : [[name, pythonLiteral(Object.fromEntries(extraHeaders), "    ")]];
}

function given(name: string, value: string | undefined): [string, string][] {
  return value === undefined ? [] : [[name, pythonString(value)]];
}

function keyExpression(key: KeyInCode): string {
  return "variable" in key ? `os.environ[${pythonString(key.variable)}]` : pythonString(key.text);
}

function callText(name: string, args: readonly [string, string][]): string {
  return `${name}(\n${args.map(([key, value]) => `    ${key}=${value},\n`).join("")})`;
}

function reading(stream: boolean): string[] {
  if (!stream) return ["print(response.choices[0].message)"];
  return [
    "for chunk in response:",
    "    if chunk.choices and chunk.choices[0].delta.content:",
    '        print(chunk.choices[0].delta.content, end="", flush=True)',
  ];
}
