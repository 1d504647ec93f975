import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createRunner, type Runner } from "@engine/runner.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";

type Variables = Record<string, string | undefined>;

const oldestNodeMajor = 22;

let current: { variables: Variables; runner: Runner } | undefined;

/**
 * The runner for the environment as it is now. Programs set variables after they have imported us; a changed environment
 * gets a runner of its own, so that no key of one moment goes to a base URL of another. Calls in flight keep theirs.
 * @throws AppFailure on a Node that lacks what the engine uses.
 */
export function currentRunner(): Runner {
  if (Number.parseInt(process.versions.node, 10) < oldestNodeMajor) {
    const message = `promptscope needs Node ${oldestNodeMajor} or newer; this is ${process.version}.`;
    throw new AppFailure("internal", { message });
  }
  const variables: Variables = { ...process.env };
  if (!current || !same(current.variables, variables)) {
    current = { variables, runner: createRunner({ ...environmentOnly(), environment: readEnvironment(variables) }) };
  }
  return current.runner;
}

function same(known: Variables, now: Variables): boolean {
  const names = Object.keys(now);
  return names.length === Object.keys(known).length && names.every((name) => known[name] === now[name]);
}
