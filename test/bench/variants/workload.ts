import type { RunRequest } from "@shared/domain/run/run.ts";

/** The same work for the engine and for its peers. */
export const callCount = 1_500;
export const callConcurrency = 16;
export const streamCount = 60;
export const streamConcurrency = 4;

/** What the demo prompt `movie-critic` becomes, for the peers that have no prompts. */
export const messages = [
  {
    role: "user" as const,
    content: "As an expert movie critic, do you like the movie Dune 2? Answer in three sentences.",
  },
];

export const historyRuns = 100_000;

/** A comparison: as many variants as the screen takes, each run so often. */
export const matrixVariants = 12;
export const matrixRepetitions = 10;
export const matrixDelayMs = 50;
/** Calls at once with one credential; the engine's own limit. */
export const matrixConcurrency = 4;

/** The demo prompt itself, for the engine. */
export function requestOf(stream: boolean): RunRequest {
  return {
    prompt: { library: "demo", name: "movie-critic", label: "production" },
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
  };
}
