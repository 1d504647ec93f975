import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import { afterEach, beforeEach } from "vitest";
import { type CommandLine, openCommandLine } from "./command-line.ts";
import { type CountedAnswer, type CountingServer, startCountingServer } from "./counting-server.ts";

/** What `--json` prints. */
export type Printed = ExperimentReport & { results: CellResult[] };

export const printed = (text: string) => JSON.parse(text) as Printed;

/** A folder with an experiment's file, and the server its models are asked at; all of it anew for each test. */
export interface ExperimentFolder {
  readonly cli: CommandLine;
  readonly folder: string;
  readonly server: CountingServer;
  file(): string;
  variables(): Record<string, string>;
  run(...words: string[]): ReturnType<CommandLine["run"]>;
  /** An experiment of so many rows over two variants, whose expected answer is yes, with these lines more. */
  write(
    rows: number,
    more: readonly string[],
    answer: (question: string, model: string) => CountedAnswer,
  ): Promise<void>;
}

export function experimentFolder(): ExperimentFolder {
  let cli: CommandLine;
  let folder: string;
  let server: CountingServer;
  beforeEach(async () => {
    cli = await openCommandLine();
    folder = await mkdtemp(join(tmpdir(), "promptscope-experiment-"));
  });
  afterEach(async () => {
    await server.close();
    await cli.close();
    await rm(folder, { recursive: true, force: true });
  });
  const file = () => join(folder, "experiment.yaml");
  const variables = () => ({ OPENAI_API_KEY: "sk-canary-experiment", OPENAI_BASE_URL: server.url });
  return {
    get cli() {
      return cli;
    },
    get folder() {
      return folder;
    },
    get server() {
      return server;
    },
    file,
    variables,
    run: (...words) => cli.run(["experiment", ...words], { variables: variables() }),
    async write(rows, more, answer) {
      server = await startCountingServer(answer);
      await writeFile(
        join(folder, "rows.csv"),
        ["question,answer", ...Array.from({ length: rows }, (_, index) => `q${index + 1},yes`)].join("\n"),
      );
      const lines = [
        "name: ferry answers",
        "dataset: { file: rows.csv, expected: answer }",
        "variants:",
        '  - { name: base, prompt: { text: "{{question}}" }, model: openai/gpt-base }',
        '  - { name: edit, prompt: { text: "{{question}}" }, model: openai/gpt-edit }',
        ...(more.includes("evaluators:") ? [] : ["evaluators: [{ type: equals }]"]),
        ...more,
      ];
      await writeFile(file(), lines.join("\n"));
    },
  };
}
