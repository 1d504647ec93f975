import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { FileOfVersion } from "@shared/domain/prompt/portable-prompt.ts";
import type { PromptVersion } from "@shared/domain/prompt/prompt.ts";
import { facts } from "./facts.ts";
import { formatFor, newFormat } from "./formats/formats.ts";
import { type FileFormat, FormatFailure, type PromptFile } from "./formats/prompt-file.ts";
import { unreadable } from "./local-failure.ts";
import type { FoundFile } from "./prompt-folder.ts";

/** A prompt's file, read. */
export interface ReadPrompt {
  file: PromptFile;
  format: FileFormat;
}

/** @throws AppFailure `prompt_invalid` with the reason and the line. */
export function readPrompt(name: string, { ending, bytes }: Pick<FoundFile, "ending" | "bytes">): ReadPrompt {
  const text = textOf(bytes);
  if (text === null) throw unreadable(name, "it is no text in UTF-8");
  const format = formatFor(ending, text);
  if (!format) throw unreadable(name, `nothing in it says which form of ${ending} it is`);
  try {
    return { file: format.read(text), format };
  } catch (error) {
    if (error instanceof FormatFailure) throw unreadable(name, error.message.replace(/\.$/, ""), error.line);
    if (error instanceof RangeError) throw unreadable(name, "it is nested too deeply");
    throw error;
  }
}

/** A prompt's file, unless a new one of the same content would be no other. */
export function whereItSaysMore(name: string, found: Pick<FoundFile, "ending" | "bytes">): FileOfVersion | null {
  const text = textOf(found.bytes);
  if (text === null) return null;
  const { ending } = found;
  try {
    const { type, prompt, config } = readPrompt(name, found).file;
    const isNew = newFormat.endings[0] === ending && newFormat.write(null, { type, prompt, config }, name) === text;
    return isNew ? null : { ending, text };
  } catch (error) {
    // What cannot be read as a prompt, or not be written anew: its text is all there is.
    if (error instanceof AppFailure || error instanceof FormatFailure) return { ending, text };
    throw error;
  }
}

/** Null for bytes that are no UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A file as a version of a prompt. */
export function toVersion(
  name: string,
  { file }: ReadPrompt,
  { version, at, by, message }: { version: string; at?: string; by?: string; message?: string },
): PromptVersion {
  const { type, prompt, config, templateFormat } = file;
  return {
    library: facts.id,
    name,
    version,
    type,
    prompt,
    config,
    labels: [],
    tags: [],
    resolutionGraph: null,
    ...(templateFormat ? { templateFormat } : {}),
    ...(at === undefined ? {} : { createdAt: at, updatedAt: at }),
    ...(by === undefined ? {} : { createdBy: by }),
    ...(message === undefined ? {} : { commitMessage: message }),
  };
}

/** Local prompts have no labels; whoever asks for one by a label is told so instead of given another text. */
export function refuseLabel(name: string, label: string | undefined): void {
  if (label === undefined) return;
  throw new AppFailure("prompt_not_found", {
    message: `“${name}” is a local prompt and has no label “${label}”: files have no labels.`,
    advice: "Leave the label out for the file as it is, or name a version.",
  });
}
