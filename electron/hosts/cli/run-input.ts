import type { JsonObject } from "@shared/domain/json/json.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { type CommandIo, UsageFailure } from "./command.ts";
import { readValues } from "./read-values.ts";
import { oneVersion, type ReadWords } from "./read-words.ts";
import { promptRef, type Session } from "./session.ts";

/** The one name a command needs, with at most one version of it. @throws UsageFailure */
export function requiredName(words: ReadWords): string {
  const [name] = words.operands;
  if (!name) throw new UsageFailure("The name of a prompt is missing. promptscope prompts lists them.");
  oneVersion(words);
  return name;
}

/**
 * The request of `run` and `compare`. A sample without any value given is filled with its own, and stderr says so.
 * @throws UsageFailure, and AppFailure of the prompt's source.
 */
export async function runInput(
  words: ReadWords,
  session: Session,
  { signal, terminal }: CommandIo,
): Promise<RunRequest> {
  const prompt = promptRef(requiredName(words), words, session);
  let variables = await readValues(words, signal);
  let placeholders: JsonObject = {};
  if (session.runner.libraries.find(session.library).samples && Object.keys(variables).length === 0) {
    const { sampleValues } = await session.runner.libraries
      .open(session.library)
      .get(prompt, { resolve: true, refresh: false }, { signal });
    if (sampleValues) {
      ({ variables, placeholders } = sampleValues);
      terminal.note("No values are given: the sample's own are used.");
    }
  }
  const { compileMode } = session.preferences;
  return {
    prompt,
    variables,
    placeholders,
    compileMode,
    clientMessages: [],
    clientMessagesMode: "replace",
    model: "",
    modelOverride: null,
    parameters: {},
    overrides: {},
    stream: !words.flag("no-stream"),
  };
}
