import type { PromptIdentity, PromptRef, PromptType } from "./prompt.ts";

/** That a prompt has an edit, without its text. */
export interface EditSummary {
  prompt: PromptIdentity;
  /** Without a version: no library has the prompt yet. */
  base: PromptRef;
  type: PromptType;
  /** UTC milliseconds of the last change. */
  keptAt: number;
}

/** A label that was moved from here, for looking it up and for moving it back. */
export interface LabelMoveRecord {
  prompt: PromptIdentity;
  label: string;
  from: string | null;
  to: string;
  /** UTC milliseconds. */
  at: number;
  message?: string;
}
