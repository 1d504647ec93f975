import { readFileSync } from "node:fs";
import { request } from "node:http";

/** One exchange with a real Langfuse 4.16, as `curl -i` wrote it down. */
export interface Recording {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** What was sent; undefined without a body. */
  sent?: string;
  status: number;
  statusText: string;
  contentType: string;
  body: string;
}

/** Reads a transcript: command line, head and body; several of them, each after the other, when there are more. */
export function readRecordings(path: string): Recording[] {
  const text = readFileSync(path, "utf8");
  return text
    .split(/^(?=\$ curl)/m)
    .filter((part) => part.startsWith("$ curl"))
    .map(readRecording);
}

function readRecording(text: string): Recording {
  const [command = "", statusLine = "", ...rest] = text.split("\n");
  const blank = rest.indexOf("");
  const words = shellWords(command);
  const headers: Record<string, string> = {};
  let method: string | undefined;
  let sent: string | undefined;
  for (const [index, word] of words.entries()) {
    const value = words[index + 1] ?? "";
    if (word === "-u") headers["authorization"] = `Basic ${Buffer.from(value).toString("base64")}`;
    if (word === "-H") headers[value.split(":")[0]?.toLowerCase() ?? ""] = value.slice(value.indexOf(":") + 2);
    if (word === "-X") method = value;
    if (word === "-d") sent = wholeBody(value);
    if (word === "--head") method = "HEAD";
  }
  const [, status = "", statusText = ""] = /^HTTP\/1.1 (\d+) (.*)$/.exec(statusLine) ?? [];
  const contentType = rest.slice(0, blank).find((line) => line.startsWith("Content-Type: ")) ?? "";
  return {
    method: method ?? (sent === undefined ? "GET" : "POST"),
    path: (words.at(-1) ?? "").replace("http://langfuse.test", ""),
    headers,
    ...(sent === undefined ? {} : { sent }),
    status: Number(status),
    statusText,
    contentType: contentType.slice("Content-Type: ".length),
    body: (
      rest
        .slice(blank + 1)
        .join("\n")
        .split(/^# /m)[0] ?? ""
    ).trim(),
  };
}

/** Words of a command line, quoted as a person (`'…'`) or the shell itself (`\…`) quotes them. */
function shellWords(command: string): string[] {
  const words = command.matchAll(/'([^']*)'|(?:\\.|[^\s\\])+/g);
  return [...words].map(([word, quoted]) => quoted ?? word.replace(/\\(.)/g, "$1"));
}

/** Bodies of many kilobytes are noted by their size. */
function wholeBody(noted: string): string {
  const [, size] = /^<body of (\d+) kB>$/.exec(noted) ?? [];
  if (size === undefined) return noted;
  return JSON.stringify({ name: "write/large", prompt: "m".repeat(Number(size) * 1000 - 40) });
}

/** Sends it once more, over node's own client: `fetch` would tidy up the paths that matter here. */
export function replay(base: string, recording: Recording): Promise<Recording> {
  const { hostname, port } = new URL(base);
  const { method, path, headers, sent } = recording;
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => {
        const { statusCode: status = 0, statusMessage: statusText = "" } = response;
        const contentType = response.headers["content-type"] ?? "";
        resolve({ method, path, headers, status, statusText, contentType, body });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(sent);
  });
}

/** Ids and dates differ from run to run, and of a page only its beginning counts; everything else is to be equal. */
export function comparable({ status, statusText, contentType, body }: Recording): unknown {
  const text = body
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<date>");
  const isJson = contentType.startsWith("application/json") && text !== "";
  return { status, statusText, contentType, body: isJson ? JSON.parse(text) : text.slice(0, 15) };
}
