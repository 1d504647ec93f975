import type { ImportNotes } from "./import-notes.ts";
import { Unreadable } from "./imported-prompt.ts";
import { headersText, type SentText } from "./read-curl.ts";

const escapes: Record<string, string> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "0": "\0",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\u0007",
};

/** The body a PowerShell script sends: through `curl.exe` and a file, as `-Body` of a web request, or as a text in a variable. */
export function readPowerShell(source: string, notes: ImportNotes): SentText {
  const place = /WriteAllText\(\s*\$\w+\s*,|-Body\s+|--data(?:-raw|-binary)?\s+|-d\s+/i.exec(source);
  if (!place) throw new Unreadable("not_understood", "This PowerShell script sends no body.");
  const from = place.index + place[0].length;
  const body = textAt(source, from) ?? variableAt(source, from);
  if (body === undefined) {
    throw new Unreadable(
      "not_understood",
      "The body of this PowerShell script is made by an expression. Paste the JSON itself.",
    );
  }
  const headers = source.match(/(?:^|\s)-H\s/g)?.length ?? (/-Headers\b/i.test(source) ? 1 : 0);
  if (headers > 0) notes.lost("headers_not_taken", headersText(headers));
  return { url: /https?:\/\/[^\s'"`]+/.exec(source)?.[0], body };
}

/** `$body = '…'` or a here-string, said before. */
function variableAt(source: string, from: number): string | undefined {
  const name = /^\s*\(?\$(\w+)/.exec(source.slice(from, from + 80))?.[1];
  if (name === undefined) return undefined;
  const given = new RegExp(`\\$${name}\\s*=\\s*`, "i").exec(source);
  return given ? textAt(source, given.index + given[0].length) : undefined;
}

/** Texts with `+` between them, in brackets or not. */
function textAt(source: string, from: number): string | undefined {
  const out: string[] = [];
  let at = from;
  let isDue = true;
  for (;;) {
    while (/[\s(]/.test(source.charAt(at)) && at < source.length && isDue) at += 1;
    if (!isDue) {
      const plus = /^\s*\+\s*/.exec(source.slice(at, at + 20));
      if (!plus) break;
      at += plus[0].length;
    }
    const read = readText(source, at);
    if (!read) return undefined;
    out.push(read.text);
    at = read.to;
    isDue = false;
  }
  return out.join("");
}

function readText(source: string, from: number): { text: string; to: number } | undefined {
  const start = source.slice(from, from + 2);
  if (start === "@'" || start === '@"') {
    const begin = source.indexOf("\n", from) + 1;
    const end = source.indexOf(`\n${start.charAt(1)}@`, begin - 1);
    return begin === 0 || end === -1 ? undefined : { text: source.slice(begin, end).replace(/\r$/, ""), to: end + 3 };
  }
  const quote = source.charAt(from);
  if (!/['\u2018-\u201b"\u201c-\u201e]/.test(quote)) return undefined;
  const isDouble = /["\u201c-\u201e]/.test(quote);
  const closes = isDouble ? /["\u201c-\u201e]/ : /['\u2018-\u201b]/;
  const out: string[] = [];
  let at = from + 1;
  while (at < source.length) {
    const character = source.charAt(at);
    if (closes.test(character)) {
      if (!closes.test(source.charAt(at + 1))) return { text: out.join(""), to: at + 1 };
      out.push(character);
      at += 2;
    } else if (isDouble && character === "`") {
      const next = source.charAt(at + 1);
      out.push(escapes[next] ?? next);
      at += 2;
    } else {
      out.push(character);
      at += 1;
    }
  }
  return undefined;
}
