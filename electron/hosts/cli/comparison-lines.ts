import type { RunRecord } from "@shared/domain/run/run.ts";
import { dollars, seconds, tokens } from "./figures.ts";
import { columnsOf, cutTo, tableLines } from "./table.ts";
import { oneLine } from "./terminal.ts";

export interface Compared {
  /** As it was asked for. */
  model: string;
  record: RunRecord;
}

/** Of an answer in the table where no terminal limits it. */
const excerptLength = 80;

/** The answers stand beside the figures where there is room for them, else each below its own. */
export function comparisonLines(compared: readonly Compared[], full: boolean, width: number | undefined): string[] {
  const right = "right" as const;
  const columns = [
    { title: "MODEL" },
    { title: "RESULT" },
    { title: "TOTAL", align: right },
    { title: "FIRST TOKEN", align: right },
    { title: "TOKENS", align: right },
    { title: "COST", align: right },
  ];
  const rows = compared.map(({ model, record }) => [
    oneLine(model),
    outcomeOf(record),
    seconds(record.metrics?.totalMs),
    seconds(record.metrics?.ttftMs),
    tokens(record),
    dollars(record.metrics?.cost?.usd),
  ]);
  const answers = compared.map(({ record }) => oneLine(answerOf(record)).slice(0, width ?? excerptLength));
  const figures = tableLines(columns, rows);
  const room = width === undefined ? excerptLength : width - columnsOf(figures[0] ?? "");
  if (room >= excerptLength / 2) {
    const withAnswers = rows.map((row, index) => [...row, answers[index] ?? ""]);
    return tableLines([...columns, { title: "ANSWER" }], withAnswers, width);
  }
  return figures.flatMap((line, index) => {
    const answer = index === 0 || full ? "" : answers[index - 1];
    return [cutTo(line, width), ...(answer ? [cutTo(`  ${answer}`, width)] : [])];
  });
}

/** What a run said: its text and the tools it calls, or why there is none. */
export function answerOf({ output, outcome }: RunRecord): string {
  const calls = output.toolCalls.map((call) => `→ ${call.function.name}(${call.function.arguments})`);
  const said = [output.text || output.refusal, ...calls].filter(Boolean).join("\n");
  return said === "" && outcome && "error" in outcome ? outcome.error.message : said;
}

/** How it ended, in a word or two. */
export function outcomeOf({ outcome }: RunRecord): string {
  if (!outcome) return "unknown";
  return "error" in outcome ? outcome.kind.replaceAll("_", " ") : oneLine(outcome.finishReason);
}
