import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { apis } from "@engine/apis/registry.ts";
import { describe, expect, it } from "vitest";
import { answerOf } from "./answer-of.ts";

/* What is read beside answers that are only passed on: without it a call has no text, no cost, and no failure. */

const fixture = (api: string, name: string) =>
  readFileSync(join(import.meta.dirname, "../../fixtures/providers", api, name), "utf8");
const relayed = Object.values(apis).filter(({ kind }) => kind !== "generate");

describe.each(relayed.map((api) => [api.id, api] as const))("%s", (id, api) => {
  const expected: unknown = JSON.parse(fixture(id, "text.expected.json"));

  it("reads the recorded answer, whole and in pieces", async () => {
    const whole = await answerOf(api, fixture(id, "text.json"), { type: "application/json", stream: false, pieces: 3 });
    expect(whole.output).toEqual(expected);
    expect(whole.outcome.kind).toBe("completed");
    if (!existsSync(join(import.meta.dirname, "../../fixtures/providers", id, "text.sse"))) return;
    const streamed = await answerOf(api, fixture(id, "text.sse"), { pieces: 3 });
    expect(streamed.output).toEqual(expected);
    expect(streamed.outcome).toEqual(whole.outcome);
  });

  it.each([
    ['{"error":{"message":"No credits left.","code":402}}', "No credits left."],
    ['{"object":"error","message":"Out of memory","code":500}', "Out of memory"],
    ["{}", "The answer is JSON but no"],
    ["Not Found", "not a JSON object: Not Found"],
  ])("%s is a failure, whatever its status", async (body, words) => {
    const answer = await answerOf(api, body, { type: "application/json", stream: false });
    expect(answer.outcome.kind).toMatch(/_error$/);
    expect(answer.words).toContain(words);
  });
});

it("a stream of a completion that breaks off is no whole one, and an error in it is told", async () => {
  const events = fixture("completions", "text.sse").split("\n\n");
  const cut = await answerOf(apis.completions, `${events.slice(0, 2).join("\n\n")}\n\n`);
  expect([cut.outcome.kind, cut.output.text]).toEqual(["truncated", "\n\nGuten Tag, 日本 🎉"]);
  const failed = await answerOf(apis.completions, `${events[0]}\n\ndata: {"error":{"message":"Overloaded"}}\n\n`);
  expect([failed.outcome.kind, failed.words]).toEqual(["provider_error", "Overloaded"]);
});
