import { keysUncompared, tellDoubledKeys } from "@engine/yaml/unique-keys.ts";
import { expect, it } from "vitest";
import { parseDocument } from "yaml";

const quiet = { prettyErrors: false, logLevel: "error" } as const;
const told = (errors: readonly { code: string; message: string; pos: [number, number] }[]) =>
  errors.map(({ code, message, pos }) => ({ code, message, at: pos[0] })).toSorted((a, b) => a.at - b.at);

it.each([
  ["a map at the top", "a: 1\nb: 2\na: 3\n"],
  ["more than once", "a: 1\na: 2\na: 3\n"],
  ["a map in a list in a map", "x:\n  - a: 1\n    'a': 2\n  - a: 3\n"],
  ["one line", "{a: 1, b: {c: 1, c: 2}, a: 2}\n"],
  ["texts and numbers", "1: x\n'1': y\n1.0: z\n"],
  ["nothing", "? ~\n: 1\n? ~\n: 2\n"],
  ["lists as keys, which are never the same", "? [1]\n: 1\n? [1]\n: 2\n"],
  ["one list as two keys", "? &a [1]\n: 1\n? *a\n: 2\n"],
  ["with an anchor and a tag", "&a a: 1\n!!str a: 2\n"],
  ["merges", "x: &x {a: 1}\ny:\n  <<: *x\n  <<: *x\n"],
  ["beside another fault", "a: 1\na: 2\nb: [\n"],
  ["none", "a: 1\nb: {a: 1}\n"],
])("keys that are there twice are told as the package tells them: %s", (_name, text) => {
  for (const more of [{}, { merge: true }, { schema: "failsafe" as const }]) {
    const document = parseDocument(text, { ...quiet, ...more, ...keysUncompared });
    tellDoubledKeys(document);
    expect(told(document.errors)).toEqual(told(parseDocument(text, { ...quiet, ...more }).errors));
  }
});
