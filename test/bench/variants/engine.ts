import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "@engine/config/environment.ts";
import { createEngine } from "@engine/engine.ts";
import type { RunRequest } from "@shared/domain/run.ts";
import { inParallel, reportSample } from "../sample.ts";
import { callConcurrency, callCount, streamConcurrency, streamCount } from "./workload.ts";

/** The engine as the app runs it: prompt resolved, compiled, planned, sent, decoded, recorded, events read. */
const [mode, baseUrl = ""] = process.argv.slice(2);
const engine = await createEngine({
  profileDirectory: mkdtempSync(join(tmpdir(), "promptscope-bench-")),
  environment: readEnvironment({ OPENAI_API_KEY: "bench-key-of-no-worth", OPENAI_BASE_URL: baseUrl }),
  cipher: null,
});

const request = (stream: boolean): RunRequest => ({
  prompt: { source: "demo", name: "movie-critic", label: "production" },
  variables: { criticlevel: "expert", movie: "Dune 2" },
  placeholders: {},
  compileMode: "python",
  clientMessages: [],
  clientMessagesMode: "replace",
  model: "",
  modelOverride: "gpt-4o-mini",
  parameters: {},
  overrides: {},
  stream,
});

async function run(stream: boolean): Promise<number> {
  const { id } = engine.runs.start(request(stream));
  let length = 0;
  for await (const { event } of engine.runs.events(id, -1, new AbortController().signal)) {
    if (event.type === "text") length += event.text.length;
    if (event.type === "end" && event.outcome.kind !== "completed") throw new Error(JSON.stringify(event.outcome));
  }
  return length;
}

await (mode === "stream"
  ? reportSample(
      () => inParallel(streamCount, streamConcurrency, () => run(true)),
      () => inParallel(8, 4, () => run(true)),
    )
  : reportSample(
      () => inParallel(callCount, callConcurrency, () => run(false)),
      () => inParallel(200, 16, () => run(false)),
    ));
