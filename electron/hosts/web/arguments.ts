import { parseArgs } from "node:util";

export interface WebArguments {
  /** 0: any free port. */
  port: number;
  open: boolean;
  /** Set by the development launcher only: the origin of the Vite server in front. */
  devOrigin?: string;
}

/** @throws Error with a line for the person who typed it. */
export function parseWebArguments(argv: readonly string[]): WebArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: { port: { type: "string" }, open: { type: "boolean" }, "dev-origin": { type: "string" } },
  });
  const devOrigin = values["dev-origin"];
  if (devOrigin !== undefined && !/^http:\/\/127\.0\.0\.1:\d+$/.test(devOrigin)) {
    throw new Error("--dev-origin must be an origin on 127.0.0.1.");
  }
  return {
    port: parsePort(values.port),
    open: values.open ?? false,
    ...(devOrigin === undefined ? {} : { devOrigin }),
  };
}

function parsePort(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`--port ${text} is not a port number.`);
  return port;
}
