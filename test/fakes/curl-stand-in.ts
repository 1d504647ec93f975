import { accessSync, chmodSync, constants, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/**
 * A folder for the front of PATH with a `curl` in it, for machines that have none. What is tested is what the shell
 * hands over; the stand-in knows the options our commands use and nothing else.
 */
export function curlStandIn(): string {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-curl-"));
  const file = join(folder, "curl");
  writeFileSync(file, `#!${process.execPath}\n${source}`);
  chmodSync(file, 0o755);
  return folder;
}

export function hasCurl(): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, "curl"), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const source = `
const { request } = require("node:http");
const { readFileSync } = require("node:fs");
const words = process.argv.slice(2);
let method = "GET", url = "", body;
const headers = [];
while (words.length > 0) {
  const word = words.shift();
  if (word === "-X") method = words.shift();
  else if (word === "-H") headers.push(words.shift());
  else if (word === "-sS") continue;
  else if (word === "--data-raw" || word === "-d") body = Buffer.from(words.shift());
  else if (word === "--data-binary" && words.shift() === "@-") body = readFileSync(0);
  else url = word;
}
if (body && method === "GET") method = "POST";
const out = request(url, { method }, (response) => response.pipe(process.stdout));
for (const header of headers) {
  const [, name, mark, value] = /^([^:;]+)([:;]) ?([^]*)$/.exec(header);
  if (mark === ";" || value !== "") out.setHeader(name, value);
}
if (body) out.setHeader("content-length", body.length);
out.end(body);
`;
