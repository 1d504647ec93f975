import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { WireRequest } from "@shared/domain/wire/wire.ts";
import { describe, expect, it } from "vitest";
import { stageDifferences, stagesOf } from "../../../../renderer/features/playground/inspector/stages.ts";

const record: RunRecord = {
  id: "r",
  sequence: 1,
  startedAt: 0,
  state: "finished",
  kind: "generate",
  request: {
    ...emptyRequest,
    prompt: { library: "demo", name: "greet" },
    variables: { who: "Ada" },
    stream: true,
  },
  resolved: {
    ref: { library: "demo", name: "greet" },
    fetchedAt: 0,
    freshness: "bundled",
    prompt: {
      library: "demo",
      name: "greet",
      version: "2",
      type: "text",
      prompt: "Hi {{who}}",
      config: { model: "m" },
      labels: [],
      tags: [],
    },
  },
  compiled: {
    mode: "python",
    clientMessagesMode: "replace",
    messages: [{ message: { role: "user", content: "Hi Ada" }, origin: { kind: "prompt", index: 0 } }],
    missingVariables: [],
    unresolvedPlaceholders: [],
    unusedVariables: [],
    warnings: [],
  },
  plan: {
    route: { provider: "x", providerLabel: "X", model: "m", requested: "m", source: "prompt config", rule: "" },
    endpoint: { baseUrl: "http://x", baseUrlSource: "default", credential: null },
    messages: [{ role: "user", content: "Hi Ada" }],
    parameters: [
      { key: "max_tokens", value: 5, source: "override", sent: true, sentAs: "max_completion_tokens" },
      { key: "foo", value: 1, source: "prompt config", sent: false },
    ],
    extraBody: {},
    stream: true,
    warnings: [],
  },
  exchanges: [],
  output: emptyOutput(),
  warnings: [],
};

const wire = {
  body: JSON.stringify({
    model: "m",
    messages: [{ role: "user", content: "Hi Ada" }],
    max_completion_tokens: 5,
    stream: true,
  }),
} as WireRequest;

describe("stages", () => {
  const stages = stagesOf(record, wire);

  it("name what each step changed in the one before, and nothing else", () => {
    const changes = (id: "template" | "compiled" | "plan" | "wire") =>
      stageDifferences(stages, id).map(({ kind, path }) => `${kind} ${path}`);
    expect(stages.map(({ id }) => id)).toEqual(["template", "compiled", "plan", "wire"]);
    expect(changes("template")).toEqual([]);
    expect(changes("compiled")).toEqual(["changed $.messages[0].content", "removed $.config"]);
    expect(changes("plan")).toEqual(["added $.model", "added $.max_tokens", "added $.stream"]);
    expect(changes("wire")).toEqual(["removed $.max_tokens", "added $.max_completion_tokens"]);
  });

  it("stop where the run stopped, and show a body that is no JSON as it is", () => {
    const { plan: _plan, compiled: _compiled, ...early } = record;
    expect(stagesOf(early, undefined).map(({ id }) => id)).toEqual(["template"]);
    expect(stagesOf(record, { ...wire, body: "not json" }).at(-1)?.value).toBe("not json");
  });
});
