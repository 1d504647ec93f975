import type { WireText } from "../wire/wire.ts";
import type { CodeExport, ExportInput } from "./export-input.ts";

/** The request as HTTP/1.1 text, headers in the order sent, with variables in place of keys. */
export function toRawHttp({ wire }: ExportInput): CodeExport {
  const { pathname, search } = new URL(wire.url);
  const lines = [
    `${wire.method} ${pathname}${search} HTTP/1.1`,
    ...wire.headers.map(({ name, value }) => `${name}: ${headerText(value)}`),
  ];
  return { code: `${lines.join("\r\n")}\r\n\r\n${wire.body}` };
}

function headerText(value: WireText): string {
  return value.map((part) => (typeof part === "string" ? part : `$${part.variable}`)).join("");
}
