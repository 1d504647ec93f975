import { type Asked, askedChanges } from "@shared/domain/run/asked-changes.ts";
import { expect, it } from "vitest";

const ref = { library: "langfuse", name: "reply", version: "31" } as const;
const labelled = { library: "langfuse", name: "reply", label: "production" } as const;
const edit = { base: ref, type: "text", prompt: "Hi {{a}}", config: {} } as const;
const asked: Asked = { prompt: ref, model: "gpt-4o", parameters: {}, variables: { a: "x" }, placeholders: {} };
const long = ["a tool of more than twenty-four characters"];

it.each<[string, Partial<Asked>, Partial<Asked>, string[]]>([
  ["nothing", {}, {}, []],
  ["values in another order", { variables: { a: "1", b: "2" } }, { variables: { b: "2", a: "1" } }, []],
  ["an edit", {}, { prompt: edit }, ["prompt the edit instead of v31"]],
  ["a version beside the edit", { prompt: edit }, {}, ["prompt v31 instead of the edit"]],
  ["more typed", { prompt: edit }, { prompt: { ...edit, prompt: "Hi" } }, ["another edit of the prompt"]],
  ["an edit typed back", { prompt: edit }, { prompt: { ...edit, config: {} } }, []],
  ["an edit that was saved with this text", { prompt: edit }, { text: { ...edit, config: {} } }, []],
  [
    "a saved text that is another one",
    { prompt: edit },
    { text: { ...edit, prompt: "Hi" } },
    ["prompt v31 instead of the edit"],
  ],
  ["turns after the prompt", {}, { turns: [{ role: "user", content: "And?" }] }, ["messages after the prompt"]],
  ["no turns and none", { turns: [] }, {}, []],
  ["the rules of compiling", { compileMode: "python" }, { compileMode: "js" }, ["compiled as Langfuse JavaScript"]],
  ["a label that means this version", {}, { prompt: labelled, version: "31" }, []],
  ["a label that has moved", {}, { prompt: labelled, version: "32" }, ["prompt v32 instead of v31"]],
  ["another prompt", {}, { prompt: { ...ref, name: "other" } }, ["prompt other instead of reply"]],
  ["another project", {}, { prompt: { ...ref, connection: "c2" } }, ["the prompt of another project"]],
  ["no prompt", {}, { prompt: null }, ["without a prompt"]],
  ["the model", {}, { model: null }, ["model the prompt's own instead of gpt-4o"]],
  [
    "parameters",
    { parameters: { temperature: 0.3, seed: 1 } },
    { parameters: { temperature: 0.2, top_p: 1 } },
    ["temperature 0.2 not 0.3", "without seed", "top_p 1"],
  ],
  ["long values", {}, { parameters: { tools: long } }, ["tools other"]],
  ["values", {}, { variables: { b: "" }, placeholders: { h: [] } }, ["value of a", "value of b", "messages of h"]],
])("%s", (_name, before, after, said) => {
  expect(askedChanges({ ...asked, ...before }, { ...asked, ...after }).map(({ text }) => text)).toEqual(said);
});

it("says which messages and keys of the config differ, where both texts are known", () => {
  const messages = ["a", "b"].map((content) => ({ role: "user", content }));
  const before = { base: ref, type: "chat", prompt: messages, config: { temperature: 0.2, seed: 1 } } as const;
  const [first] = messages;
  const after = { ...before, prompt: [first, { role: "user", content: "B" }], config: { temperature: 0.3 } };
  const detailOf = (one: object, other: object) =>
    askedChanges({ ...asked, prompt: { ...before, ...one } }, { ...asked, prompt: { ...before, ...other } })[0]?.detail;
  expect(detailOf({}, after)).toBe("message 2, temperature 0.3 not 0.2, without seed");
  expect(detailOf({}, { prompt: [first] })).toBe("1 message instead of 2");
  expect(detailOf({}, { config: { a: 1, b: 2, c: 3, d: 4 } })).toMatch(/ 2 more$/);
});
