import { scoreCell } from "@engine/evaluators/score-cell.ts";
import { type Evaluator, evaluatorSchema } from "@shared/domain/experiment/evaluator.ts";
import type { Answer } from "@shared/domain/experiment/score.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { describe, expect, it } from "vitest";
import { cases, type Given } from "./cases.ts";

const signal = new AbortController().signal;

function score(evaluator: Evaluator, given: Given, expected: JsonValue | null | undefined) {
  const answer: Answer = {
    text: "",
    refusal: "",
    toolCalls: [],
    ...(typeof given === "string" ? { text: given } : given),
  };
  const row = { variables: {}, ...(expected === undefined || expected === null ? {} : { expected }) };
  return scoreCell(evaluator, { answer, row }, signal);
}

describe.each(cases)("$evaluator.type", ({ evaluator, expected, passes, fails, broken }) => {
  it("passes ten answers and fails ten, each with a reason", async () => {
    expect([passes.length, fails.length]).toEqual([10, 10]);
    for (const [list, passed] of [
      [passes, true],
      [fails, false],
    ] as const) {
      for (const answer of list) {
        const found = await score(evaluator, answer, expected);
        expect({ answer, found }).toMatchObject({ answer, found: { passed } });
        expect("reason" in found && found.reason.length > 3).toBe(true);
      }
    }
  });

  it("says the opposite with “not”", async () => {
    const [answer = ""] = passes;
    expect(await score({ ...evaluator, not: true }, answer, expected)).toMatchObject({ passed: false });
  });

  it("that is broken gives no score and says why", async () => {
    for (const { evaluator: other = evaluator, answer = "something", expected: none, says } of broken) {
      const found = await score(other, answer, none === null ? undefined : expected);
      expect("error" in found).toBe(true);
      expect(JSON.stringify(found).toLowerCase()).toContain(says.toLowerCase());
    }
  });

  it("is data that an experiment's file may have", () => {
    expect(evaluatorSchema().safeParse(evaluator)).toMatchObject({ success: true });
  });
});

it("every evaluator has its cases", () => {
  const tested = new Set(cases.map(({ evaluator }) => evaluator.type));
  const known = evaluatorSchema().options.map(({ shape }) => shape.type.value);
  // Models and people are asked: `test/unit/experiments/judges.test.ts`, `pairs.test.ts`, `test/conformance/engine/cosine.test.ts`.
  expect(known.filter((type) => !tested.has(type))).toEqual(["cosine", "judge", "judge-pairwise", "human"]);
});

describe("slow ones", () => {
  it("an expression that backtracks for ever is given up, says so, and harms none after it", async () => {
    const slow = score({ type: "regex", value: "^(a+)+$" }, `${"a".repeat(40)}!`, null);
    const next = score({ type: "regex", value: "b" }, "abc", null);
    expect(await slow).toMatchObject({ error: expect.stringContaining("given up") });
    expect(await next).toMatchObject({ passed: true });
  }, 30_000);

  it("a schema that takes too long gives no score", async () => {
    const schema = { type: "string", pattern: "^(a+)+$" };
    const found = await score({ type: "json-schema", schema }, JSON.stringify(`${"a".repeat(40)}!`), null);
    expect(found).toMatchObject({ error: expect.stringContaining("too long") });
  }, 30_000);

  it.each([
    ["a loop", "(() => { while (true) {} })()"],
    ["a loop that catches what ends it", "try { while (true) {} } catch {}\nreturn true"],
    ["promises without end", "const f = async () => { for (;;) await 1 };\nreturn f()"],
    ["a getter of what it gives", "({ get pass() { while (true) {} } })"],
    ["an expression", "/^(a+)+$/.test('a'.repeat(40) + '!')"],
  ])("code that runs for ever is given up (%s), and harms none after it", async (_, code) => {
    const slow = score({ type: "code", code }, "a", null);
    const next = score({ type: "code", code: "output === 'a'" }, "a", null);
    expect(await slow).toMatchObject({ error: expect.stringContaining("given up") });
    expect(await next).toMatchObject({ passed: true });
  });

  it("code leaves nothing behind for the next", async () => {
    const spoiled = "globalThis.left = 1; Array.prototype.includes = () => true; String.prototype.trim = () => 'x'";
    await score({ type: "code", code: `${spoiled}\nreturn true` }, "a", null);
    const next = "typeof left === 'undefined' && ![].includes(1) && ' b '.trim() === 'b'";
    expect(await score({ type: "code", code: next }, "a", null)).toMatchObject({ passed: true });
  });

  it("stops when it is stopped", async () => {
    const stopped = AbortSignal.abort();
    const cell = { answer: { text: "a", refusal: "", toolCalls: [] }, row: { variables: {} } };
    await expect(scoreCell({ type: "regex", value: "a" }, cell, stopped)).rejects.toThrow();
  });
});

it("a list of what is right is right where one of it is", async () => {
  expect(await score({ type: "equals" }, "Lyon", ["Paris", "Lyon"])).toMatchObject({ passed: true });
  expect(await score({ type: "contains", value: "{{expected}}" }, "in Lyon", ["Paris", "Lyon"])).toMatchObject({
    passed: true,
  });
  expect(await score({ type: "equals" }, "4", 4)).toMatchObject({ passed: true });
});

describe("code", () => {
  it("gives a score with its reason; one beyond 0 to 1 is brought there and said, its rule is about what it counts", async () => {
    const code = "({ pass: false, score: 0.9, reason: 'too loud' })";
    expect(await score({ type: "code", code }, "a", null)).toEqual({
      name: "code",
      value: 0.9,
      passed: false,
      reason: "too loud",
    });
    expect(await score({ type: "code", code: "output.length", pass: ">= 3" }, "four", null)).toMatchObject({
      value: 1,
      passed: true,
      reason: expect.stringContaining("4 counts as 1"),
    });
    expect(await score({ type: "code", code: "output.length", pass: ">= 5" }, "four", null)).toMatchObject({
      value: 1,
      passed: false,
    });
  });

  it("sees the row, the figures and the tools of the answer", async () => {
    const code = "context.latencyMs < 10 && context.toolCalls[0].function.name === 'book' && vars.city === 'Aurach'";
    const answer: Answer = {
      text: "",
      refusal: "",
      toolCalls: [{ id: "1", type: "function", function: { name: "book", arguments: "{}" } }],
      latencyMs: 5,
    };
    const cell = { answer, row: { variables: { city: "Aurach" } } };
    expect(await scoreCell({ type: "code", code }, cell, signal)).toMatchObject({ passed: true });
  });

  it("changes the answer before another evaluator looks at it; where it cannot there is no score", async () => {
    const transform = "JSON.parse(output).city";
    const given = '{"city": "Aurach"}';
    expect(await score({ type: "equals", value: "Aurach", transform }, given, null)).toMatchObject({ passed: true });
    expect(
      await score({ type: "equals", value: "AURACH", transform: [transform, "output.toUpperCase()"] }, given, null),
    ).toMatchObject({ passed: true });
    expect(await score({ type: "equals", value: "Aurach", transform }, "no JSON", null)).toMatchObject({
      error: expect.stringContaining("The change before it failed"),
    });
    expect(await score({ type: "equals", value: "a", transform: "undefined" }, "a", null)).toMatchObject({
      error: expect.stringContaining("gives nothing"),
    });
  });
});
