import { toPowerShell } from "@shared/domain/code/powershell.ts";
import { toRawHttp } from "@shared/domain/code/raw-http.ts";
import { describe, expect, it } from "vitest";
import { codeOf, requestFor } from "./sent-request.ts";

/** Reads PowerShell's single-quoted texts and named line breaks as PowerShell does. */
function readTextExpression(code: string): string {
  const expression = /WriteAllText\(\$body, (.*), \[Text\.UTF8Encoding\]/s.exec(code)?.[1] ?? "";
  const pieces = expression.match(/"`[nr]"|'(?:[^'\u2018-\u201b]|(['\u2018-\u201b])\1)*'/g) ?? [];
  return pieces
    .map((piece) => {
      if (piece === '"`n"') return "\n";
      return piece === '"`r"' ? "\r" : piece.slice(1, -1).replace(/(['\u2018-\u201b])\1/g, "$1");
    })
    .join("");
}

describe("PowerShell", () => {
  it("holds the body to the byte, whatever quotes and line breaks are in it", async () => {
    const input = await requestFor();
    expect(readTextExpression(codeOf(toPowerShell(input)))).toBe(input.wire.body);
    const body = "{\n  'a': “b” ‘c’,\r\n \"$HOME\": `x` }\n";
    const edited = { ...input, wire: { ...input.wire, body } };
    const code = codeOf(toPowerShell(edited));
    expect(readTextExpression(code)).toBe(body);
    expect(code.split("\n")).toHaveLength(code.split("\n").filter((line) => !line.includes("“b”")).length + 1);
  });

  it("takes the key from the environment, and nothing else is expanded", async () => {
    const code = codeOf(toPowerShell(await requestFor()));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: PowerShell's way to name a variable
    expect(code).toContain('-H "authorization: Bearer ${env:OPENAI_API_KEY}"');
    expect(code).toContain("-H 'content-type: application/json'");
    expect(code).not.toMatch(/-H '(host|content-length|connection):/);
  });
});

describe("raw HTTP", () => {
  it("has the headers in the order sent, then the body as it is, with variables for keys", async () => {
    const input = await requestFor();
    const code = codeOf(toRawHttp(input));
    const [head = "", ...rest] = code.split("\r\n\r\n");
    const names = head
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(":")[0]);
    expect(head).toMatch(/^POST \/v1\/chat\/completions HTTP\/1\.1\r\nhost: api\.openai\.com\r\n/);
    expect(names).toEqual(input.wire.headers.map(({ name }) => name));
    expect(head).toContain("authorization: Bearer $OPENAI_API_KEY");
    expect(rest.join("\r\n\r\n")).toBe(input.wire.body);
  });
});
