import { chatCompletions } from "@engine/apis/chat-completions/api.ts";
import { messages } from "@engine/apis/messages/api.ts";
import { textOfPage } from "@engine/apis/wire/page-text.ts";
import { wordsOf } from "@engine/apis/wire/words.ts";
import { parseBaseUrl } from "@engine/credentials/base-url.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { readYaml } from "@engine/experiments/reading/yaml-source.ts";
import { createEventGate } from "@engine/gateway/event-gate.ts";
import { findForbiddenKey } from "@engine/gateway/forbidden-keys.ts";
import { createModelRenamer } from "@engine/gateway/rename-model.ts";
import { createRedactor } from "@engine/http/redact.ts";
import { readYaml as readPromptYaml } from "@engine/libraries/local/formats/yaml-text.ts";
import { loadConfig } from "@engine/litellm/load-config.ts";
import { compilePrompt } from "@engine/pipeline/compile-prompt.ts";
import { checkImages } from "@engine/pipeline/images.ts";
import { createRunLog } from "@engine/pipeline/run-log.ts";
import { diffJson } from "@shared/domain/diff/json-diff.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { weighJson } from "@shared/domain/json/json-weight.ts";
import { mapStrings } from "@shared/domain/json/map-strings.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import { matchTemplate } from "@shared/domain/template/match-template.ts";
import { pyStr } from "@shared/domain/template/python-string.ts";
import { toCurl } from "@shared/domain/wire/wire-curl.ts";
import { describe, expect, it } from "vitest";
import { harmless } from "../../../electron/hosts/cli/terminal.ts";
import { growthOf, growthOfAsync } from "../../growth.ts";
import { answerOf } from "../apis/answer-of.ts";

/*
 * Nothing a client, a prompt, a provider or a file brings may keep the host busy for longer than in proportion to its
 * size. Each row is a place it comes in by, with an input of the kind that has cost somebody the square of it.
 */

const times = 8;
/** Between the 8 of linear work, which noise doubles, and the 64 of the square. */
const most = 24;

const compile = (mode: "python" | "js") => (text: string) =>
  compilePrompt({
    prompt: { type: "text", prompt: text },
    variables: { a: "1", list: Array.from({ length: 10 }, () => "x") },
    placeholders: {},
    mode,
    clientMessages: [],
    clientMessagesMode: "replace",
  });
/** Where the SDK of the mode fails, so do we: what counts is that it does so at once. */
const tolerant =
  <T>(work: (text: string) => T) =>
  (text: string) => {
    try {
      work(text);
    } catch {}
  };

const load = (text: string) =>
  loadConfig(text, { fileName: "c.yaml", environment: readEnvironment({}), readIncluded: () => undefined });
const entries = (count: number, entry: (index: number) => string) =>
  `model_list:\n${Array.from({ length: count }, (_, index) => entry(index)).join("")}`;
const openai = (name: string, more = "") =>
  `  - model_name: ${name}\n    litellm_params:\n      model: openai/gpt-4o\n      api_key: k\n${more}`;

const keysOf = (text: string) => readYaml(text, "experiment.yaml");

const wire = (body: string) => ({
  method: "POST",
  url: "https://api.openai.com/v1",
  headers: [],
  body,
  bodyBytes: body.length,
  bodySha256: "",
});

const redact = createRedactor(() => ["sk-canary-0123456789", "pk-lf-0123456789abcdef"]);
const image = (url: string) => checkImages([{ role: "user", content: [{ type: "image_url", image_url: { url } }] }]);

/** What comes in, by the size of its characters or items; the work on it. */
const rows: [name: string, size: number, input: (size: number) => unknown, work: (input: never) => unknown][] = [
  ["tags that open and never close", 10_000, (n) => "{{".repeat(n), compile("python")],
  ["tags without a value", 2_000, (n) => Array.from({ length: n }, (_, i) => `{{v${i}}}`).join(""), compile("python")],
  ["one tag again and again", 17_000, (n) => "{{a}} ".repeat(n), compile("python")],
  ["marks of references", 30_000, (n) => "@@@langfusePrompt:".repeat(n), compile("python")],
  ["blanks", 110_000, (n) => " ".repeat(n), compile("js")],
  ["blanks in a tag", 110_000, (n) => `{{a${" ".repeat(n)}x}}{{b`, tolerant(compile("js"))],
  ["changed delimiters", 26_000, (n) => `{{=[ ]=}}${"[a] ".repeat(n)}`, compile("js")],
  ["delimiters that change again and again", 7_000, (n) => "{{=[ ]=}}[={{ }}=]".repeat(n), compile("js")],
  ["lines of nothing but comments", 20_000, (n) => " {{! }} \n".repeat(n), compile("js")],
  ["a tag that is opened with a bracket", 20_000, (n) => "{{{ }".repeat(n), tolerant(compile("js"))],
  ["sections in sections", 500, (n) => "{{#a}}".repeat(n) + "{{/a}}".repeat(n), tolerant(compile("js"))],
  ["tags that never close, mustache", 20_000, (n) => "{{ ".repeat(n), tolerant(compile("js"))],
  ["one tag again and again, mustache", 17_000, (n) => "{{a}} ".repeat(n), compile("js")],
  [
    "a text that almost fits its template",
    20_000,
    (n) => ["x{{a}}ab{{b}}", `x${"a".repeat(n)}`],
    ([prompt, content]: [string, string]) => matchTemplate({ type: "text", prompt }, [{ role: "user", content }]),
  ],
  ["a long value", 100_000, (n) => "'\u0000".repeat(n), (text: string) => pyStr([text])],

  ["a page of scripts", 4_000, (n) => `<html>${"<script>".repeat(n)}`, textOfPage],
  ["a page of half tags", 20_000, (n) => `<html>${"<".repeat(n)}`, textOfPage],
  ["a page of ends of scripts", 8_000, (n) => `<html><script>${"</script ".repeat(n)}`, textOfPage],
  ["words of a refusal", 20_000, (n) => `${"error: ".repeat(n)}`, wordsOf],
  ["a refusal that is JSON in JSON", 40_000, (n) => JSON.stringify({ error: { message: "{".repeat(n) } }), wordsOf],

  ["an address of slashes", 10_000, (n) => `https://h/${"/".repeat(n)}x`, parseBaseUrl],
  ["base64 that is padding", 60_000, (n) => `data:image/png;base64,iVBORw0KGgo${"=".repeat(n)}A`, tolerant(image)],
  ["a type without an end", 60_000, (n) => `data:image/png${";a".repeat(n)}`, tolerant(image)],

  [
    "a body of many keys",
    20_000,
    (n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, i])),
    findForbiddenKey,
  ],
  [
    "an answer of many pieces, held back",
    4_000,
    (n) => Array.from({ length: n }, () => Buffer.from("data: x")),
    (pieces: Buffer[]) => {
      const gate = createEventGate();
      for (const piece of pieces) gate.push(piece);
      gate.rest();
    },
  ],
  [
    "a model's name in many pieces",
    4_000,
    (n) => Buffer.from(`{"a":"${"x".repeat(n)}","model":"m"}`),
    (bytes: Buffer) => {
      const renamer = createModelRenamer("n", ["model"], false);
      for (const at of bytes.keys()) renamer.push(bytes.subarray(at, at + 1));
    },
  ],
  ["what may hold a key", 60_000, (n) => "sk-canary-012345678".repeat(n / 10), redact],

  [
    "a run's events",
    20_000,
    (n) => n,
    (n: number) => {
      const log = createRunLog();
      for (let at = 0; at < n; at++) log.append({ type: "text", at, text: "x" });
    },
  ],

  ["many entries", 100, (n) => entries(n, (i) => openai(`m${i}`)), load],
  ["many entries of one name", 100, (n) => entries(n, () => openai("m")), load],
  ["many prompts", 100, (n) => entries(n, (i) => openai(`m${i}`).replace("openai/", "langfuse/openai/")), load],
  [
    "many fallbacks",
    80,
    (n) =>
      `${entries(n, (i) => openai(`m${i}`))}litellm_settings:\n  fallbacks:\n${Array.from({ length: n }, (_, i) => `    - m${i}: [m0]\n`).join("")}`,
    load,
  ],
  ["many keys of one map", 5_000, (n) => Array.from({ length: n }, (_, i) => `k${i}: 1\n`).join(""), keysOf],
  ["many keys in one line", 5_000, (n) => `{${Array.from({ length: n }, (_, i) => `k${i}: 1`).join(", ")}}`, keysOf],
  [
    "many keys of a prompt's file",
    5_000,
    (n) => Array.from({ length: n }, (_, i) => `k${i}: 1\n`).join(""),
    (text: string) => readPromptYaml(text, { order: [] }),
  ],
  ["many unknown keys", 200, (n) => Array.from({ length: n }, (_, i) => `key${i}: 1\n`).join(""), load],
  ["many errors", 400, (n) => "a: b: c\n".repeat(n), load],
  ["brackets that open", 500, (n) => `a: ${"[".repeat(n)}`, load],
  ["brackets that close", 2_000, (n) => `a: ${"]".repeat(n)}`, load],
  ["a list in one line", 2_000, (n) => `a: [${"1, ".repeat(n)}]`, load],
  ["quotes", 2_000, (n) => `a: ${'"x" '.repeat(n)}`, load],
  ["a number of many digits", 20_000, (n) => `a: ${"1".repeat(n)}\nb: ${"1:".repeat(n)}1`, load],
  ["tabs", 10_000, (n) => `a:\n${"\t".repeat(n)}b`, load],
  ["comments", 5_000, (n) => "# x\n".repeat(n), load],
  [
    "many merges",
    90,
    (n) => `a: &a\n${Array.from({ length: n * 5 }, (_, i) => `  k${i}: 1\n`).join("")}b:\n  <<: *a\n`,
    load,
  ],

  [
    "two lists",
    5_000,
    (n) => [Array.from({ length: n }, (_, i) => ({ i })), Array.from({ length: n }, (_, i) => ({ i: i + 1 }))],
    ([a, b]: [JsonValue, JsonValue]) => diffJson(a, b),
  ],
  [
    "a wide value to redact",
    20_000,
    (n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, [`v${i}`]])),
    (value: object) => mapStrings(value, redact),
  ],
  [
    "a wide value to compare",
    20_000,
    (n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, [`v${i}`]])),
    stableJson,
  ],
  ["a command", 100_000, (n) => wire("'".repeat(n)), (request: ReturnType<typeof wire>) => toCurl(request)],
  ["escapes of a terminal", 20_000, (n) => "\u001b[".repeat(n), harmless],
  ["links of a terminal", 5_000, (n) => `\u001b]8;${";?#".repeat(n)}`, harmless],
  ["parameters of an escape", 5_000, (n) => `\u001b${"[;?#".repeat(n)}`, harmless],
];

/** Whole answers of a provider, by their size; read as a run reads them. */
const chat = (delta: object) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;
const tool = (n: number, call: (index: number) => object) =>
  Array.from({ length: n }, (_, index) => chat({ tool_calls: [call(index)] })).join("");
const anthropic = (...events: object[]) => events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");

const answers: [
  name: string,
  size: number,
  body: (size: number) => string,
  pieces?: number,
  api?: typeof chatCompletions,
][] = [
  ["text, an event a word", 2_000, (n) => chat({ content: "x " }).repeat(n)],
  ["one byte at a time", 200, (n) => chat({ content: "x" }).repeat(n), 1],
  ["one line in small pieces", 30_000, (n) => `data: ${"x".repeat(n)}`, 16],
  ["a line that is no field, in small pieces", 30_000, (n) => "x".repeat(n), 16],
  ["blanks before the answer", 20_000, (n) => `${" ".repeat(n)}{}`, 16],
  ["comments to keep alive", 10_000, (n) => ": ping\n".repeat(n)],
  ["data in many lines", 10_000, (n) => `${"data: x\n".repeat(n)}\n`],
  ["line ends of all kinds", 20_000, (n) => "\r\n\r".repeat(n), 7],
  ["many tool calls", 1_000, (n) => tool(n, (i) => ({ id: `c${i}`, function: { name: "f", arguments: "{}" } }))],
  [
    "arguments in pieces that repeat the name",
    1_500,
    (n) =>
      tool(1, () => ({ function: { name: "f", arguments: '{"a":"' } })) +
      tool(n, () => ({ function: { name: "f", arguments: "x".repeat(20) } })),
  ],
  ["reasoning and text by turns", 1_000, (n) => (chat({ reasoning_content: "r" }) + chat({ content: "t" })).repeat(n)],
  ["refusals", 1_000, (n) => chat({ refusal: "r" }).repeat(n)],
  [
    "blocks of Anthropic's form",
    1_000,
    (n) =>
      Array.from({ length: n }, (_, index) =>
        anthropic(
          { type: "content_block_start", index, content_block: { type: "text", text: "" } },
          { type: "content_block_delta", index, delta: { type: "text_delta", text: "x" } },
          { type: "content_block_stop", index },
        ),
      ).join(""),
    65_536,
    messages,
  ],
];

describe("what grows", () => {
  it.each(rows)("%s: the work grows with the size and no faster", { timeout: 120_000 }, (_name, size, input, work) => {
    const inputs = new Map([size, size * times].map((one) => [one, input(one)]));
    expect(growthOf((one) => void work(inputs.get(one) as never), size, times)).toBeLessThan(most);
  });

  it.each(answers)(
    "an answer of %s: the work grows with the size and no faster",
    { timeout: 120_000 },
    async (_name, size, body, pieces = 65_536, api = chatCompletions) => {
      const bodies = new Map([size, size * times].map((one) => [one, body(one)]));
      const work = async (one: number) => void (await answerOf(api, bodies.get(one) ?? "", { pieces }));
      expect(await growthOfAsync(work, size, times)).toBeLessThan(most);
    },
  );
});

describe("what is deep", () => {
  const depth = 100_000;
  const lists = JSON.parse("[".repeat(depth) + "]".repeat(depth)) as JsonValue;
  const objects = JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`) as JsonValue;

  const walks: [name: string, walk: (value: JsonValue) => unknown][] = [
    ["the search for forbidden keys", findForbiddenKey],
    ["the difference of two values", (value) => diffJson(value, value)],
    ["the text of a template's value", pyStr],
    ["the redaction of a value", (value) => mapStrings(value, redact)],
    ["the text by which values are compared", stableJson],
    ["the weight of a value", weighJson],
  ];
  it.each(walks)("%s goes down without overflowing the stack", (_name, walk) => {
    expect(() => walk(lists)).not.toThrow(RangeError);
    expect(() => walk(objects)).not.toThrow(RangeError);
  });

  it("an answer that is too deep to be kept is no answer, and the run ends as others do", async () => {
    const deep = `{"choices":[{"delta":{"tool_calls":[{"id":"a","extra_content":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}]}}]}`;
    expect((await answerOf(chatCompletions, `data: ${deep}\n\n`)).outcome).toMatchObject({ kind: "protocol_error" });
    expect((await answerOf(chatCompletions, deep, { stream: false, type: "application/json" })).outcome).toMatchObject({
      kind: "protocol_error",
    });
  });
});
