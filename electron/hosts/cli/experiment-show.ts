import { readExperiment } from "@engine/experiments/read-experiment.ts";
import type { OpenPrompt } from "@engine/experiments/reading/read-prompt.ts";
import { showExperiment, shownFinding } from "@engine/experiments/show-experiment.ts";
import type { Runner } from "@engine/runner.ts";
import type { Finding, ReadExperiment } from "@shared/domain/experiment/read-experiment.ts";
import { type Command, UsageFailure } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { readWords } from "./read-words.ts";
import { openSession } from "./session.ts";
import { harmless, oneLine, type Terminal } from "./terminal.ts";

/** `promptscope experiment show FILE`: what an experiment is, before anything is paid. */
export const showCommand: Command = async (words, io, spec) => {
  const given = readWords(words, spec, 1);
  const [file] = given.operands;
  if (file === undefined) throw new UsageFailure("Name the file: promptscope experiment show FILE.");
  const { terminal, signal, variables } = io;
  const session = await openSession(given, io, { quiet: true, history: false });
  try {
    const options = {
      openPrompt: promptsAtHand(session.runner, signal),
      environment: (name: string) => variables[name],
      signal,
    };
    const outcome = await readExperiment(file, options);
    const json = given.flag("json");
    if (outcome.read === "error") {
      if (json) terminal.out(JSON.stringify({ read: "error", errors: outcome.errors.map(shownFinding) }));
      tell(outcome.errors, "error", terminal);
      return exitCodes.configuration;
    }
    const { experiment, read } = outcome;
    if (json) terminal.out(JSON.stringify(await showExperiment(experiment, read)));
    else printExperiment(experiment, terminal);
    tell(experiment.refusals, "left out", terminal);
    tell(experiment.warnings, "warning", terminal);
    return exitCodes.done;
  } finally {
    await session.close();
  }
};

/** Prompts that lie on this machine: to show an experiment nothing is called. */
function promptsAtHand({ libraries }: Runner, signal: AbortSignal): OpenPrompt {
  return async (ref) => {
    const { samples, connecting } = libraries.find(ref.library);
    if (!samples && !connecting?.isOfThisMachine) return undefined;
    return libraries.open(ref.library).get(ref, { resolve: true, refresh: false }, { signal });
  };
}

export function tell(findings: readonly Finding[], what: string, terminal: Terminal): void {
  for (const { file, line, column, message } of findings) {
    const place = `${file}:${line}${column === undefined ? "" : `:${column}`}`;
    terminal.note(`${oneLine(place)}: ${what}: ${harmless(message)}`);
  }
}

function printExperiment(experiment: ReadExperiment, terminal: Terminal): void {
  const { name, rows, variants, repetitions, prompts, gates } = experiment;
  const cells = rows.length * variants.length * repetitions;
  terminal.out(terminal.paint("bold", oneLine(name)));
  terminal.out(`${rows.length} rows × ${variants.length} variants × ${repetitions} = ${cells} calls`);
  for (const { name: variant, prompt, provider } of variants) {
    const model = provider.model ?? "no model";
    terminal.out(`  ${oneLine(variant)}: ${oneLine(prompt.label.slice(0, 60))} on ${oneLine(model)}`);
  }
  if (variants.length === 0 && prompts.length > 0) terminal.out("  No model to run them on.");
  const kinds = new Map<string, number>();
  for (const { checks } of rows) {
    for (const { written } of checks) {
      const type = String(written["type"]);
      kinds.set(type, (kinds.get(type) ?? 0) + 1);
    }
  }
  for (const [type, count] of kinds) terminal.out(`  ${oneLine(type)}: ${count} rows`);
  for (const { text } of gates) terminal.out(`  gate: ${oneLine(text)}`);
}
