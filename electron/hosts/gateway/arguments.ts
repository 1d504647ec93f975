import { type ParseArgsConfig, parseArgs } from "node:util";
import type { ClientMessagesMode } from "@shared/domain/prompt/compiled.ts";
import { describeParseError } from "../describe-parse-error.ts";

export interface ServeArguments {
  config?: string;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Answers every request, whatever model it names. */
  model?: string;
  promptId?: string;
  /** The folder of local prompts, in place of the config's. */
  prompts?: string;
  debug: boolean;
  /** Each line of the log is a JSON object. */
  jsonLogs: boolean;
  /** Whether calls are kept in the app's history, where there is one. */
  history: boolean;
  clientMessagesMode: ClientMessagesMode;
  /** Seconds that calls under way have after a signal. */
  drainSeconds: number;
}

export interface CheckArguments {
  path: string;
  json: boolean;
  offline: boolean;
  /** Warnings count as errors. */
  strict: boolean;
  /** As the gateway will be started: what is refused depends on it. */
  clientMessagesMode: ClientMessagesMode;
}

/** A line for the person who typed the command. */
export class UsageError extends Error {}

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

/** @throws UsageError */
export function parseServeArguments(argv: readonly string[]): ServeArguments {
  const { values, positionals } = parse(argv, {
    config: text,
    host: text,
    port: text,
    model: text,
    "prompt-id": text,
    prompts: text,
    "detailed-debug": flag,
    "json-logs": flag,
    "client-messages": text,
    "no-history": flag,
    drain: text,
  });
  const [extra] = positionals;
  if (extra !== undefined) {
    const isConfig = values.config === undefined && /\.ya?ml$/.test(extra);
    throw new UsageError(
      isConfig ? `Give the config with --config: serve --config ${extra}.` : `“${extra}” is one word too many.`,
    );
  }
  if (values.config === undefined && values.model === undefined) {
    throw new UsageError("Give --config config.yaml, or --model with the model that answers.");
  }
  if (values["prompt-id"] !== undefined && values.model === undefined) {
    throw new UsageError("--prompt_id goes with --model; in a config the entry has its own prompt_id.");
  }
  return {
    ...(values.config === undefined ? {} : { config: values.config }),
    host: values.host === undefined || values.host === "localhost" ? "127.0.0.1" : values.host,
    port: parsePort(values.port ?? "4000"),
    ...(values.model === undefined ? {} : { model: values.model }),
    ...(values["prompt-id"] === undefined ? {} : { promptId: values["prompt-id"] }),
    ...(values.prompts === undefined ? {} : { prompts: values.prompts }),
    debug: values["detailed-debug"] ?? false,
    jsonLogs: values["json-logs"] ?? false,
    history: !(values["no-history"] ?? false),
    clientMessagesMode: modeOf(values["client-messages"]),
    drainSeconds: parseDrain(values.drain),
  };
}

/** @throws UsageError */
export function parseCheckArguments(argv: readonly string[]): CheckArguments {
  const { values, positionals } = parse(argv, {
    config: text,
    json: flag,
    offline: flag,
    strict: flag,
    "client-messages": text,
  });
  const [path, extra] = values.config === undefined ? positionals : [values.config, ...positionals];
  if (path === undefined) throw new UsageError("The config is missing: promptscope check config.yaml.");
  if (extra !== undefined) throw new UsageError(`“${extra}” is one word too many.`);
  return {
    path,
    json: values.json ?? false,
    offline: values.offline ?? false,
    strict: values.strict ?? false,
    clientMessagesMode: modeOf(values["client-messages"]),
  };
}

function modeOf(mode = "replace"): ClientMessagesMode {
  if (mode === "replace" || mode === "append") return mode;
  throw new UsageError("--client_messages is replace or append.");
}

/** LiteLLM's spelling with underscores and the usual one with dashes are both taken. */
function parse<T extends NonNullable<ParseArgsConfig["options"]>>(argv: readonly string[], options: T) {
  const args = argv.map((word) => (word.startsWith("--") ? withDashes(word) : word));
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(describeParseError(error));
  }
}

function withDashes(word: string): string {
  const [name = "", ...rest] = word.split("=");
  return [name.replaceAll("_", "-"), ...rest].join("=");
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new UsageError(`--port ${text} is not a port number.`);
  return port;
}

/** An hour at most: a mistyped one would keep a supervisor waiting for days. */
function parseDrain(text = "0"): number {
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds > 3_600)
    throw new UsageError(`--drain ${text} is no number of seconds up to 3600.`);
  return seconds;
}
