import { readEnvironment } from "@engine/credentials/environment.ts";
import { loadConfig } from "@engine/litellm/load-config.ts";
import type { ConfigProblem } from "@shared/domain/gateway/config-problem.ts";
import type { GatewayCallRow } from "@shared/domain/gateway/gateway.ts";
import { describe, expect, it } from "vitest";
import { callText } from "../../../../renderer/features/gateway/call-text.ts";
import { gutterLines, offsetOf } from "../../../../renderer/features/gateway/config-lines.ts";
import { sampleConfig } from "../../../../renderer/features/gateway/gateway-samples.ts";
import { snippets } from "../../../../renderer/features/gateway/gateway-snippets.ts";
import { withCalls } from "../../../../renderer/stores/gateway/gateway-calls.ts";
import {
  nothingReplaced,
  stepBack,
  stepForward,
  withReplaced,
} from "../../../../renderer/stores/gateway/text-history.ts";

const call: GatewayCallRow = {
  runId: "a",
  sequence: 1,
  startedAt: 0,
  state: "finished",
  requestedModel: "m",
  prompt: null,
  provider: "OpenAI",
  targetModel: "gpt-4o",
  alias: false,
  stream: false,
  httpStatus: 200,
  outcome: "completed",
  error: null,
  totalMs: 812,
  usage: { inputTokens: 361, outputTokens: 118 },
};

function problem(line: number, severity: ConfigProblem["severity"]): ConfigProblem {
  return { file: "config.yaml", line, column: 1, severity, code: "x", path: "", message: "", fix: "" };
}

describe("the config editor", () => {
  it("the texts that were replaced are bound by what they weigh (fifty configs of a megabyte)", () => {
    const textOf = (index: number) => `${index} `.padEnd(1_000_000, "x");
    let history = nothingReplaced;
    for (let index = 0; index < 30; index += 1) history = withReplaced(history, textOf(index), textOf(index + 1));
    expect(history.before).toEqual(Array.from({ length: 16 }, (_, index) => textOf(14 + index)));
  });

  it("a line with a warning and an error shows the error", () => {
    const problems = [problem(2, "error"), problem(2, "warning"), problem(3, "warning")];
    expect(gutterLines("a\nb\nc", problems).map(({ severity }) => severity)).toEqual([undefined, "error", "warning"]);
  });

  it("jumps to a place, and to the end when the text has become shorter since it was checked", () => {
    expect(offsetOf("ab\ncde\nf", 2, 2)).toEqual({ start: 4, end: 6 });
    expect(offsetOf("ab\ncde", 2, 9)).toEqual({ start: 6, end: 6 });
    expect(offsetOf("ab", 7, 1)).toEqual({ start: 2, end: 2 });
  });
});

describe("the log of calls", () => {
  it("a call that is told again takes its row's place; the newest stands first", () => {
    const running = { ...call, runId: "b", sequence: 2, state: "running" as const };
    const known = withCalls([], [call, running]);
    expect(known.map(({ runId }) => runId)).toEqual(["b", "a"]);
    expect(withCalls(known, [{ ...running, state: "finished" }])[0]).toMatchObject({ runId: "b", state: "finished" });
  });

  it("says in words how each call ended", () => {
    expect(callText(call)).toMatchObject({ status: "200", tone: "ok", took: "812 ms", tokens: "361→118" });
    expect(callText({ ...call, outcome: "cancelled", httpStatus: null })).toMatchObject({ status: "client gone" });
    expect(callText({ ...call, state: "running", outcome: null, stream: true })).toMatchObject({ tone: "active" });
    expect(callText({ ...call, state: "interrupted", outcome: null }).status).toBe("interrupted");
  });
});

describe("texts that were replaced", () => {
  it("come back one after the other, and what stood in between is not lost", () => {
    const one = withReplaced(nothingReplaced, "mine", "first");
    const two = withReplaced(one, "first, edited", "second");
    const back = stepBack(two, "second, edited");
    expect(back?.put).toBe("first, edited");
    const further = stepBack(back ?? nothingReplaced, "first, edited");
    expect(further?.put).toBe("mine");
    expect(stepBack(further ?? nothingReplaced, "mine")).toBeNull();
    const forward = stepForward(further ?? nothingReplaced, "mine");
    expect(stepForward(forward ?? nothingReplaced, forward?.put ?? "")?.put).toBe("second, edited");
  });

  it("an empty text and the same text are nothing to bring back", () => {
    expect(withReplaced(nothingReplaced, " \n", "new").before).toEqual([]);
    expect(withReplaced(nothingReplaced, "same", "same").before).toEqual([]);
  });
});

describe("samples and examples", () => {
  it.each([
    [true, null],
    [false, null],
    [false, "support/reply: draft #2"],
    [false, "no"],
  ] as const)("the sample config (of samples: %s) for the prompt %s loads as written", (ofSamples, name) => {
    const environment = readEnvironment({ OPENAI_API_KEY: "sk-canary-0123456789" });
    const loaded = loadConfig(sampleConfig(ofSamples, name), {
      fileName: "config.yaml",
      environment,
      readIncluded: () => undefined,
    });
    expect(loaded.problems).toEqual([]);
    if (name !== null) expect(loaded.config.models[0]?.promptId).toBe(name);
  });

  it("the example of a model without a prompt sends messages and no variables", () => {
    const given = { address: "http://127.0.0.1:4000", model: "m", variables: null, masterKey: false };
    for (const { text } of snippets(given)) {
      expect(text).toContain("Hello");
      expect(text).not.toContain("prompt_variables");
    }
    expect(snippets(given)[1]?.text).toMatch(/^from openai/);
  });

  it("examples name the master key by its variable and never a key", () => {
    const given = { address: "http://127.0.0.1:4000", model: "m", variables: { q: "x" } };
    for (const { text } of snippets({ ...given, masterKey: true })) expect(text).toContain("LITELLM_MASTER_KEY");
    for (const { text } of snippets({ ...given, masterKey: false })) expect(text).toContain("sk-anything");
  });
});
