import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createRunner, type Runner } from "@engine/runner.ts";
import { requireNode } from "../require-node.ts";

type Variables = Record<string, string | undefined>;

let current: { variables: Variables; runner: Runner } | undefined;

/**
 * The runner for the environment as it is now. Programs set variables after they have imported us; a changed environment
 * gets a runner of its own, so that no key of one moment goes to a base URL of another. Calls in flight keep theirs.
 * @throws AppFailure `node_too_old` on a Node that lacks what the engine uses.
 */
export function currentRunner(): Runner {
  requireNode();
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
