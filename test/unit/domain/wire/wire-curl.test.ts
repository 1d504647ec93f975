import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buildRequest } from "@engine/http/request-building.ts";
import { secretPlaceholder } from "@engine/http/secret-placeholder.ts";
import type { SecretRef, WireRequest } from "@shared/domain/wire/wire.ts";
import { toCurl } from "@shared/domain/wire/wire-curl.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { curlStandIn, hasCurl } from "../../../fakes/curl-stand-in.ts";
import { drawn } from "../../../prove-scale.ts";

/** The commands are run by a real bash against a real server, and what arrives is compared byte for byte. */
const received: { method: string; url: string; headers: string[]; body: Buffer }[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { method = "", url = "", rawHeaders } = request;
    received.push({ method, url, headers: rawHeaders, body: Buffer.concat(chunks) });
    response.end("ok");
  });
});
let origin = "";
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const standIn = `${curlStandIn()}:${process.env["PATH"]}`;
const searchPath = hasCurl() ? process.env["PATH"] : standIn;
const key: SecretRef = { secret: "k", variable: "OPENAI_API_KEY", hint: "sk-…wxyz" };

async function wire(
  body: string,
  path = "/v1/chat/completions",
  headers: [string, string][] = [],
): Promise<WireRequest> {
  const all: [string, string][] = [
    ["content-type", "application/json"],
    ["accept", "application/json"],
    ["user-agent", "Promptscope"],
    ["authorization", `Bearer ${secretPlaceholder(key)}`],
    ...headers,
  ];
  return (await buildRequest(origin + path, { method: "POST", headers: all, body }, [key])).wire;
}

/** Runs a command with a home and a key of its own, and gives what the server got. */
async function run(command: string, path = searchPath) {
  received.length = 0;
  await new Promise<void>((resolve, reject) => {
    const env = { PATH: path, HOME: "/expanded", OPENAI_API_KEY: "sk-real-key", NO_PROXY: "*" };
    const child = execFile("bash", ["-s"], { env }, (error, _out, text) =>
      error ? reject(new Error(text)) : resolve(),
    );
    child.stdin?.end(command);
  });
  const [request] = received;
  if (!request) throw new Error("Nothing arrived.");
  return request;
}

const nasty = [
  "it's \"quoted\" and $HOME and `id` and $(id) and \\n \\' !x",
  "line one\nline two\r\n\ttab\n",
  "naïve 日本語 🙂 \u2028 \u0000 end",
  "'; rm -rf $HOME; '",
  "@file",
  "BODY\nBODY_",
  "",
];

describe("curl", () => {
  it.each(nasty)("sends exactly the recorded bytes: %j", async (content) => {
    const request = await wire(JSON.stringify({ messages: [{ role: "user", content }] }));
    const sent = await run(toCurl(request));
    expect(sent.body.toString()).toBe(request.body);
    expect(sent.method).toBe("POST");
  });

  it.each(nasty)("even where the body is no JSON: %j", async (text) => {
    const request = await wire(text.replaceAll("\u0000", ""));
    expect((await run(toCurl(request))).body.toString()).toBe(request.body);
  });

  it("a body of 200 KB, too long for one argument", async () => {
    for (const filling of ["x", "'", "é\n"]) {
      const request = await wire(JSON.stringify({ content: filling.repeat(200_000 / filling.length) }));
      expect((await run(toCurl(request))).body.equals(Buffer.from(request.body))).toBe(true);
    }
    const ends = await wire(`${"BODY\n".repeat(40_000)}\n\n`);
    expect((await run(toCurl(ends))).body.toString()).toBe(ends.body);
  });

  it("headers, address and the key's variable arrive as they were recorded", async () => {
    const path = "/openai/deployments/a%20b/chat/completions?api-version=2024-10-21&x=%27%24HOME";
    const request = await wire("{}", path, [
      ["x-odd", 'it\'s $HOME `id` "x"'],
      ["x-empty", ""],
    ]);
    const sent = await run(toCurl(request));
    expect(sent.url).toBe(path);
    const pairs = new Map(
      sent.headers.flatMap((name, at) => (at % 2 ? [] : [[name.toLowerCase(), sent.headers[at + 1]]])),
    );
    expect(pairs.get("authorization")).toBe("Bearer sk-real-key");
    expect(pairs.get("x-odd")).toBe('it\'s $HOME `id` "x"');
    expect(pairs.get("x-empty")).toBe("");
    expect(pairs.get("accept")).toBe("application/json");
    expect(pairs.get("user-agent")).toBe("Promptscope");
  });

  it("the stand-in for machines without curl sends the same", async () => {
    const request = await wire(JSON.stringify({ content: nasty.join("") }), "/v1/chat/completions?x=%20", [
      ["x-odd", "a: b"],
    ]);
    const one = await run(toCurl(request));
    const other = await run(toCurl(request), standIn);
    expect([other.url, other.method, other.body.toString()]).toEqual([one.url, one.method, one.body.toString()]);
  });

  it("for logs the key is masked and the command still runs", async () => {
    const command = toCurl(await wire('{"a":"\'"}'), { secrets: "hint" });
    expect(command).toContain("Bearer sk-…wxyz");
    expect((await run(command)).body.toString()).toBe('{"a":"\'"}');
  });

  it("any text survives bash", async () => {
    const property = fc.asyncProperty(fc.string({ unit: "binary", maxLength: 80 }), async (text) => {
      const body = JSON.stringify({ text });
      expect((await run(toCurl(await wire(body)))).body.toString()).toBe(body);
    });
    await fc.assert(property, drawn(25));
  });
});
