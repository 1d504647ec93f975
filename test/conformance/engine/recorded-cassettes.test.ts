import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cassette } from "@shared/domain/run/cassette.ts";
import type { Outcome, RunOutput } from "@shared/domain/run/stream-event.ts";
import { createParser } from "eventsource-parser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Script } from "../../fakes/provider/scripts.ts";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

/** What each cassette in `test/fixtures/cassettes` holds: a model, what the fake provider did, and what it comes to. */
interface Recording {
  name: string;
  model: string;
  script: Script;
  outcome: Outcome["kind"];
  output: Partial<RunOutput>;
}

const weather = { id: "call_1", name: "get_weather", arguments: '{"city":"Zürich"}' };

const recordings: Recording[] = [
  {
    name: "openai-tool-call",
    model: "openai/fake-large",
    script: { kind: "answer", answer: { text: "Let me look.", toolCalls: [weather] } },
    outcome: "completed",
    output: {
      text: "Let me look.",
      finishReason: "tool_calls",
      toolCalls: [{ id: "call_1", type: "function", function: { name: weather.name, arguments: weather.arguments } }],
    },
  },
  {
    name: "anthropic-reasoning",
    model: "anthropic/fake-large",
    script: {
      kind: "answer",
      answer: {
        reasoning: "They greet me, so I greet back.",
        text: "Grüezi, 日本 and 🎉 to you.",
        usage: { input: 40, output: 12, cached: 30 },
      },
    },
    outcome: "completed",
    output: { reasoning: "They greet me, so I greet back.", text: "Grüezi, 日本 and 🎉 to you." },
  },
  {
    name: "azure-text",
    model: "azure/fake-large",
    script: { kind: "answer", answer: { text: "## Hello\n\n- from\n- Azure" } },
    outcome: "completed",
    output: { text: "## Hello\n\n- from\n- Azure" },
  },
  {
    name: "openai-cut",
    model: "openai/fake-large",
    script: { kind: "cut", after: 3 },
    outcome: "connection_lost",
    output: { text: "Hello from" },
  },
];

const fileOf = (name: string) => join(import.meta.dirname, "../../fixtures/cassettes", `${name}.json`);

let bench: EngineBench;
beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(() => bench.close());

/** Makes the run and keeps it as a file, a line for each value so that a change can be read. */
async function record({ name, model, script }: Recording): Promise<void> {
  bench.provider.next(script);
  const request = runRequest({ model, clientMessages: [{ role: "user", content: "Say hello" }] });
  const { record } = await bench.run(request);
  const { text } = await bench.engine.cassettes.export(record.id);
  writeFileSync(fileOf(name), `${JSON.stringify(JSON.parse(text), null, 2)}\n`);
}

/** The server-sent events of a body, as another reader than ours finds them. */
function eventsIn(body: string): { event: string | undefined; data: string }[] {
  const found: { event: string | undefined; data: string }[] = [];
  createParser({ onEvent: ({ event, data }) => void found.push({ event, data }) }).feed(body);
  return found;
}

describe.each(recordings)("the cassette $name", (recording) => {
  it("still plays to the same end (a form of the file that older recordings do not have)", async () => {
    if (process.env["WRITE_CASSETTES"]) await record(recording);
    await bench.provider.close();
    const text = readFileSync(fileOf(recording.name), "utf8");
    const { id } = await bench.engine.cassettes.replay({ text }, "fast");
    for await (const _event of bench.engine.runs.events(id, -1, new AbortController().signal));
    const { record: run } = await bench.engine.history.get(id);
    expect(run.outcome?.kind).toBe(recording.outcome);
    expect(run.output).toMatchObject(recording.output);
    expect(run.replay).toMatchObject({ speed: "fast" });
    const { response } = (JSON.parse(text) as Cassette).exchange;
    const frames = run.exchanges.at(-1)?.frames.map(({ event, data }) => ({ event, data }));
    expect(frames).toEqual(eventsIn(response.body));
  });

  it("holds no key and no path of the machine it was recorded on", () => {
    const text = readFileSync(fileOf(recording.name), "utf8");
    expect(text).not.toMatch(/canary-(openai|anthropic|azure)-/);
    expect(text).not.toMatch(/"\/(tmp|home|root|work|Users)\//);
  });
});
