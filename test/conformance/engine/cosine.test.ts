import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { scoreCell } from "@engine/evaluators/score-cell.ts";
import { createJudges } from "@engine/experiments/judging/judges.ts";
import { createRunner, type Runner } from "@engine/runner.ts";
import { type EvaluatorOf, evaluatorSchema } from "@shared/domain/experiment/evaluator.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startVectorServer, type VectorServer } from "../../fakes/vectors/vector-server.ts";

/* The evaluator that asks a model for vectors: through the engine's own runner, to a server over HTTP. */

let server: VectorServer;
let runner: Runner;
beforeAll(async () => {
  server = await startVectorServer();
  const environment = readEnvironment({ OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: server.baseUrl });
  runner = createRunner({ ...environmentOnly(), environment });
});
afterAll(async () => {
  await runner.close();
  await server.close();
});

const never = new AbortController().signal;
const evaluator: EvaluatorOf<"cosine"> = { type: "cosine", model: "openai/text-embedding-3-small", pass: ">= 0.7" };
const expected = "the pier opens at nine";

interface Scoring {
  wanted?: JsonValue;
  given?: typeof evaluator;
  stop?: AbortSignal;
}

function score(text: string, { wanted = expected, given = evaluator, stop = never }: Scoring = {}) {
  const runs: RunRecord[] = [];
  const judges = createJudges(async (request) => {
    const record = await runner.run(request, { signal: stop });
    runs.push(record);
    return record;
  });
  const cell = { answer: { text, refusal: "", toolCalls: [] }, row: { variables: {}, expected: wanted } };
  const found = scoreCell(given, cell, never, judges.of("1/base/0"));
  return found.then((outcome) => ({ outcome, runs }));
}

const passing = [
  "the pier opens at nine",
  "The pier opens at nine.",
  "the pier opens nine",
  "pier opens at nine",
  "the pier opens at nine today",
  "so the pier opens at nine",
  "at nine the pier opens",
  "the big pier opens at nine",
  "NINE: the pier opens",
  "the pier opens at nine, the pier opens at nine",
];
const failing = [
  "",
  "nine",
  "closed",
  "the boat",
  "we open early every day",
  "pier seven",
  "der Steg öffnet um neun",
  "boat boat boat",
  "it closes in the evening and opens in the morning",
  "日本",
];

describe("cosine", () => {
  it("passes ten answers and fails ten, each with a reason", async () => {
    expect([passing.length, failing.length]).toEqual([10, 10]);
    for (const text of passing) {
      expect({ text, ...(await score(text)) }).toMatchObject({ text, outcome: { passed: true } });
    }
    for (const text of failing) {
      const { outcome } = await score(text);
      expect({ text, outcome }).toMatchObject({ text, outcome: { passed: false, reason: expect.any(String) } });
    }
    expect((await score("closed", { given: { ...evaluator, not: true } })).outcome).toMatchObject({ passed: true });
    expect(evaluatorSchema().safeParse(evaluator)).toMatchObject({ success: true });
  });

  it("asks once for all texts, in a run of its own kind; the nearest of several counts", async () => {
    const before = server.requests.length;
    const { outcome, runs } = await score("closed today", {
      wanted: ["open", "closed today", "nine"],
      given: { ...evaluator, parameters: { dimensions: 256 } },
    });
    expect(server.requests.slice(before)).toEqual([
      { model: "text-embedding-3-small", input: ["closed today", "open", "closed today", "nine"], dimensions: 256 },
    ]);
    expect(outcome).toMatchObject({
      value: expect.closeTo(1),
      passed: true,
      reason: expect.stringContaining("the nearest of 3"),
    });
    expect(runs).toMatchObject([
      { kind: "embed", plan: { api: "embeddings" }, output: { vectors: { count: 4, dimensions: 256 } } },
    ]);
  });

  it("of an empty answer is nothing, and nobody is asked", async () => {
    const { outcome, runs } = await score("");
    expect([outcome, runs]).toMatchObject([{ value: 0, passed: false }, []]);
  });

  it.each([
    ["a model that refuses", "refuse", "gave no vectors"],
    ["an answer that lacks one", "one too few", "a vector for each text"],
    ["vectors of nothing", "zeros", "cannot be compared"],
  ] as const)("%s gives no score and says why", async (_, deed, words) => {
    server.next.push(deed);
    const { outcome } = await score("nine");
    expect(outcome).toMatchObject({ error: expect.stringContaining(words) });
  });

  it("a provider without embeddings, and a row that expects nothing, give no score and say why", async () => {
    const claude = { ...evaluator, model: "anthropic/claude-sonnet-4-5" };
    const { outcome } = await score("nine", { given: claude });
    expect(outcome).toMatchObject({ error: expect.stringContaining("Anthropic has none") });
    expect((await score("nine", { wanted: null })).outcome).toMatchObject({
      error: expect.stringContaining("what is expected"),
    });
  });

  it("a slow one that is stopped gives no score", async () => {
    server.next.push("hang");
    const before = server.requests.length;
    const stop = new AbortController();
    const slow = score("nine", { stop: stop.signal });
    await expect.poll(() => server.requests.length).toBe(before + 1);
    stop.abort();
    expect((await slow).outcome).toMatchObject({ error: expect.stringContaining("gave no vectors") });
  });
});
