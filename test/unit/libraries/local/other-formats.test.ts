import { formatFor } from "@engine/libraries/local/formats/formats.ts";
import { FormatFailure } from "@engine/libraries/local/formats/prompt-file.ts";
import type { PromptContent } from "@shared/domain/prompt/prompt.ts";
import { describe, expect, it } from "vitest";

const read = (ending: string, text: string) => {
  const format = formatFor(ending, text);
  if (!format) throw new Error("no format");
  return { format, file: format.read(text) };
};
const changedLines = (a: string, b: string) => {
  const was = a.split("\n");
  return b.split("\n").filter((line, index) => line !== was[index]);
};

/** From GitHub's own page on prompt files, with what a person adds to one. */
const github = `name: Text Summarizer
description: Summarizes input text concisely
model: openai/gpt-4o-mini
modelParameters:
  temperature: 0.50 # not too free
  maxTokens: 200
messages:
- role: system
  content: You are a text summarizer. Your only job is to summarize text given to you.
- role: user
  content: >-
    Summarize the given text,
    beginning with "Summary -":

    {{input}}
responseFormat: json_schema
jsonSchema: '{"name": "s", "strict": true, "schema": {"type": "object"}}'
testData:
- input: |
    The quick brown fox jumped over the lazy dog.
  expected: Summary - A fox jumped over a lazy dog.
evaluators:
- name: Output should start with 'Summary -'
  string: {startsWith: 'Summary -'}
own:   [kept,  as it is]
`;

describe("GitHub's prompt files", () => {
  it("are read as they are", () => {
    const { file } = read(".prompt.yml", github);
    expect(file).toMatchObject({
      type: "chat",
      description: "Summarizes input text concisely",
      config: {
        model: "openai/gpt-4o-mini",
        temperature: 0.5,
        max_tokens: 200,
        response_format: { type: "json_schema", json_schema: { name: "s", strict: true, schema: { type: "object" } } },
      },
      inputs: [{ name: "Test data 1", variables: { expected: "Summary - A fox jumped over a lazy dog." } }],
    });
    expect(file.prompt[1]).toEqual({
      role: "user",
      content: 'Summarize the given text, beginning with "Summary -":\n{{input}}',
    });
  });

  // A library that writes a whole document anew turns a changed word into a diff of the whole file.
  it("one changed word is one changed line, whatever their style", () => {
    const { format, file } = read(".prompt.yml", github);
    const changed = JSON.parse(JSON.stringify(file).replace("Your only job", "Your one job")) as PromptContent;
    expect(changedLines(github, format.write(github, changed, "x"))).toEqual([
      "  content: You are a text summarizer. Your one job is to summarize text given to you.",
    ]);
    const cooler: PromptContent = { ...file, config: { ...(file.config as object), temperature: 0.2 } };
    expect(changedLines(github, format.write(github, cooler, "x"))).toEqual(["  temperature: 0.2 # not too free"]);
  });

  it("more messages leave comments, unknown keys and lists as they stand", () => {
    const { format, file } = read(".prompt.yml", github);
    const prompt = [...(file.prompt as []), { role: "assistant", content: "Yes?" }];
    const next = format.write(github, { ...file, prompt }, "x");
    expect(next).toContain("# not too free");
    expect(next).toContain("\n- role: assistant\n  content: |-\n    Yes?\n");
    expect(next).toContain("own:");
    expect(format.read(next)).toMatchObject({ prompt, config: file.config });
  });

  it("nothing changed is not a byte changed, with Windows line ends and a mark, too", () => {
    const windows = `\uFEFF${github.replaceAll("\n", "\r\n")}`;
    const { format, file } = read(".prompt.yml", windows);
    expect(format.write(windows, file, "x")).toBe(windows);
    const changed = JSON.parse(JSON.stringify(file).replace("only job", "one job")) as PromptContent;
    const next = format.write(windows, changed, "x");
    expect(changedLines(windows, next)).toHaveLength(1);
    expect(next.replaceAll("\r\n", "")).not.toContain("\n");
  });

  it.each([
    ["a: [", "Flow sequence"],
    ["messages: x\n", "no list of messages"],
    ["messages:\n  - role: user\n", "content of message 1"],
    ["a: 1\na: 2\nmessages: []\n", "unique"],
    ["---\na: 1\n---\nb: 2\n", "more than one"],
    [`x: ${"[".repeat(20_000)}`, ""],
    [
      "a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\nmessages: []\n",
      "alias",
    ],
  ])("%s is refused in words", (text, words) => {
    const failure = (() => {
      try {
        read(".prompt.yml", text);
        return null;
      } catch (error) {
        return error;
      }
    })();
    expect(failure instanceof FormatFailure || failure instanceof RangeError).toBe(true);
    expect(String(failure)).toContain(words);
  });
});

const google = `---
model: googleai/gemini-2.5-flash
config:
  temperature: 0.4
  maxOutputTokens: 300
input:
  schema:
    topic: string
  default:
    topic: rain
output:
  format: json
---
{{role "system"}}
You explain {{topic}}.

{{history}}
{{role "user"}}
Go on, {{ topic }}.
`;

describe("dotprompt", () => {
  it("is read: roles, history, parameters under the names of the wire, defaults as an input", () => {
    const { format, file } = read(".prompt", google);
    expect(format.id).toBe("dotprompt");
    expect(file).toEqual({
      type: "chat",
      prompt: [
        { role: "system", content: "You explain {{topic}}." },
        { type: "placeholder", name: "history" },
        { role: "user", content: "Go on, {{ topic }}." },
      ],
      config: {
        model: "googleai/gemini-2.5-flash",
        temperature: 0.4,
        max_tokens: 300,
        response_format: { type: "json_object" },
      },
      inputs: [{ name: "Default", variables: { topic: "rain" }, placeholders: {} }],
    });
  });

  it("one changed word is one changed line", () => {
    const { format, file } = read(".prompt", google);
    const changed = JSON.parse(JSON.stringify(file).replace("You explain", "You teach")) as PromptContent;
    expect(changedLines(google, format.write(google, changed, "x"))).toEqual(["You teach {{topic}}."]);
    const cooler: PromptContent = { ...file, config: { ...(file.config as object), max_tokens: 20 } };
    expect(changedLines(google, format.write(google, cooler, "x"))).toEqual(["  maxOutputTokens: 20"]);
    expect(format.write(google, file, "x")).toBe(google);
  });

  it.each(["{{#if a}}x{{/if}}", "{{upper name}}", "{{> part}}", "{{user.name}}", "{{media url=photo}}"])(
    "%s is refused with its line",
    (tag) => {
      const text = `---\nmodel: m\n---\n{{role "user"}}\nfirst\n${tag}\n`;
      expect(() => read(".prompt", text)).toThrow(expect.objectContaining({ line: 6 }));
    },
  );
});

const litellm = `---
model: gpt-4o
temperature: 0.7
input:
  schema:
    name: string
---
System: You are {{ role | default("kind") }}.
  {% for rule in rules %}
  - {{ rule }}
  {% endfor %}

User: Hello {{ name }}!
`;

describe("LiteLLM's .prompt", () => {
  it("is read: front matter, role lines, Jinja2", () => {
    const { format, file } = read(".prompt", litellm);
    expect(format.id).toBe("litellm-prompt");
    expect(file).toMatchObject({
      templateFormat: "jinja2",
      config: { model: "gpt-4o", temperature: 0.7 },
      prompt: [
        { role: "system", content: expect.stringMatching(/^You are [\s\S]*endfor %\}$/) },
        { role: "user", content: "Hello {{ name }}!" },
      ],
    });
  });

  it("one changed word is one changed line, and the form stays", () => {
    const { format, file } = read(".prompt", litellm);
    const changed = JSON.parse(JSON.stringify(file).replace("Hello", "Hi")) as PromptContent;
    expect(changedLines(litellm, format.write(litellm, changed, "x"))).toEqual(["User: Hi {{ name }}!"]);
    const more = [...(file.prompt as []), { role: "assistant", content: "Yes?" }];
    expect(format.read(format.write(litellm, { ...file, prompt: more }, "x")).prompt).toEqual(more);
  });

  it("what it cannot hold is refused, not written otherwise", () => {
    const { format, file } = read(".prompt", litellm);
    const trap = [{ role: "user", content: "a\nSystem: b" }];
    expect(() => format.write(litellm, { ...file, prompt: trap }, "x")).toThrow("cannot hold");
    expect(() => format.write(litellm, { ...file, prompt: [{ type: "placeholder", name: "h" }] }, "x")).toThrow(
      "placeholders",
    );
  });

  it("a block over several messages is refused with its line", () => {
    const text = "System: {% if a %}\nUser: x\n{% endif %}\n";
    expect(() => read(".prompt", text)).toThrow(expect.objectContaining({ line: 1 }));
  });
});

describe("a .txt file", () => {
  it("is one text; the newline at its end is the file's", () => {
    const { format, file } = read(".txt", "Hello {{name}}\n");
    expect(file).toMatchObject({ type: "text", prompt: "Hello {{name}}", config: {} });
    expect(format.write("Hello {{name}}\n", { ...file, prompt: "Hi" }, "x")).toBe("Hi\n");
    expect(format.write("Hello", { ...file, prompt: "Hi" }, "x")).toBe("Hi");
    expect(() => format.write("Hello", { ...file, config: { model: "m" } }, "x")).toThrow("config");
  });
});
