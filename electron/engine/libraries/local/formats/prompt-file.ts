import type { JsonObject } from "@shared/domain/json/json.ts";
import type { PromptContent, TemplateFormat, VariableNotes } from "@shared/domain/prompt/prompt.ts";

/** Values that a prompt's file brings along. */
export interface FileInput {
  name: string;
  variables: JsonObject;
  placeholders: JsonObject;
}

/** What a file says. */
export interface PromptFile extends PromptContent {
  description?: string;
  /** `testData` of GitHub's files, and examples of variables. */
  inputs: FileInput[];
  variableNotes?: VariableNotes;
  /** Set where the text is no template of Langfuse's kind. */
  templateFormat?: TemplateFormat;
}

/** What a format cannot hold, at a place of the edit. */
export interface FormatProblem {
  path: (string | number)[];
  message: string;
}

/** A form of prompt files, known by how the file's name ends and, where two share an ending, by marks in the text. */
export interface FileFormat {
  id: string;
  /** With the dot; the longest that fits counts. */
  endings: readonly string[];
  /** Only where another format has the ending, too. */
  isMarked?(text: string): boolean;
  /** @throws FormatFailure */
  read(text: string): PromptFile;
  /**
   * The file with this content. What it has besides stays as it is, byte for byte where nothing changed.
   * @param before null for a new file.
   * @param name of the prompt, for a new file.
   * @throws FormatFailure when it cannot be held.
   */
  write(before: string | null, content: PromptContent, name: string): string;
}

/** A file that is not of its form, or a content its form cannot hold. */
export class FormatFailure extends Error {
  override name = "FormatFailure";
  /** From 1; absent where it is about no line. */
  readonly line: number | undefined;
  readonly path: FormatProblem["path"];
  constructor(message: string, { line, path = [] }: { line?: number | undefined; path?: FormatProblem["path"] } = {}) {
    super(message);
    this.line = line;
    this.path = path;
  }
}
