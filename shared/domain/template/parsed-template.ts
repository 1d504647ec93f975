import type { TextSegment } from "../prompt/compiled.ts";
import { scanTags } from "./scan.ts";

/** A template taken apart once, so that filling it again and again costs nothing but the filling. */
export interface ParsedTemplate {
  parts: readonly TemplatePart[];
  /** Each once, in order of first appearance. */
  names: readonly string[];
  /** The beginning of a tag that never ends, if there is one. */
  unclosed: string | null;
  /** Whether it has blocks in the manner of Jinja, `{% … %}`. */
  jinja: boolean;
  /** Nothing but tags with ordinary names: where each has a text, no two SDKs can differ. */
  ordinary: boolean;
}

export type TemplatePart =
  | { kind: "text"; segment: TextSegment }
  /** `name` is a place in `names`; `literal` the tag as it is written. */
  | { kind: "tag"; name: number; literal: string };

const ordinaryName = /^\w+$/;

const remembered = new Map<string, ParsedTemplate>();
const mostRemembered = 64;
const longestRemembered = 100_000;

export function parseTemplate(template: string): ParsedTemplate {
  const known = remembered.get(template);
  if (known) return known;
  const parsed = takeApart(template);
  if (template.length > longestRemembered) return parsed;
  const [oldest] = remembered.keys();
  if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest);
  remembered.set(template, parsed);
  return parsed;
}

function takeApart(template: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  const places = new Map<string, number>();
  let from = 0;
  for (const { name, start, end } of scanTags(template)) {
    if (start > from) parts.push(textPart(template.slice(from, start)));
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    parts.push({ kind: "tag", name: place, literal: template.slice(start, end) });
    from = end;
  }
  if (from < template.length) parts.push(textPart(template.slice(from)));
  const open = template.indexOf("{{", from);
  const unclosed = open === -1 ? null : template.slice(open, open + 40);
  const names = [...places.keys()];
  const jinja = template.includes("{%");
  const ordinary = unclosed === null && !jinja && names.every((name) => ordinaryName.test(name));
  return { parts, names, unclosed, jinja, ordinary };
}

/** Shared by every filling of the template, hence frozen. */
function textPart(text: string): TemplatePart {
  return { kind: "text", segment: Object.freeze<TextSegment>({ kind: "text", text }) };
}
