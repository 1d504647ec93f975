import { parseArgs } from "node:util";
import { describeParseError } from "../describe-parse-error.ts";

export interface WebArguments {
  /** 0: any free port. */
  port: number;
  open: boolean;
  /** Seconds that runs under way have after a signal. */
  drainSeconds: number;
  /** Set by the development launcher only: the origin of the Vite server in front. */
  devOrigin?: string;
}

/** A line for the person who typed the command. */
export class UsageError extends Error {}

/** @throws UsageError */
export function parseWebArguments(argv: readonly string[]): WebArguments {
  const { values } = parse(argv);
  const devOrigin = values["dev-origin"];
  if (devOrigin !== undefined && !/^http:\/\/127\.0\.0\.1:\d+$/.test(devOrigin)) {
    throw new UsageError("--dev-origin must be an origin on 127.0.0.1.");
  }
  return {
    port: parsePort(values.port),
    open: values.open ?? false,
    drainSeconds: parseDrain(values.drain),
    ...(devOrigin === undefined ? {} : { devOrigin }),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: { type: "string" },
        open: { type: "boolean" },
        drain: { type: "string" },
        "dev-origin": { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError(describeParseError(error));
  }
}

function parsePort(text: string | undefined): number {
  if (text === undefined) return 0;
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
