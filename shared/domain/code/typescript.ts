import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonValue } from "../json/json.ts";
import { type CodeExport, type ExportInput, type KeyInCode, readChatCall } from "./export-input.ts";

/** A TypeScript program (an ES module) with the `openai` package that sends the body on the wire. */
export function toOpenAiTypeScript(input: ExportInput): CodeExport {
  const call = readChatCall(input);
  if ("unavailable" in call) return { unavailable: `${call.unavailable} The openai package sends nothing else.` };
  const client = call.apiVersion === undefined ? "OpenAI" : "AzureOpenAI";
  const stream = call.body["stream"] === true;
  const options = [
    `apiKey: ${keyExpression(call.key)}`,
    `baseURL: ${scriptString(call.baseUrl)}`,
    ...(call.apiVersion === undefined ? [] : [`apiVersion: ${scriptString(call.apiVersion)}`]),
    ...(call.extraHeaders.length === 0
      ? []
      : [`defaultHeaders: ${scriptLiteral(Object.fromEntries(call.extraHeaders), "  ")}`]),
  ];
  const type = `OpenAI.ChatCompletionCreateParams${stream ? "Streaming" : "NonStreaming"}`;
  const lines = [
    ...("variable" in call.key ? ['import { env } from "node:process";'] : []),
    client === "OpenAI" ? 'import OpenAI from "openai";' : 'import OpenAI, { AzureOpenAI } from "openai";',
    "",
    `const client = new ${client}({\n${options.map((option) => `  ${option},\n`).join("")}});`,
    "",
    // Compatible servers take keys that the package's types do not know.
    `const response = await client.chat.completions.create(${scriptLiteral(call.body)} as ${type});`,
    ...reading(stream),
  ];
  return { code: `${lines.join("\n")}\n` };
}

function reading(stream: boolean): string[] {
  if (!stream) return ["console.log(response.choices[0]?.message);"];
  return [
    "for await (const chunk of response) {",
    '  process.stdout.write(chunk.choices[0]?.delta.content ?? "");',
    "}",
  ];
}

function keyExpression(key: KeyInCode): string {
  return "variable" in key ? `env[${scriptString(key.variable)}]` : scriptString(key.text);
}

/** JSON's strings are JavaScript's; the two separators break older editors and are escaped as well. */
function scriptString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (mark) => {
    return `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function scriptLiteral(value: JsonValue, indent = ""): string {
  if (typeof value === "string") return scriptString(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return block(
      "[",
      value.map((item) => scriptLiteral(item, inner)),
      "]",
      indent,
    );
  }
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${scriptKey(key)}: ${scriptLiteral(item, inner)}`);
  return block("{", entries, "}", indent);
}

function block(open: string, items: readonly string[], close: string, indent: string): string {
  if (items.length === 0) return `${open}${close}`;
  return `${open}\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}${close}`;
}

/** Written as a plain key, `__proto__` would set the prototype and not be sent. */
function scriptKey(key: string): string {
  if (key === "__proto__") return `["__proto__"]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : scriptString(key);
}
