import * as z from "zod";
import type { Warning } from "../error/error.ts";
import type { Message } from "../message/message.ts";

/** Which Langfuse SDK's rules fill the template: the Python one (as LiteLLM has it) or the JS one (mustache). */
export const compileModeSchema = z.enum(["python", "js"]);
export type CompileMode = z.infer<typeof compileModeSchema>;

/** `replace`: the documented rule, client messages are ignored. `append`: LiteLLM from 1.57.7 on; text becomes `system`. */
export const clientMessagesModeSchema = z.enum(["replace", "append"]);
export type ClientMessagesMode = z.infer<typeof clientMessagesModeSchema>;

/** A stretch of compiled text, so that the interface can show what came from where. Joined, the texts are the content. */
export type TextSegment =
  | { kind: "text"; text: string }
  /** A filled variable; `text` is the inserted value. */
  | { kind: "variable"; name: string; text: string }
  /** A variable without a value; `text` is what is sent in its place (the tag itself, or nothing in `js` mode). */
  | { kind: "missing"; name: string; text: string }
  /** The rendered output of a mustache section (`js` mode only). */
  | { kind: "section"; name: string; text: string };

export type MessageOrigin =
  | { kind: "prompt"; index: number }
  | { kind: "placeholder"; name: string; index: number }
  | { kind: "client"; index: number }
  /** A further turn of the conversation, after everything the prompt and the call say. */
  | { kind: "continuation"; index: number };

/** A message ready to send, with its origin and, where its content is text, the segments the text is made of. */
export interface CompiledMessage {
  message: Message;
  origin: MessageOrigin;
  segments?: TextSegment[];
}

export interface CompiledMessages {
  mode: CompileMode;
  clientMessagesMode: ClientMessagesMode;
  messages: CompiledMessage[];
  /** Names used by the template that have no value, in order of appearance. */
  missingVariables: string[];
  /** Placeholders of the template without a value. */
  unresolvedPlaceholders: string[];
  /** Given variables that the template does not use. */
  unusedVariables: string[];
  warnings: Warning[];
}
