import { readEnvironment } from "@engine/credentials/environment.ts";
import { createHeadlessPorts } from "@engine/gateway/open-gateway.ts";
import { whyNotAsked } from "@engine/gateway/why-not-asked.ts";
import { formatProblem } from "@engine/litellm/config-problem.ts";
import { configEnvironment } from "@engine/litellm/load-config.ts";
import { openConfig } from "@engine/litellm/open-config.ts";
import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import { litellmLibrary } from "@shared/domain/prompt/litellm-library.ts";
import { type CheckArguments, parseCheckArguments, UsageError } from "./arguments.ts";
import { withProfileVariables } from "./profile-variables.ts";
import type { ServeIo } from "./serve.ts";

/** Exit codes of the command line. */
const done = 0;
const badUsage = 2;
const badConfig = 3;
const interrupted = 130;

/**
 * `promptscope check`: lists what is wrong with a config and where it has drifted from Langfuse. Resolves with the exit
 * code: 0 when there is no error (with `--strict`: no warning either), 3 when there is, 2 for a wrong command line, 130
 * when it was stopped.
 */
export async function runCheck(argv: readonly string[], io: ServeIo): Promise<number> {
  let given: CheckArguments;
  try {
    given = parseCheckArguments(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`${error.message}\nSee: promptscope check --help`);
    return badUsage;
  }
  try {
    return await check(given, io);
  } catch (error) {
    if (appErrorOf(error).code !== "cancelled") throw error;
    io.err("Stopped.");
    return interrupted;
  }
}

async function check(given: CheckArguments, io: ServeIo): Promise<number> {
  const { config, problems, redact } = await findProblems(given, io);
  for (const problem of problems) io.out(redact(given.json ? JSON.stringify(problem) : formatProblem(problem)));
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  if (config.dropParams) {
    io.err("drop_params is on: what a model does not take is left out and named in x-promptscope-dropped-params.");
  }
  io.err(`${errors} ${errors === 1 ? "error" : "errors"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}`);
  return errors > 0 || (given.strict && warnings > 0) ? badConfig : done;
}

async function findProblems({ path, offline, clientMessagesMode }: CheckArguments, io: ServeIo) {
  const variables = await withProfileVariables(io.variables, io.err);
  const { config, problems: found } = openConfig(path, readEnvironment(variables));
  const environment = configEnvironment(config, variables);
  const { providers, vault, openLibrary, redact } = createHeadlessPorts(config, environment);
  const { withRetiring } = await import("@engine/gateway/check-retiring.ts");
  const problems = withRetiring(found, config, providers, Date.now());
  if (offline) return { config, problems, redact };
  const unasked = whyNotAsked(config, problems);
  if (unasked !== undefined) {
    io.err(`Langfuse was not asked: ${unasked}`);
    return { config, problems, redact };
  }
  const { checkConfig } = await import("@engine/gateway/check-config.ts");
  const promptLibrary =
    environment.get("LANGFUSE_SECRET_KEY") === undefined ? null : await openLibrary({}, litellmLibrary);
  const ports = { environment, providers, vault, promptLibrary, openLibrary, clientMessagesMode, now: Date.now() };
  return { config, problems: await checkConfig(config, problems, ports, { signal: io.signal }), redact };
}
