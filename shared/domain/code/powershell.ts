import type { WireText } from "../wire/wire.ts";
import { type CodeExport, type ExportInput, writtenHeaders } from "./export-input.ts";

/**
 * A PowerShell script around `curl.exe` that sends the same bytes. The body goes through a file: Windows PowerShell
 * loses quotes in arguments and rewrites what goes through a pipe.
 */
export function toPowerShell({ wire }: ExportInput): CodeExport {
  const headers = writtenHeaders(wire).map(({ name, value }) => `-H ${headerText(name, value)}`);
  const call = [`curl.exe -sS -N -X ${wire.method} ${quoted(wire.url)}`, ...headers, "-H 'Expect:'"];
  if (wire.body === "") return { code: `${call.join(" `\n  ")}\n` };
  const lines = [
    "$body = [IO.Path]::GetTempFileName()",
    `[IO.File]::WriteAllText($body, ${textExpression(wire.body)}, [Text.UTF8Encoding]::new($false))`,
    [...call, '--data-binary "@$body"'].join(" `\n  "),
    "Remove-Item $body",
  ];
  return { code: `${lines.join("\n")}\n` };
}

/** In single quotes nothing is special but the quote itself, in all four shapes PowerShell takes for one. */
function quoted(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

/** In double quotes, so that the key comes out of the environment. */
function headerText(name: string, value: WireText): string {
  if (value.every((part) => typeof part === "string")) return quoted(`${name}: ${value.join("")}`);
  const parts = value.map((part) => (typeof part === "string" ? escapedText(part) : `\${env:${part.variable}}`));
  return `"${escapedText(name)}: ${parts.join("")}"`;
}

function escapedText(text: string): string {
  return text.replace(/[`$"\u201c-\u201e]/g, "`$&");
}

/** Line breaks are named: a script that is saved or pasted gets those of its platform. */
function textExpression(text: string): string {
  const pieces = text.split(/(\r|\n)/).filter((piece) => piece !== "");
  if (pieces.length === 1 || !/[\r\n]/.test(text)) return lineExpression(text);
  return `(${pieces.map(lineExpression).join(" + ")})`;
}

function lineExpression(piece: string): string {
  if (piece === "\n") return '"`n"';
  return piece === "\r" ? '"`r"' : quoted(piece);
}
