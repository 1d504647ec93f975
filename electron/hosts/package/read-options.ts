import type { CallCredentials } from "@engine/credentials/call-credentials.ts";
import { withCarriedThoughts } from "@engine/gateway/forms/chat/thinking-blocks.ts";
import { libraryOfModel, promptPrefixOf } from "@engine/libraries/listed-libraries.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Warning } from "@shared/domain/error/error.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import { type RunRequest, runRequestSchema } from "@shared/domain/run/run.ts";
import { credentialOptions, readCredentials } from "./read-credentials.ts";
import type { CompletionOptions, EmbeddingOptions } from "./types.ts";

/** What a call asks for, taken apart. */
export interface ReadOptions {
  request: RunRequest;
  credentials: CallCredentials;
  /** The caller wants the chunk with the token counts. */
  includeUsage: boolean;
  warnings: Warning[];
}

/** What calls for answers and calls for vectors have in common. */
type CallOptions = Pick<CompletionOptions, "model" | "custom_llm_provider">;

/** Options that are no parameters of the model; `extra_body` is one, as the engine takes it apart. */
const notParameters = new Set([
  ...credentialOptions,
  "custom_llm_provider",
  "drop_params",
  "model",
  "input",
  "messages",
  "stream",
  "stream_options",
  "prompt_id",
  "prompt_variables",
  "prompt_version",
  "prompt_label",
  "client_messages",
  "signal",
  "set_verbose",
  "onWarning",
]);

/**
 * Turns the options of a call into what the engine runs.
 * @throws AppFailure `invalid_input` naming the option, `credential_missing` for an `os.environ/` name that is not set.
 */
export function readOptions(options: CompletionOptions): ReadOptions {
  if (typeof options !== "object" || options === null) throw invalid("completion() takes one object of options.");
  const warnings: Warning[] = [];
  const { include_usage: includeUsage, ...otherStreamOptions } = { ...options.stream_options };
  if (Object.keys(otherStreamOptions).length > 0) warnings.push(streamOptionsNotUsed);
  const request = runRequestSchema.safeParse({
    prompt: promptOf(options, warnings),
    variables: asJson("prompt_variables", options.prompt_variables ?? {}),
    placeholders: {},
    compileMode: "python",
    clientMessages: readMessages(asJson("messages", options.messages ?? [])),
    clientMessagesMode: options.client_messages ?? "replace",
    model: modelOf(options),
    modelOverride: null,
    parameters: parametersOf(options),
    overrides: {},
    stream: options.stream ?? false,
  });
  if (!request.success) throw invalid(describeIssue(request.error.issues[0]));
  return {
    request: request.data,
    credentials: readCredentials(options),
    includeUsage: includeUsage === true,
    warnings,
  };
}

/**
 * Turns the options of a call for vectors into what the engine runs.
 * @throws AppFailure as `readOptions` does.
 */
export function readEmbedding(options: EmbeddingOptions): Pick<ReadOptions, "request" | "credentials"> {
  if (typeof options !== "object" || options === null) throw invalid("embedding() takes one object of options.");
  const { input } = options;
  const request = runRequestSchema.safeParse({
    ...emptyRequest,
    input: typeof input === "string" ? [input] : input,
    model: modelOf(options),
    parameters: parametersOf(options),
  });
  // Without texts it would be a chat.
  if (!request.success || request.data.input === undefined) {
    const [issue] = request.error?.issues ?? [];
    throw invalid(describeIssue(issue?.path[0] === "model" ? issue : { path: ["input"] }));
  }
  return { request: request.data, credentials: readCredentials(options) };
}

/**
 * `prompt_id` counts only with a `langfuse/` model (`README.md#when-a-prompt-is-used`). LiteLLM says nothing; we do.
 */
function promptOf(options: CompletionOptions, warnings: Warning[]) {
  const { prompt_id: name, prompt_version: version, prompt_label: label, model } = options;
  const found = typeof model === "string" ? libraryOfModel(model) : undefined;
  if (!name) {
    if (found) warnings.push(promptNotNamed(model));
    return null;
  }
  if (!found) {
    warnings.push(promptNotUsed(name, String(model)));
    return null;
  }
  const { library } = found;
  return {
    library: library.id,
    name,
    ...(version == null ? {} : { version: String(library.numbersVersions ? wholeNumber(version) : version) }),
    ...(label == null ? {} : { label }),
  };
}

/** Text that is a number counts, as it does at the gateway. */
function wholeNumber(value: unknown): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number > 0) return number;
  throw invalid("prompt_version must be a whole number, 1 or more.");
}

/** `custom_llm_provider` names the provider in place of a prefix, as in LiteLLM; it never loses against a known name. */
function modelOf({ model, custom_llm_provider: named }: CallOptions): string {
  if (named === undefined || named === null || named === "") return model;
  if (typeof named !== "string") throw invalid("custom_llm_provider must be text.");
  if (typeof model !== "string") return model;
  const lead = promptPrefixOf(model) ?? "";
  const name = model.slice(lead.length);
  return name.startsWith(`${named}/`) ? model : `${lead}${named}/${name}`;
}

function parametersOf(options: CompletionOptions | EmbeddingOptions): JsonObject {
  const given = Object.entries(options).filter(([name]) => !notParameters.has(name));
  const parameters: JsonObject = {};
  for (const [name, value] of given) {
    const json = asJson(name, value);
    if (json !== undefined && json !== null) parameters[name] = json;
  }
  const extra = parameters["extra_body"];
  if (extra !== undefined && !isJsonObject(extra)) throw invalid("extra_body must be an object.");
  return parameters;
}

/** What an API wants back with a thought of an earlier answer is taken out of the block that carried it here. */
function readMessages(messages: JsonValue | undefined): JsonValue | undefined {
  const given = withoutNullKeys(messages);
  return Array.isArray(given) ? withCarriedThoughts(given) : given;
}

/** OpenAI's own objects say null for what a message does not have (`refusal`, `tool_calls`); its content may be null. */
function withoutNullKeys(messages: JsonValue | undefined): JsonValue | undefined {
  if (!Array.isArray(messages)) return messages;
  return messages.map((message) => {
    if (!isJsonObject(message)) return message;
    return Object.fromEntries(Object.entries(message).filter(([key, value]) => value !== null || key === "content"));
  });
}

/** What JSON makes of a value: unset keys go, dates become text. */
function asJson(name: string, value: unknown): JsonValue | undefined {
  try {
    const text: string | undefined = JSON.stringify(value);
    return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
  } catch {
    throw invalid(`${name} cannot be written as JSON.`);
  }
}

/** What each field of the engine's request is called by the caller, and what it must be. */
const rules: Record<string, string> = {
  model: "model must be the name of a model, as text of at most 500 characters.",
  variables: "prompt_variables must be an object of names and values.",
  clientMessages: "messages must be a list of messages.",
  input: "input must be a text or a list of 1 to 2048 texts.",
  clientMessagesMode: "client_messages is replace or append.",
  stream: "stream must be true or false.",
  "prompt.name": "prompt_id must be text of 1 to 1000 characters.",
  "prompt.label": "prompt_label must be text of 1 to 100 characters.",
};

interface Issue {
  path: PropertyKey[];
  errors?: { path: PropertyKey[] }[][];
}

function describeIssue(given: Issue | undefined): string {
  // A prompt is one of two forms; the first is the one that options can name.
  const nested = given?.errors?.[0]?.[0];
  const issue = given && nested ? { path: [...given.path, ...nested.path] } : given;
  const [first = "", second, ...rest] = (issue?.path ?? []).map(String);
  if (first === "clientMessages" && second !== undefined) {
    const where = rest.length > 0 ? `${rest.join(".")} of messages[${second}]` : `messages[${second}]`;
    return `${where} is not as in OpenAI's chat form: a message has a role and a content.`;
  }
  return (
    rules[first] ?? rules[`${first}.${second}`] ?? `${second ?? (first || "An option")} has a value that cannot be.`
  );
}

function invalid(message: string): AppFailure {
  return new AppFailure("invalid_input", { message });
}

function promptNotUsed(name: string, model: string): Warning {
  return {
    code: "prompt_not_used",
    stage: "config",
    subject: "prompt_id",
    message: `The prompt “${name}” is not used, because the model “${model}” does not start with langfuse/; the messages of the call are sent. Write langfuse/${model}.`,
  };
}

function promptNotNamed(model: string): Warning {
  return {
    code: "prompt_not_named",
    stage: "config",
    subject: "prompt_id",
    message: `The model “${model}” asks for a prompt, but no prompt_id is given; the messages of the call are sent.`,
  };
}

const streamOptionsNotUsed: Warning = {
  code: "parameter_not_sent",
  stage: "config",
  subject: "stream_options",
  message: "Of stream_options only include_usage is used; inside extra_body they are sent as they are.",
};
