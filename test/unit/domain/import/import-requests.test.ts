import { importPrompt } from "@shared/domain/import/import-prompt.ts";
import type { ImportedPrompt } from "@shared/domain/import/imported-prompt.ts";
import { describe, expect, test } from "vitest";

function imported(text: string): ImportedPrompt {
  const outcome = importPrompt(text);
  if (outcome.kind === "nothing") throw new Error(outcome.message);
  return outcome.prompt;
}
const saidOf = (text: string) =>
  imported(text)
    .notes.map(({ message }) => message)
    .join("\n");
const hello = [{ role: "user", content: 'Hello it\'s $5 "now"\n{{name}}' }];
const body = { model: "gpt-4o", messages: hello, temperature: 0.1 };
const json = JSON.stringify(body);
const expected = { prompt: hello, config: { model: "gpt-4o", temperature: 0.1 } };

describe("JSON", () => {
  test("of chat completions, in a fence too, is taken key by key", () => {
    expect(imported(json)).toMatchObject({ ...expected, form: "json", request: "openai-chat", type: "chat" });
    expect(imported(`\n\`\`\`json\n${JSON.stringify(body, null, 2)}\n\`\`\`\n`)).toMatchObject(expected);
  });

  test("what a prompt cannot hold is named: pictures, calls of tools, keys of messages", () => {
    const messages = [
      { role: "developer", content: "D" },
      {
        role: "user",
        name: "kim",
        content: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "1", type: "function", function: { name: "look", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "1", content: "found" },
      { role: "assistant", content: "Done" },
    ];
    const found = imported(JSON.stringify({ model: "m", messages, stream: true, stop: null }));
    expect(found.prompt).toEqual([
      { role: "developer", content: "D" },
      { role: "user", content: "a\n\nb" },
      { role: "assistant", content: "Done" },
    ]);
    expect(found.config).toEqual({ model: "m" });
    expect(found.notes.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      "lost: message 2: a picture is not taken; a prompt holds text only.",
      "lost: message 2: name is not taken; a message of a prompt has a role and a text.",
      "lost: message 3: the call of the tool look is not taken.",
      "lost: message 4: the result of a tool is not taken; a prompt holds no calls of tools.",
      "lost: stream: whether answers are streamed is a setting of the app.",
      "changed: message 2: its 2 parts of text are one text now, with an empty line between.",
    ]);
  });

  test("a list of messages, a prompt of Langfuse, an old completion, and plain text", () => {
    expect(imported(JSON.stringify(hello))).toMatchObject({ prompt: hello, config: {} });
    const stored = {
      type: "chat",
      prompt: [...hello, { type: "placeholder", name: "h" }],
      config: { a: 1 },
      labels: [],
    };
    expect(imported(JSON.stringify(stored))).toMatchObject({ prompt: stored.prompt, config: { a: 1 } });
    expect(imported('{"model":"m","prompt":"Say {{x}}","max_tokens":5}')).toMatchObject({
      type: "text",
      prompt: "Say {{x}}",
      config: { model: "m", max_tokens: 5 },
    });
    expect(imported(" Translate {{text}}.\n")).toMatchObject({
      type: "text",
      prompt: "Translate {{text}}.",
      form: "text",
    });
  });

  test("Responses with items, and Anthropic's by its words", () => {
    const input = [
      { type: "message", role: "user", content: [{ type: "input_text", text: "a" }] },
      { type: "function_call", name: "f" },
    ];
    expect(imported(JSON.stringify({ model: "m", input }))).toMatchObject({
      request: "openai-responses",
      prompt: [{ role: "user", content: "a" }],
    });
    const anthropic = {
      model: "claude-x",
      max_tokens: 5,
      system: [{ type: "text", text: "S", cache_control: { type: "ephemeral" } }],
      messages: [{ role: "user", content: "a" }],
    };
    expect(imported(JSON.stringify(anthropic))).toMatchObject({
      request: "anthropic-messages",
      prompt: [
        { role: "system", content: "S" },
        { role: "user", content: "a" },
      ],
    });
    expect(saidOf(JSON.stringify(anthropic))).toMatch(/cache_control/);
  });

  test("no prompt is said to be none, with the reason", () => {
    expect(importPrompt(" ")).toMatchObject({ kind: "nothing", code: "empty" });
    expect(importPrompt('{"a":1}')).toMatchObject({ kind: "nothing", code: "not_understood" });
    expect(importPrompt('{"model":"m","messages":[]}')).toMatchObject({ kind: "nothing", code: "no_messages" });
    expect(importPrompt("[".repeat(10_000))).toMatchObject({ kind: "nothing", code: "too_deep" });
    expect(importPrompt("x".repeat(4_000_001))).toMatchObject({ kind: "nothing", code: "too_large" });
  });
});

/** As the programs of Windows take quotes: a backslash before them, doubled where it stands for itself. */
function forWindows(text: string): string {
  return `"${text.replace(/(\\*)"/g, '$1$1\\"')}"`;
}

describe("curl", () => {
  const single = `'${json.replaceAll("'", `'\\''`)}'`;
  test.each([
    ["-d", `curl https://api.openai.com/v1/chat/completions -H "Authorization: Bearer $OPENAI_API_KEY" -d ${single}`],
    ["--data-raw=", `$ curl -sS -X POST --data-raw=${single} 'https://api.openai.com/v1/chat/completions'`],
    ["--json, lines that go on", `curl --json \\\n  ${single} \\\r\n https://x/v1/chat/completions`],
    ["joined flags", `curl -sSd${single} https://x/v1/chat/completions`],
    ["$'…'", `curl https://x -d $'${json.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("$", "\\u0024")}'`],
    ["double quotes", `curl https://x -d "${json.replace(/[\\"$`]/g, "\\$&")}"`],
    ["a here-document", `curl https://x -d @- <<'EOF'\n${JSON.stringify(body, null, 2)}\nEOF\necho done`],
    [
      "a pipe behind other commands",
      `export A=1\nhead -c ${json.length} <<'B' | curl -X POST https://x --data-binary @-\n${json}\nB`,
    ],
    [
      "Windows' carets",
      `curl ^"https://x^" ^\r\n  -H ^"A: b^" ^\r\n  --data-raw ${forWindows(json).replace(/[^\w\s]/g, "^$&")}`,
    ],
    ["Windows' quotes", `curl.exe https://x -d ${forWindows(json.replace("'", "\\u0027"))}`],
  ])("%s", (_name, text) => {
    expect(imported(text)).toMatchObject({ ...expected, form: "curl" });
  });

  test("Windows' command line without carets", () => {
    const text = String.raw`curl.exe https://x -d "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a \\\"b\\\" c\"}]}"`;
    expect(imported(text).prompt).toEqual([{ role: "user", content: 'a "b" c' }]);
  });

  test("headers are never kept, and it is said; the model decides the provider", () => {
    const text = `curl https://me:pass@host.example/v1/chat/completions?key=AIzaSecret -H 'x-api-key: abc' -u a:b -d ${single}`;
    const found = imported(text);
    expect(JSON.stringify(found)).not.toMatch(/abc|AIza|pass/);
    expect(saidOf(text)).toMatch(/2 headers: keys and other headers are never kept/);
    expect(saidOf(text)).toMatch(/host\.example/);
  });

  test("shell variables in the body are variables of the prompt", () => {
    const text = `curl https://x -d '{"model":"m","messages":[{"role":"user","content":"'"$QUESTION"' and \${HOME}"}]}'`;
    expect(imported(text).prompt).toEqual([{ role: "user", content: `{{QUESTION}} and $${"{HOME}"}` }]);
    expect(saidOf(text)).toMatch(/“\$QUESTION” is the variable/);
  });

  test("a body in a file is refused, and what to do is said", () => {
    expect(importPrompt("curl https://x -d @body.json")).toMatchObject({
      kind: "nothing",
      code: "file_reference",
      message: expect.stringContaining("body.json"),
    });
    expect(importPrompt("curl https://x")).toMatchObject({ kind: "nothing", code: "no_messages" });
    expect(importPrompt("curl https://x -d 'a=b'")).toMatchObject({ kind: "nothing", code: "not_understood" });
  });

  test("Azure names its model in the address", () => {
    const text = `curl "https://a.openai.azure.com/openai/deployments/my-gpt/chat/completions?api-version=1" -d '{"messages":[{"role":"user","content":"a"}]}'`;
    expect(imported(text).config).toEqual({ model: "azure/my-gpt" });
  });
});

describe("keys", () => {
  test.each([
    "sk-proj-abcdefghijklmnopqrstuvwxyz0123",
    `sk-ant-${"a1-_".repeat(10)}z`,
    "pk-lf-12345678-1234-1234-1234-123456789012",
    "Bearer abcdefghijklmnopqrstuvwxyz",
    "AIzaSyA1234567890123456789012345678901",
  ])("%s is in no part of what is taken", (key) => {
    const text = JSON.stringify({
      model: "m",
      messages: [{ role: "user", content: `use ${key} now` }],
      metadata: { a: key },
      api_key: "plain-text-key",
      tools: [
        { type: "function", function: { name: "f", parameters: { properties: { api_key: { type: "string" } } } } },
      ],
    });
    const found = imported(text);
    expect(JSON.stringify(found)).not.toContain(key.replace("Bearer ", ""));
    expect(JSON.stringify(found)).not.toContain("plain-text-key");
    expect(found.prompt).toEqual([{ role: "user", content: "use [key removed] now" }]);
    expect(JSON.stringify(found.config)).toContain('"properties":{"api_key"');
    expect(found.notes[0]).toMatchObject({ code: "key_removed", kind: "lost" });
  });
});
