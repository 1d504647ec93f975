import { importPrompt } from "@shared/domain/import/import-prompt.ts";
import type { ImportedPrompt } from "@shared/domain/import/imported-prompt.ts";
import { describe, expect, test } from "vitest";

function imported(text: string): ImportedPrompt {
  const outcome = importPrompt(text);
  if (outcome.kind === "nothing") throw new Error(outcome.message);
  return outcome.prompt;
}
const messagesOf = (text: string) => imported(text).prompt;
const notesOf = (text: string) => imported(text).notes.map(({ message }) => message);

describe("a call in Python", () => {
  test("its literals become messages and config, and its names variables with the values they have", () => {
    const found = imported(`
import os
from openai import OpenAI

SYSTEM = """You are terse.
Say {{why}}."""
topic = "the sky"
client = OpenAI(api_key="sk-abcdefghijklmnopqrstuvwxyz")  # a comment with 'quotes

def ask(question: str):
    return client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[
            {"role": "system", "content": SYSTEM},
            {"role": "user", "content": f"Explain {topic} to {user.name!r}: {question}"},
            *history,
            {"role": "user", "content": "One " 'two ' + "three" + tail},
        ],
        temperature=0.2,
        max_tokens=1_000,
        stop=None,
        response_format=Answer,
        extra_body={"top_k": 5},
        timeout=30,
        stream=True,
    )
`);
    expect(found).toMatchObject({ form: "python", request: "openai-chat", type: "chat" });
    expect(found.prompt).toEqual([
      { role: "system", content: "You are terse.\nSay {{why}}." },
      { role: "user", content: "Explain {{topic}} to {{user_name}}: {{question}}" },
      { type: "placeholder", name: "history" },
      { role: "user", content: "One two three{{tail}}" },
    ]);
    expect(found.config).toEqual({ model: "gpt-4o-mini", temperature: 0.2, max_tokens: 1000, top_k: 5 });
    expect(found.values).toEqual({ topic: "the sky" });
    const said = found.notes.map(({ message }) => message).join("\n");
    expect(said).toMatch(/response_format: “Answer”/);
    expect(said).toMatch(/timeout/);
    expect(said).toMatch(/stream/);
    expect(said).toMatch(/“history”.*placeholder/);
    expect(JSON.stringify(found)).not.toContain("sk-abc");
  });

  test("a list that is added to before the call is whole", () => {
    const text = `
messages = [{"role": "system", "content": "A"}]
messages.append({"role": "user", "content": question})
resp = litellm.completion(model="openai/gpt-4o", messages=messages, api_key="x")
messages.append({"role": "user", "content": "later"})
`;
    expect(messagesOf(text)).toEqual([
      { role: "system", content: "A" },
      { role: "user", content: "{{question}}" },
    ]);
    expect(messagesOf(text.replace("resp", "messages.extend(more)\nresp"))).toEqual([
      { type: "placeholder", name: "messages" },
    ]);
  });

  test("strings are Python's: escapes, raw, triple, dedent, format, implied joins", () => {
    const content = (expression: string) =>
      messagesOf(`completion(model="m", messages=[dict(role="user", content=${expression})])`);
    const one = (text: string) => [{ role: "user", content: text }];
    expect(content(String.raw`"a\n\x41\u00e9\U0001F600\q\\"`)).toEqual(one("a\nA\u00e9\u{1F600}\\q\\"));
    expect(content(String.raw`r"\d+" "\t"`)).toEqual(one("\\d+\t"));
    expect(content('textwrap.dedent("""\n    a\n      b\n    """).strip()')).toEqual(one("a\n  b"));
    expect(content('("a"\n   "b")')).toEqual(one("ab"));
    expect(content("f\"{{x}} {a:.2f} {d['k']}\"")).toEqual(one("{x} {{a}} {{d_k}}"));
    expect(content('"{x} of {} {{y}}".format(5, x=n)')).toEqual(one("{{x}} of {{value_1}} {y}"));
    expect(content("'a' if b else 'c'")).toEqual(one("{{a_if_b_else_c}}"));
    expect(content('json.dumps({"a": True, "b": None}, indent=1)')).toEqual(one('{\n "a": true,\n "b": null\n}'));
  });

  test("Anthropic's call is put into OpenAI's words", () => {
    const found = imported(`
client = anthropic.Anthropic()
message = client.messages.create(
    model="claude-sonnet-4-5", max_tokens=1024, system="Be kind.",
    tools=[{"name": "look", "description": "d", "input_schema": {"type": "object"}}],
    tool_choice={"type": "any"}, stop_sequences=["END"],
    messages=[{"role": "user", "content": [{"type": "text", "text": "Hi"}, {"type": "image", "source": {}}]}],
)`);
    expect(found.prompt).toEqual([
      { role: "system", content: "Be kind." },
      { role: "user", content: "Hi" },
    ]);
    expect(found.config).toEqual({
      model: "claude-sonnet-4-5",
      max_tokens: 1024,
      stop: ["END"],
      tools: [{ type: "function", function: { name: "look", description: "d", parameters: { type: "object" } } }],
      tool_choice: "required",
    });
    expect(found.notes.map(({ message }) => message)).toContain(
      "message 1: a picture is not taken; a prompt holds text only.",
    );
  });
});

describe("a call in TypeScript", () => {
  test("object literals, template strings, spread, shorthand, casts and comments", () => {
    const found = imported(`
import OpenAI from "openai";
const client = new OpenAI({ apiKey: process.env.KEY });
const model = "gpt-4o" as const;
const schema = { type: "object", properties: { a: { type: "string" } } };
export async function run(topic: string, history: Message[]) {
  const answer = await client.chat.completions.create({
    model, // shorthand
    temperature: -0.5,
    messages: [
      { role: 'system', content: \`Explain \${topic} in \${count(3)} lines.
Second \\\`line\\\` $5\` },
      ...history,
      { role: "user" as const, content: "It's " + topic + '!' },
    ] satisfies Message[],
    response_format: { type: "json_schema", json_schema: { name: "a", schema } },
    user: getUser(),
  }, { timeout: 5 });
}
`);
    expect(found.form).toBe("typescript");
    expect(found.prompt).toEqual([
      { role: "system", content: "Explain {{topic}} in {{count}} lines.\nSecond `line` $5" },
      { type: "placeholder", name: "history" },
      { role: "user", content: "It's {{topic}}!" },
    ]);
    expect(found.config).toEqual({
      model: "gpt-4o",
      temperature: -0.5,
      response_format: {
        type: "json_schema",
        json_schema: { name: "a", schema: { type: "object", properties: { a: { type: "string" } } } },
      },
    });
    const said = found.notes.map(({ message }) => message).join("\n");
    expect(said).toMatch(/user: “getUser\(\)”/);
    expect(said).toMatch(/second argument/);
  });

  test("the Responses API, its input as text, and its settings", () => {
    const found = imported(`const r = await openai.responses.create({
      model: "gpt-5-mini", instructions: "Be brief.", input: question,
      text: { format: { type: "json_schema", name: "n", strict: true, schema: {} } },
      reasoning: { effort: "low", summary: "auto" }, max_output_tokens: 50,
      tools: [{ type: "function", name: "f", parameters: {} }, { type: "web_search" }],
    });`);
    expect(found.prompt).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "{{question}}" },
    ]);
    expect(found.config).toEqual({
      model: "gpt-5-mini",
      max_completion_tokens: 50,
      reasoning_effort: "low",
      response_format: { type: "json_schema", json_schema: { name: "n", strict: true, schema: {} } },
      tools: [{ type: "function", function: { name: "f", parameters: {} } }],
    });
    expect(notesOf("responses.create({input: 'x', previous_response_id: 'r'})").join()).toMatch(/previous_response_id/);
    const said = found.notes.map(({ message }) => message).join("\n");
    expect(said).toMatch(/web_search/);
    expect(said).toMatch(/reasoning\.summary/);
  });

  test("an object as it stands in a program, without the call", () => {
    expect(messagesOf(`{ model: 'm', messages: [{ role: 'user', content: \`a \${b}\` }], }`)).toEqual([
      { role: "user", content: "a {{b}}" },
    ]);
    expect(messagesOf(`[{'role': 'user', 'content': 'a', 'x': None}]`)).toEqual([{ role: "user", content: "a" }]);
  });
});

test("of several calls the first is taken, and said to be", () => {
  const call = 'client.chat.completions.create(model="m", messages=[{"role": "user", "content": "first"}])';
  expect(notesOf(`${call}\n${call.replace("first", "second")}`).join()).toMatch(/makes 2 calls/);
});

describe("hostile programs", () => {
  test.each([
    ["brackets", `completion(messages=${"[".repeat(200_000)}`],
    ["minus signs", `completion(messages=${"-".repeat(500_000)}1)`],
    ["awaits", `create({ messages: ${"await ".repeat(100_000)} })`],
    [
      "names that name each other",
      `a = "${"x".repeat(999)}"\n${"bcdefghijklmnopqrstuvwxyz"
        .split("")
        .map((name, index) => `${name} = ${"abcdefghijklmnopqrstuvwxy"[index]} + ${"abcdefghijklmnopqrstuvwxy"[index]}`)
        .join("\n")}\ncompletion(model="m", messages=[{"role": "user", "content": z}])`,
    ],
    [
      "one name, many times given and many times asked",
      `${"a = 1\n".repeat(50_000)}completion(model="m", messages=[{"role": "user", "content": f"${"{a}".repeat(50_000)}"}])`,
    ],
    [
      "a long value asked often",
      `a = f(${"1,".repeat(200_000)})\ncompletion(model="m", messages=[{"role": "user", "content": f"${"{a}".repeat(50_000)}"}])`,
    ],
    [
      "unknown values of one name",
      `completion(model="m", messages=[{"role": "user", "content": f"${Array.from({ length: 50_000 }, (_, index) => `{a+${index}}`).join("")}"}])`,
    ],
    ["quotes without an end", `completion(${'f"{'.repeat(100_000)}`],
    ["empty lines", "\n".repeat(1_000_000)],
    ["imports in one line", "import ".repeat(200_000)],
  ])("%s are answered, by a prompt or by words, and the stack stands", (_name, text) => {
    expect(importPrompt(text).kind).toMatch(/prompt|nothing/);
  });
});
