import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { PromptSource } from "@shared/domain/experiment/prompt-source.ts";
import type { ExperimentPrompt } from "@shared/domain/experiment/read-experiment.ts";
import { promptLibraryKeys, refOfSource } from "@shared/domain/experiment/source-of-prompt.ts";
import type { PromptRef, ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import { endingOf, formatFor } from "../../libraries/local/formats/formats.ts";
import { FormatFailure } from "../../libraries/local/formats/prompt-file.ts";
import { FileRefusal, type FilesBelow } from "./files-below.ts";

/**
 * A prompt of a library; undefined where the library is not to be asked.
 * @throws AppFailure as the library does.
 */
export type OpenPrompt = (ref: PromptRef) => Promise<ResolvedPrompt | undefined>;

/** Which library an edit in place counts to: prompts of files. */
const libraryOfFiles = promptLibraryKeys[1];

export type PromptReading = { prompt: ExperimentPrompt } | { problem: string };

/**
 * The text of a variant.
 * @param own the name of a prompt that stands in the file itself.
 */
export async function readPrompt(
  written: PromptSource,
  own: string,
  { files, openPrompt }: { files: FilesBelow; openPrompt: OpenPrompt },
): Promise<PromptReading> {
  const { file, text, messages, answers, config = {} } = written;
  if (answers !== undefined) return { prompt: { kind: "given", label: answers, column: answers } };
  const base = { library: libraryOfFiles, name: own };
  if (text !== undefined) {
    return { prompt: { kind: "content", label: own, content: { type: "text", prompt: text, config }, base } };
  }
  if (messages !== undefined) {
    return { prompt: { kind: "content", label: own, content: { type: "chat", prompt: messages, config }, base } };
  }
  if (file !== undefined) return readFile(file, files);
  const ref = refOfSource(written);
  if (!ref) return { problem: "It says nowhere where the prompt is." };
  const label = [ref.name, ref.version ? `v${ref.version}` : (ref.label ?? "")].join(" ").trim();
  try {
    const found = await openPrompt(ref);
    if (!found) return { prompt: { kind: "ref", label, ref } };
    const { type, prompt, config: own, version, templateFormat } = found.prompt;
    const { label: _moves, ...pinned } = found.ref;
    return {
      prompt: {
        kind: "content",
        label,
        content: { type, prompt, config: own },
        base: { ...pinned, ...(version === "" ? {} : { version }) },
        ...(templateFormat ? { templateFormat } : {}),
      },
    };
  } catch (error) {
    if (error instanceof AppFailure) return { problem: `${ref.name}: ${error.message}` };
    throw error;
  }
}

async function readFile(file: string, files: FilesBelow): Promise<PromptReading> {
  try {
    const text = await files.text(file);
    const ending = endingOf(file);
    const format = ending === undefined ? undefined : formatFor(ending, text);
    if (!format) return { problem: `${file} is no prompt file: .prompt.yml, .prompt and .txt are.` };
    const { type, prompt, config, templateFormat } = format.read(text);
    return {
      prompt: {
        kind: "content",
        label: file,
        content: { type, prompt, config },
        base: { library: libraryOfFiles, name: file },
        ...(templateFormat ? { templateFormat } : {}),
      },
    };
  } catch (error) {
    if (error instanceof FileRefusal) return { problem: error.message };
    if (error instanceof FormatFailure) return { problem: `${file}: ${error.message}` };
    throw error;
  }
}
