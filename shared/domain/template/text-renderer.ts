import type { CompileMode, TextSegment } from "../compiled.ts";
import type { JsonObject } from "../json.ts";

/** A filled template: the segments joined are the text. */
export interface RenderedText {
  segments: TextSegment[];
  /** Names that stand in the template and have no value, in order of appearance; a name may repeat. */
  missing: string[];
  /** Names of given variables that the template uses; a name may repeat. */
  used: string[];
}

/**
 * Fills one text by the rules of one SDK.
 * @throws AppFailure `template_invalid` where that SDK fails.
 */
export type TextRenderer = (template: string, variables: JsonObject) => RenderedText;

export type TextRenderers = Readonly<Record<CompileMode, TextRenderer>>;

export function joinSegments(segments: readonly TextSegment[]): string {
  let text = "";
  for (const segment of segments) text += segment.text;
  return text;
}
