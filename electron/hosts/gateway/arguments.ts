import { parseArgs } from "node:util";
import type { ClientMessagesMode } from "@shared/domain/compiled.ts";

export interface ServeArguments {
  config?: string;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Answers every request, whatever model it names. */
  model?: string;
  promptId?: string;
  debug: boolean;
  /** Whether calls are kept in the app's history, where there is one. */
  history: boolean;
  clientMessagesMode: ClientMessagesMode;
}

/** A line for the person who typed the command. */
export class UsageError extends Error {}

/** LiteLLM's spelling with underscores and the usual one with dashes are both taken. */
export function parseServeArguments(argv: readonly string[]): ServeArguments {
  const { values } = parse(argv.map((word) => (word.startsWith("--") ? withDashes(word) : word)));
  if (values.config === undefined && values.model === undefined) {
    throw new UsageError("Give --config config.yaml, or --model with the model that answers.");
  }
  if (values["prompt-id"] !== undefined && values.model === undefined) {
    throw new UsageError("--prompt_id goes with --model; in a config the entry has its own prompt_id.");
  }
  const mode = values["client-messages"] ?? "replace";
  if (mode !== "replace" && mode !== "append") throw new UsageError("--client_messages is replace or append.");
  return {
    ...(values.config === undefined ? {} : { config: values.config }),
    host: values.host === undefined || values.host === "localhost" ? "127.0.0.1" : values.host,
    port: parsePort(values.port ?? "4000"),
    ...(values.model === undefined ? {} : { model: values.model }),
    ...(values["prompt-id"] === undefined ? {} : { promptId: values["prompt-id"] }),
    debug: values["detailed-debug"] ?? false,
    history: !(values["no-history"] ?? false),
    clientMessagesMode: mode,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        config: { type: "string" },
        host: { type: "string" },
        port: { type: "string" },
        model: { type: "string" },
        "prompt-id": { type: "string" },
        "detailed-debug": { type: "boolean" },
        "client-messages": { type: "string" },
        "no-history": { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
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
