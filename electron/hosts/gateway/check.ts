import { parseArgs } from "node:util";
import { readEnvironment } from "@engine/config/environment.ts";
import { createHeadlessPorts } from "@engine/gateway/open-gateway.ts";
import { formatProblem } from "@engine/litellm/config-problem.ts";
import { configEnvironment } from "@engine/litellm/load-config.ts";
import { openConfig } from "@engine/litellm/open-config.ts";
import { withProfileVariables } from "./profile-variables.ts";
import type { ServeIo } from "./serve.ts";

const usage = "promptscope check config.yaml [--json] [--offline] [--strict]";

/**
 * `promptscope check`: lists what is wrong with a config and where it has drifted from Langfuse. Resolves with the exit
 * code: 0 when there is no error (with `--strict`: no warning either), 3 when there is, 2 for a wrong command line.
 */
export async function runCheck(argv: readonly string[], io: ServeIo): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    io.err(`${error instanceof Error ? error.message : String(error)}\nUsage: ${usage}`);
    return 2;
  }
  const [path] = parsed.positionals;
  if (path === undefined || parsed.positionals.length > 1) {
    io.err(`Usage: ${usage}`);
    return 2;
  }
  const { problems, redact } = await findProblems(path, parsed.values.offline ?? false, io);
  for (const problem of problems) io.out(redact(parsed.values.json ? JSON.stringify(problem) : formatProblem(problem)));
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  io.err(`${errors} ${errors === 1 ? "error" : "errors"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}`);
  return errors > 0 || (parsed.values.strict && warnings > 0) ? 3 : 0;
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { json: { type: "boolean" }, offline: { type: "boolean" }, strict: { type: "boolean" } },
  });
}

async function findProblems(path: string, offline: boolean, io: ServeIo) {
  const variables = await withProfileVariables(io.variables, io.err);
  const { config, problems } = openConfig(path, readEnvironment(variables));
  const environment = configEnvironment(config, variables);
  const { vault, openSource, redact } = createHeadlessPorts(config, environment);
  // A broken file is mended first: what follows from it would only repeat the same mistake.
  if (offline || problems.some(({ severity }) => severity === "error")) return { problems, redact };
  const { checkConfig, withoutRepeats } = await import("@engine/gateway/check-config.ts");
  const promptSource = environment.get("LANGFUSE_SECRET_KEY") === undefined ? null : await openSource({});
  const ports = { environment, vault, promptSource, clientMessagesMode: "replace" as const };
  const drift = await checkConfig(config, ports, { signal: io.signal });
  return { problems: withoutRepeats([...problems, ...drift]), redact };
}
