import type { JsonObject } from "../json/json.ts";
import type { CompileMode, TextSegment } from "../prompt/compiled.ts";
import type { TemplateFormat } from "../prompt/prompt.ts";

/** A filled template. */
export interface RenderedText {
  text: string;
  /** Joined they are the text. Not to be changed: they may be shared between fillings. */
  segments: TextSegment[];
  /** Names that stand in the template and have no value, in order of appearance. */
  missing: string[];
  /** Names of given variables that the template uses. */
  used: string[];
}

/**
 * Fills one text by the rules of one SDK.
 * @throws AppFailure `template_invalid` where that SDK fails.
 */
export type TextRenderer = (template: string, variables: JsonObject) => RenderedText;

export type TextRenderers = Readonly<Record<CompileMode, TextRenderer>> &
  /** Present where a prompt of that format is to be filled. */
  Readonly<Partial<Record<TemplateFormat, TextRenderer>>>;
