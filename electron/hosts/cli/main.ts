#!/usr/bin/env node
import { appVersion } from "../app-version.ts";
import { requireNode } from "../require-node.ts";
import { stopOnSignals } from "../stop-on-signals.ts";
import { type CommandIo, type CommandSpec, UsageFailure } from "./command.ts";
import { commands } from "./commands.ts";
import { keepCompiledCode } from "./compile-cache.ts";
import { exitCodes } from "./exit-codes.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { createTerminal } from "./terminal.ts";

/*
 * The command line. This file and what it imports run on older Nodes than the engine does; commands are loaded when they
 * are called, so that help is quick and the engine runs only on a Node new enough for it.
 */

const folder = import.meta.dirname;
const version = appVersion();
const terminal = createTerminal(process.env);

async function main(words: readonly string[]): Promise<number> {
  const [first, ...rest] = words;
  if (first === "--version" || first === "-v") {
    terminal.out(version);
    return exitCodes.done;
  }
  if (first === undefined || first === "--help" || first === "-h" || (first === "help" && rest.length === 0)) {
    terminal.out(generalHelp(commands, version));
    return exitCodes.done;
  }
  const name = first === "help" ? rest[0] : first;
  const spec = commands.find((command) => command.name === name);
  if (!spec) throw new UsageFailure(`There is no command “${name}”. promptscope --help lists them.`);
  if (first === "help" || asksForHelp(rest)) {
    terminal.out(commandHelp(spec));
    return exitCodes.done;
  }
  return runCommand(spec, rest);
}

function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf("--");
  return (end < 0 ? words : words.slice(0, end)).some((word) => word === "--help" || word === "-h");
}

async function runCommand(spec: CommandSpec, words: readonly string[]): Promise<number> {
  const stop = spec.stopsItself ? new AbortController() : stopOnSignals();
  const io: CommandIo = { terminal, variables: process.env, version, folder, signal: stop.signal };
  try {
    if (spec.needsEngine) {
      requireNode();
      keepCompiledCode(process.env);
    }
    const command = await spec.load();
    return await command(words, io, spec);
  } catch (error) {
    if (error instanceof UsageFailure) throw new UsageFailure(`${error.message}\nSee: promptscope ${spec.name} --help`);
    const { tellFailure } = await import("./tell-failure.ts");
    return tellFailure(error, words.includes("--json"), terminal);
  }
}

// `promptscope prompts | head` closes the pipe early; that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageFailure)) throw error;
  terminal.note(error.message);
  process.exitCode = exitCodes.usage;
}
