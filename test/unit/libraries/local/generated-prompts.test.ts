import { promptYml } from "@engine/libraries/local/formats/prompt-yml.ts";
import { asJson } from "@shared/domain/json/as-json.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import type { PromptContent, TemplateItem } from "@shared/domain/prompt/prompt.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { drawn } from "../../../prove-scale.ts";

const words = ["{{name}}", "\n", "\n\n", "  ", "\t", ": ", "- ", "# ", "'", '"', "|", ">", "---\n", "\r\n", "\u0000"];
const odd = [
  "\ud83d",
  "🎉",
  "日本",
  "\u2028",
  "\u0085",
  "\ufeff",
  "*a",
  "&a",
  "!x",
  "%",
  "@",
  "`",
  "yes",
  "1.50",
  "null",
];
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.array(fc.constantFrom(...words, ...odd, "plain "), { maxLength: 8 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const message = fc.record({ role: fc.constantFrom("system", "user", "assistant", "tool", "own", "1"), content: text });
const items: fc.Arbitrary<TemplateItem[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: message },
    { weight: 1, arbitrary: message.map((item) => ({ ...item, tool_call_id: "call_1" })) },
    { weight: 2, arbitrary: text.map((name) => ({ type: "placeholder" as const, name })) },
  ),
  { maxLength: 6 },
);
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const config = fc.oneof(
  fc.record(
    {
      model: fc.oneof(fc.constantFrom("gpt-4o", "x/y", ""), json),
      temperature: fc.oneof(fc.constantFrom(0, 0.2, 1, 1e-7, 1e21), json),
      max_tokens: json,
      tools: fc.oneof(json, fc.constant([{ type: "function", function: { name: "get", parameters: schema } }])),
      response_format: fc.oneof(
        json,
        fc.constant({ type: "json_object" }),
        fc.constant({ type: "json_schema", json_schema: { name: "a", strict: true, schema } }),
        fc.constant({ type: "json_schema", json_schema: "text" }),
      ),
      stop: fc.array(text, { maxLength: 2 }),
      own: json,
      config: json,
      type: json,
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<JsonValue>,
  json,
);
const content: fc.Arbitrary<PromptContent> = fc
  .tuple(
    fc.oneof(
      text.map((prompt) => ({ type: "text" as const, prompt })),
      items.map((prompt) => ({ type: "chat" as const, prompt })),
    ),
    config,
  )
  .map(([what, given]) => ({ ...what, config: given }));

const stored = ({ type, prompt, config: given }: PromptContent) =>
  stableJson(asJson({ type, prompt, config: given ?? {} }));

// A rule of YAML that is missing is a prompt that is lost or changed in silence.
it("1 000 generated prompts come back equal, as new files and as changes of one another", () => {
  fc.assert(
    fc.property(content, content, (first, second) => {
      const file = promptYml.write(null, first, "generated/prompt");
      const bytes = Buffer.from(file, "utf8").toString("utf8");
      expect(stored(promptYml.read(bytes))).toBe(stored(first));
      expect(promptYml.write(file, first, "generated/prompt")).toBe(file);
      const changed = promptYml.write(file, second, "generated/prompt");
      expect(stored(promptYml.read(changed))).toBe(stored(second));
      expect(changed.endsWith("\n")).toBe(true);
    }),
    drawn(500),
  );
});

const line = fc
  .string({ unit: "grapheme-ascii", minLength: 1, maxLength: 30 })
  .filter((one) => one.trim() === one && one !== "");

it("a changed word of our own files is one changed line", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(line, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
      config,
      (texts, given) => {
        const prompt = texts.map((lines) => ({ role: "user", content: lines.join("\n") }));
        const before = promptYml.write(null, { type: "chat", prompt, config: given }, "x");
        const edited = prompt.map((item, index) => (index === 0 ? { ...item, content: `${item.content} word` } : item));
        const after = promptYml.write(before, { type: "chat", prompt: edited, config: given }, "x");
        const was = before.split("\n");
        const is = after.split("\n");
        expect(is).toHaveLength(was.length);
        expect(is.filter((one, index) => one !== was[index])).toHaveLength(1);
      },
    ),
    drawn(100),
  );
});
