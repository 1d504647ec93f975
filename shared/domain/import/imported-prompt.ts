import type { JsonObject } from "../json/json.ts";
import type { PromptContent } from "../prompt/prompt.ts";

/** What a text was recognised as. */
export type PastedForm = "json" | "curl" | "powershell" | "http" | "python" | "typescript" | "text";

/** In which API's words the request was. */
export type PastedRequest = "openai-chat" | "openai-responses" | "anthropic-messages" | "openai-text" | "none";

export type ImportNoteCode =
  | "address_not_taken"
  | "headers_not_taken"
  | "key_removed"
  | "option_not_taken"
  | "key_not_taken"
  | "content_not_taken"
  | "tool_call_not_taken"
  | "expression_not_taken"
  | "call_not_taken"
  | "became_variable"
  | "became_placeholder"
  | "changed_form"
  | "parts_joined";

/** Something of the pasted text that a prompt does not say, or says otherwise. */
export interface ImportNote {
  code: ImportNoteCode;
  /** `lost`: it is not in the prompt. `changed`: it stands there in another form. */
  kind: "lost" | "changed";
  /** A sentence for a person; never holds a key. */
  message: string;
}

/** A prompt read out of a pasted text. */
export interface ImportedPrompt extends PromptContent {
  config: JsonObject;
  form: PastedForm;
  request: PastedRequest;
  /** What the text gives its variables where it says so, by name. */
  values: JsonObject;
  notes: ImportNote[];
}

/** Why there is no prompt in a text, in words for a person. */
export interface NothingFound {
  kind: "nothing";
  code: "empty" | "too_large" | "too_deep" | "file_reference" | "not_understood" | "no_messages";
  message: string;
}

export type ImportOutcome = { kind: "prompt"; prompt: ImportedPrompt } | NothingFound;

/** Thrown inside this room only, when a text cannot be read any further. */
export class Unreadable extends Error {
  readonly nothing: NothingFound;
  constructor(code: NothingFound["code"], message: string) {
    super(message);
    this.nothing = { kind: "nothing", code, message };
  }
}
