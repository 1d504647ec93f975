import type { WireRequest, WireText } from "./wire.ts";

export interface CurlOptions {
  /** `variable`: `${OPENAI_API_KEY}`, so that the command runs where the variable is set. `hint`: `sk-…4fQ2`, for logs. */
  secrets: "variable" | "hint";
}

/** Headers curl writes itself, from the URL and the body. */
const ownHeaders = new Set(["host", "content-length", "connection"]);

/**
 * A bash command that sends the same bytes: full URL, headers in order, body in single quotes, where `$HOME`, backticks
 * and newlines are only text. A body above 100 KB goes in through a here-document, as one argument may not be longer
 * than 128 KB.
 */
export function toCurl(wire: WireRequest, options: CurlOptions = { secrets: "variable" }): string {
  const headers = wire.headers.filter(({ name }) => !ownHeaders.has(name.toLowerCase()));
  const parts = [
    `curl -X ${wire.method} ${quote(wire.url)}`,
    // curl adds an Accept of its own, and a content type to a body, unless it is told otherwise.
    ...(has(wire, "accept") ? [] : ["-H 'Accept:'"]),
    ...(has(wire, "content-type") || wire.body === "" ? [] : ["-H 'Content-Type:'"]),
    ...headers.map(({ name, value }) => `-H ${quoteHeader(name, value, options)}`),
  ];
  if (wire.body === "") return parts.join(" \\\n  ");
  if (wire.bodyBytes <= longestArgument) return [...parts, `--data-raw ${quote(wire.body)}`].join(" \\\n  ");
  return hereDocument(parts, wire.body);
}

/** Linux' MAX_ARG_STRLEN is 131 072 bytes; quoting can only make it longer. */
const longestArgument = 100_000;

/** A quoted here-document is taken as it is, but ends with a newline: `head -c` takes exactly the body's bytes. */
function hereDocument(parts: readonly string[], body: string): string {
  let mark = "BODY";
  while (body.includes(mark)) mark += "_";
  const bytes = new TextEncoder().encode(body).length;
  return `head -c ${bytes} <<'${mark}' | ${[...parts, "--data-binary @-"].join(" \\\n  ")}\n${body}\n${mark}`;
}

function quoteHeader(name: string, value: WireText, { secrets }: CurlOptions): string {
  // curl takes `name;` for a header without a value; `name:` would leave it out.
  if (value.every((part) => part === "")) return quote(`${name};`);
  let written = "";
  let plain = `${name}: `;
  for (const part of value) {
    if (typeof part === "string") plain += part;
    else if (secrets === "hint") plain += part.hint;
    else {
      written += `${quote(plain)}"\${${shellName(part.variable)}}"`;
      plain = "";
    }
  }
  return plain === "" ? written : written + quote(plain);
}

/** Single quotes hold everything but themselves. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function shellName(variable: string): string {
  const name = variable.replace(/[^A-Za-z0-9_]/g, "_");
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

function has({ headers }: WireRequest, wanted: string): boolean {
  return headers.some(({ name }) => name.toLowerCase() === wanted);
}
