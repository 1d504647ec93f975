/** The head of an answer as it came, and what it says about the body behind it. */
export interface AnswerHead {
  statusCode: number;
  statusMessage: string;
  httpVersion: string;
  /** Names and values in turn. */
  rawHeaders: string[];
  /** By lower-case name; several of one name are joined (RFC 9110, 5.2). */
  headers: Readonly<Record<string, string | undefined>>;
  body: BodyFraming;
  /** The server takes another request on this connection. */
  keepsAlive: boolean;
}

/** How the end of a body is found: by its length, by the last chunk, or by the end of the connection. */
export type BodyFraming = { kind: "length"; bytes: number } | { kind: "chunks" } | { kind: "close" };

/** What is said that is no HTTP; the names are those of Node's own parser, by which failures are told apart. */
export class HttpFault extends Error {
  readonly code: `HPE_${string}`;

  constructor(code: `HPE_${string}`) {
    super(code);
    this.code = code;
  }
}

const statusLine = /^HTTP\/(1\.[01]) (\d{3})(?: ([\t\x20-\x7e\x80-\xff]*))?$/;
const name = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const value = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Of a repeated one the first counts: joined they would say nothing. */
const single = new Set(["content-type", "content-length", "location", "retry-after", "date", "server", "etag"]);

/**
 * Reads a head, a character for each byte, without the blank line behind it. Strict wherever leniency could move the
 * border between two answers: whoever asks next on the connection would be given what is not meant for him.
 * @throws HttpFault
 */
export function readHead(text: string, method: string): AnswerHead {
  const lines = text.split("\r\n");
  const [, httpVersion, status, statusMessage = ""] = statusLine.exec(lines[0] ?? "") ?? [];
  if (httpVersion === undefined) throw new HttpFault("HPE_INVALID_CONSTANT");
  const rawHeaders: string[] = [];
  for (let index = 1; index < lines.length; index += 1) addLine(lines[index] ?? "", rawHeaders);
  const headers = joined(rawHeaders);
  const statusCode = Number(status);
  const body = framingOf(statusCode, method, headers, rawHeaders);
  return {
    statusCode,
    statusMessage,
    httpVersion,
    rawHeaders,
    headers,
    body,
    keepsAlive: body.kind !== "close" && keepsAlive(httpVersion, headers),
  };
}

function addLine(line: string, headers: string[]): void {
  const colon = line.indexOf(":");
  const isFolded = line.startsWith(" ") || line.startsWith("\t");
  const text = isFolded ? line.trim() : line.slice(colon + 1).trim();
  if (!value.test(text)) throw new HttpFault("HPE_INVALID_HEADER_TOKEN");
  if (isFolded) {
    // A value that goes on in the next line: long gone from the standard, still said by old servers.
    if (headers.length === 0) throw new HttpFault("HPE_INVALID_HEADER_TOKEN");
    headers.push(`${headers.pop()} ${text}`);
    return;
  }
  const key = line.slice(0, Math.max(0, colon));
  if (!name.test(key)) throw new HttpFault("HPE_INVALID_HEADER_TOKEN");
  headers.push(key, text);
}

function joined(rawHeaders: readonly string[]): AnswerHead["headers"] {
  const headers: Record<string, string> = Object.create(null);
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const key = (rawHeaders[index] ?? "").toLowerCase();
    const text = rawHeaders[index + 1] ?? "";
    const known = headers[key];
    if (known === undefined) headers[key] = text;
    else if (!single.has(key)) headers[key] = `${known}, ${text}`;
  }
  return headers;
}

/** RFC 9112, 6.3. */
function framingOf(
  status: number,
  method: string,
  headers: AnswerHead["headers"],
  rawHeaders: readonly string[],
): BodyFraming {
  const coding = headers["transfer-encoding"];
  const length = headers["content-length"];
  if (length !== undefined && (coding !== undefined || !isOneLength(rawHeaders))) {
    throw new HttpFault("HPE_UNEXPECTED_CONTENT_LENGTH");
  }
  if (method === "HEAD" || status < 200 || status === 204 || status === 304) return { kind: "length", bytes: 0 };
  if (coding !== undefined) {
    const last = coding.split(",").at(-1)?.trim().toLowerCase();
    return last === "chunked" ? { kind: "chunks" } : { kind: "close" };
  }
  if (length === undefined) return { kind: "close" };
  return { kind: "length", bytes: Number(length) };
}

/** Two lengths, even the same, are a sign of somebody between who adds up answers. */
function isOneLength(rawHeaders: readonly string[]): boolean {
  const lengths = rawHeaders.filter(
    (_, index) => rawHeaders[index - 1]?.toLowerCase() === "content-length" && index % 2 === 1,
  );
  return lengths.length === 1 && /^\d{1,15}$/.test(lengths[0] ?? "");
}

function keepsAlive(httpVersion: string, { connection = "" }: AnswerHead["headers"]): boolean {
  const said = connection.toLowerCase();
  if (/(^|,)[ \t]*close[ \t]*(,|$)/.test(said)) return false;
  return httpVersion === "1.1" || /(^|,)[ \t]*keep-alive[ \t]*(,|$)/.test(said);
}
