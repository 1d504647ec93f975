import type { PromptSummary, PromptVersion, PromptVersionSummary } from "@shared/domain/prompt/prompt.ts";
import { versionValue } from "@shared/domain/prompt/version-text.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { type Command, UsageFailure } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { oneVersion, type ReadWords, readWords } from "./read-words.ts";
import { openSession, promptRef, type Session } from "./session.ts";
import { tableLines } from "./table.ts";
import { oneLine, type Terminal } from "./terminal.ts";

/** `promptscope prompts [NAME]` */
export const promptsCommand: Command = async (words, io, spec) => {
  const given = readWords(words, spec, 1);
  const [name] = given.operands;
  const which = ["label", "version"].find((option) => given.text(option) !== undefined);
  if (name === undefined && which) throw new UsageFailure(`--${which} goes with the name of a prompt.`);
  oneVersion(given);
  const session = await openSession(given, io);
  const { terminal, signal } = io;
  try {
    if (name === undefined) {
      const { prompts } = await session.runner.libraries.open(session.library).list({ refresh: false }, { signal });
      if (given.flag("json")) for (const prompt of prompts) terminal.out(JSON.stringify(summaryJson(prompt)));
      else printList(prompts, terminal);
    } else {
      const found = await readPrompt(name, given, session, signal);
      if (given.flag("json")) terminal.out(JSON.stringify(toJson(found, session)));
      else printPrompt(found, session, terminal);
    }
    return exitCodes.done;
  } finally {
    await session.close();
  }
};

interface FoundPrompt {
  versions: PromptVersionSummary[];
  shown: PromptVersion;
}

/** Shows the version asked for, else that of `production`, else the newest. */
async function readPrompt(name: string, words: ReadWords, session: Session, signal: AbortSignal): Promise<FoundPrompt> {
  const library = session.runner.libraries.open(session.library);
  const asked = promptRef(name, words, session);
  const versions = await library.versions(name, { refresh: false }, { signal });
  const isOpen = asked.version === undefined && asked.label === undefined;
  const [newest] = versions;
  const hasProduction = versions.some(({ labels }) => labels.includes("production"));
  const ref = isOpen && newest && !hasProduction ? { ...asked, version: newest.version } : asked;
  const { prompt } = await library.get(ref, { resolve: true, refresh: false }, { signal });
  return { versions, shown: prompt };
}

function toJson({ versions, shown }: FoundPrompt, { preferences }: Session) {
  const { name, type, tags, version, labels, config, prompt, templateFormat } = shown;
  const { variables, placeholders } = listVariables(prompt, templateFormat ?? preferences.compileMode);
  const listed = versions.map(({ version: text, contentHash: _hash, ...rest }) => ({
    version: versionValue(text),
    ...rest,
  }));
  return {
    name,
    type,
    tags,
    version: versionValue(version),
    labels,
    variables,
    placeholders,
    config,
    prompt,
    versions: listed,
  };
}

/** As programs know it: a counted version is a number. */
function summaryJson(prompt: PromptSummary) {
  return { ...prompt, versions: prompt.versions.map(versionValue) };
}

function printList(prompts: readonly PromptSummary[], terminal: Terminal): void {
  if (prompts.length === 0) {
    terminal.note("There are no prompts.");
    return;
  }
  const rows = prompts.map(({ name, type, versions, labels, tags }) => [
    oneLine(name),
    type ?? "",
    // Of files only what lies in the folder is listed; how often one was changed is not looked up.
    versions.length === 0 ? "" : String(versions.length),
    labels.map(oneLine).join(", "),
    tags.map(oneLine).join(", "),
  ]);
  const columns = [
    { title: "NAME" },
    { title: "TYPE" },
    { title: "VERSIONS", align: "right" as const },
    { title: "LABELS" },
    { title: "TAGS" },
  ];
  printTable(tableLines(columns, rows, terminal.width), terminal);
  for (const { name, problem } of prompts) if (problem) terminal.note(`${oneLine(name)}: ${oneLine(problem)}`);
}

function printPrompt({ versions, shown }: FoundPrompt, { preferences }: Session, terminal: Terminal): void {
  const { variables, placeholders } = listVariables(shown.prompt, shown.templateFormat ?? preferences.compileMode);
  const heading = (text: string) => terminal.out(`\n${terminal.paint("bold", text)}`);
  const tags = shown.tags.length > 0 ? ` · ${shown.tags.map(oneLine).join(", ")}` : "";
  terminal.out(`${terminal.paint("bold", oneLine(shown.name))}  ${shown.type}${tags}`);
  heading("Versions");
  const rows = versions.map(({ version, labels, createdAt, commitMessage }) => [
    version,
    labels.map(oneLine).join(", "),
    createdAt?.slice(0, 10) ?? "",
    oneLine(commitMessage ?? ""),
  ]);
  const columns = [
    { title: "VERSION", align: "right" as const },
    { title: "LABELS" },
    { title: "CREATED" },
    { title: "MESSAGE" },
  ];
  printTable(tableLines(columns, rows, terminal.width), terminal);
  heading(`Version ${shown.version}`);
  terminal.out(`Variables     ${variables.map(oneLine).join(", ") || "none"}`);
  if (placeholders.length > 0) terminal.out(`Placeholders  ${placeholders.map(oneLine).join(", ")}`);
  // JSON escapes control characters itself.
  terminal.out(`Config        ${JSON.stringify(shown.config)}`);
}

function printTable([titles = "", ...rows]: readonly string[], terminal: Terminal): void {
  terminal.out(terminal.paint("dim", titles));
  for (const row of rows) terminal.out(row);
}
