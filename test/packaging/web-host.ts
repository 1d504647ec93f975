import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import type { Envelope } from "@shared/contract/envelope.ts";

export const webProgram = resolve(import.meta.dirname, "../../out/web/main.js");

/** The built web host as a process, asked as its page asks it. Needs a build. */
export interface WebHost {
  child: ChildProcess;
  /** @throws Error with the answer where it is none. */
  ask<T>(route: string, input: unknown): Promise<T>;
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** @param user the number of a user it runs as; only root can give one. */
export async function startWebHost(
  variables: Record<string, string>,
  user?: number,
  words: readonly string[] = [],
): Promise<WebHost> {
  const child = spawn(process.execPath, [webProgram, ...words], {
    env: variables,
    stdio: ["ignore", "pipe", "pipe"],
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  const { origin, code } = await launchAddress(child);
  const { token } = await post<{ token: string }>(origin, "session", { code }, {});
  return {
    child,
    ask: (route, input) => post(origin, route, input, { authorization: `Bearer ${token}` }),
    async end(signal = "SIGTERM") {
      const exit = once(child, "exit");
      if (child.exitCode === null && child.signalCode === null && child.kill(signal)) await exit;
    },
  };
}

async function post<T>(origin: string, route: string, input: unknown, headers: Record<string, string>): Promise<T> {
  const response = await fetch(`${origin}/api/${route}`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  const envelope = (await response.json()) as Envelope<T>;
  if (!envelope.ok) throw new Error(JSON.stringify(envelope.error));
  return envelope.data;
}

function launchAddress(child: ChildProcess): Promise<{ origin: string; code: string }> {
  return new Promise((done, fail) => {
    let output = "";
    const hear = (chunk: Buffer) => {
      output += chunk;
      const [, origin = "", code = ""] = /(http:\/\/127\.0\.0\.1:\d+)\/#k=(\S+)\n/.exec(output) ?? [];
      if (origin) done({ origin, code });
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => fail(new Error(`The web host ended with ${code}:\n${output}`)));
  });
}
