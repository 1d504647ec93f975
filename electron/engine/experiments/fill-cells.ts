import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import type {
  ExperimentPrompt,
  ExperimentRow,
  FilledCell,
  ReadExperiment,
} from "@shared/domain/experiment/read-experiment.ts";
import { runsOn } from "@shared/domain/experiment/read-experiment.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { compilePrompt, loadRenderer } from "../pipeline/compile-prompt.ts";
import { fillTemplate } from "./promptfoo/fill-template.ts";

/** Loads what fills the prompts of an experiment; to be awaited before `fillCell`. */
export async function loadRenderers({ prompts }: Pick<ReadExperiment, "prompts">): Promise<void> {
  const isTemplate = prompts.some(({ kind }) => kind === "template");
  if (isTemplate) await loadRenderer("jinja2");
  for (const prompt of prompts) if (prompt.kind === "content") await loadRenderer(prompt.templateFormat);
}

/** Every row with every variant that runs on it, filled; nothing is called. */
export function* fillCells({ rows, variants }: ReadExperiment): Generator<FilledCell> {
  let number = 0;
  for (const row of rows) {
    number += 1;
    for (const variant of variants) {
      if (runsOn(row, variant)) yield { row: number, variant, ...fillCell(row, variant.prompt) };
    }
  }
}

/** What a cell sends; a template that cannot be filled is a problem in words. */
export function fillCell(
  row: ExperimentRow,
  prompt: ExperimentPrompt,
): Pick<FilledCell, "messages" | "text" | "given" | "problem"> {
  if (prompt.kind === "ref") return {};
  if (prompt.kind === "given") {
    const answer = row.answers?.[prompt.column];
    return answer === undefined ? { problem: `The row has no answer under “${prompt.column}”.` } : { given: answer };
  }
  try {
    if (prompt.kind === "template") return fillTemplate(prompt, row);
    const { content, templateFormat } = prompt;
    const compiled = compilePrompt({
      prompt: { type: content.type, prompt: content.prompt, ...(templateFormat ? { templateFormat } : {}) },
      variables: row.variables,
      placeholders: row.placeholders,
      mode: "python",
      clientMessages: [],
      clientMessagesMode: "replace",
    });
    return shown(
      compiled.messages.map(({ message }) => message),
      content.type === "text",
    );
  } catch (error) {
    return { problem: appErrorOf(error).message };
  }
}

function shown(messages: Message[], isText: boolean): Pick<FilledCell, "messages" | "text"> {
  const [only] = messages;
  return isText && messages.length === 1 && typeof only?.content === "string"
    ? { messages, text: only.content }
    : { messages };
}
