/** A stretch of a stored template: plain text, a variable tag, or a reference to another prompt. */
export interface TemplatePart {
  kind: "text" | "variable" | "reference";
  text: string;
}

// Both alternatives exclude their own opening mark, so the scan stays linear on any text.
const marks = /\{\{[^{}]*\}\}|@@@langfusePrompt:(?:(?!@@@)[^\n])*@@@/g;

/** Cuts a stored template at its variables and `@@@langfusePrompt:…@@@` references. Joined, the parts are the text. */
export function splitTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(marks)) {
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    parts.push({ kind: match[0].startsWith("{{") ? "variable" : "reference", text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}
