/** What lies between `{{` and the next `}}`. */
export interface TemplateTag {
  /** The text inside without white space around it. Any text is a name; it may be empty. */
  name: string;
  /** Offset of the first `{`. */
  start: number;
  /** Offset behind the last `}`. */
  end: number;
}

/** The characters `str.strip()` removes in Python; JavaScript's `trim()` differs in a handful of control characters. */
const pythonWhiteSpace = new Set(
  "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
);

/**
 * Finds the tags of a template as the Langfuse Python SDK's `TemplateParser` does: `{{`, then the next `}}`, whatever
 * stands between. An opening without a closing is text. Looks at every character a fixed number of times.
 */
export function* scanTags(template: string): Generator<TemplateTag> {
  let from = 0;
  while (from < template.length) {
    const start = template.indexOf("{{", from);
    if (start === -1) return;
    const close = template.indexOf("}}", start);
    if (close === -1) return;
    const end = close + 2;
    yield { name: stripAsPython(template, start + 2, close), start, end };
    from = end;
  }
}

function stripAsPython(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && pythonWhiteSpace.has(text.charAt(start))) start++;
  while (end > start && pythonWhiteSpace.has(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
