import { toPowerShell } from "@shared/domain/code/powershell.ts";
import { toLiteLlmPython, toOpenAiPython } from "@shared/domain/code/python.ts";
import { toRawHttp } from "@shared/domain/code/raw-http.ts";
import { toOpenAiTypeScript } from "@shared/domain/code/typescript.ts";
import { importPrompt } from "@shared/domain/import/import-prompt.ts";
import type { ImportedPrompt } from "@shared/domain/import/imported-prompt.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { toCurl } from "@shared/domain/wire/wire-curl.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { drawn } from "../../../prove-scale.ts";
import { codeOf, nastyText, requestFor } from "../code/sent-request.ts";

function imported(text: string): ImportedPrompt {
  const outcome = importPrompt(text);
  if (outcome.kind === "nothing") throw new Error(outcome.message);
  return outcome.prompt;
}
const contentOf = ({ type, prompt, config }: ImportedPrompt) => ({ type, prompt, config });

/** Of an unpaired surrogate the body's bytes hold something else already. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }).map((value) => value.replace(/\p{Cs}/gu, "?")),
  fc.constantFrom(
    nastyText.replace(" \ud800 lone", ""),
    "\n",
    "{{x}} `$" + "{y}` $'z' @file",
    "f\"{a}\" '''",
    "\\",
    "EOF\nBODY\n",
  ),
);
/** V8 13.6 reads a key `\n` as `\` once an object had one that ends with a backslash in its place: JSON.parse itself. */
const key = text.filter((value) => !value.endsWith("\\"));
const parameters = fc.record(
  {
    temperature: fc.constantFrom(0, 0.5, 1e-7, 2),
    stop: fc.array(text, { minLength: 1, maxLength: 3 }),
    seed: fc.integer(),
    logprobs: fc.boolean(),
    response_format: fc.constant({ type: "json_object" }),
    tools: fc
      .tuple(text, key)
      .map(([description, key]) => [
        { type: "function", function: { name: "f", description, parameters: { properties: { [`k${key}`]: {} } } } },
      ]),
  },
  { requiredKeys: [] },
);

test("what the code tab writes comes back equal, in every form", { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(text, parameters, fc.dictionary(key, text, { maxKeys: 2 }), async (content, given, extra) => {
      const metadata: JsonObject = extra;
      const input = await requestFor({
        content: content === "" ? "x" : content,
        parameters: { ...(given as JsonObject), metadata },
        extraBody: { top_k: 3, own: extra },
      });
      const whole = contentOf(imported(input.wire.body));
      expect(whole.prompt).toEqual([{ role: "user", content: content === "" ? "x" : content }]);
      expect(contentOf(imported(toCurl(input.wire)))).toEqual(whole);
      expect(contentOf(imported(codeOf(toPowerShell(input))))).toEqual(whole);
      expect(contentOf(imported(codeOf(toRawHttp(input))))).toEqual(whole);
      expect(contentOf(imported(codeOf(toOpenAiTypeScript(input))))).toEqual(whole);
      expect(contentOf(imported(codeOf(toOpenAiPython(input))))).toEqual(whole);
      const litellm = contentOf(imported(codeOf(toLiteLlmPython(input))));
      expect(litellm).toEqual({ ...whole, config: { ...whole.config, model: `openai/${whole.config["model"]}` } });
    }),
    drawn(150),
  );
});

test("a body too long for one argument comes back out of its here-document", async () => {
  const content = `${nastyText.replace(" \ud800 lone", "")}\n`.repeat(1_000);
  const { wire } = await requestFor({ content });
  expect(toCurl(wire)).toContain("head -c");
  expect(imported(toCurl(wire)).prompt).toEqual([{ role: "user", content }]);
});
