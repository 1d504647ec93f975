import { shownText } from "@shared/domain/run/shown-text.ts";
import { errorProps } from "../../../stores/error-props.ts";
import type { RunView } from "../../../stores/run/runs.ts";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { formatCount, plural } from "../../../ui/figures.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { AnswerAudio } from "../answer/AnswerAudio.tsx";
import { AnswerChoices } from "../answer/AnswerChoices.tsx";
import { AnswerSources, AnswerSteps } from "../answer/AnswerExtras.tsx";
import { audioFormatOf } from "../answer/audio-format.ts";
import { OutcomeNotice } from "../answer/OutcomeNotice.tsx";
import { Reasoning } from "../answer/Reasoning.tsx";
import { SchemaNotice } from "../answer/SchemaNotice.tsx";
import { ToolCallCard } from "../answer/ToolCallCard.tsx";
import { useMarkdown } from "../answer/use-markdown.ts";
import { stageNames } from "../errors/stage-names.ts";
import { WarningList } from "../errors/WarningList.tsx";
import { InvisibleText } from "../text/InvisibleText.tsx";
import { MarkdownText } from "../text/MarkdownText.tsx";
import { PlainText } from "../text/PlainText.tsx";
import styles from "./Report.module.css";

/** The answer of a kept run, or why there is none. Nothing in here can be acted on. */
export function RunAnswer({ run }: { run: RunView }) {
  const markdown = useMarkdown();
  const { output, outcome, record } = run;
  const Text = markdown ? MarkdownText : PlainText;
  const marks = run.state !== "finished" ? "none" : markdown ? "markdown" : "plain";
  const error = outcome && "error" in outcome && outcome.kind !== "cancelled" ? outcome.error : undefined;
  return (
    <section className={styles["answer"]} aria-label="Output">
      {record?.replay && (
        <Notice tone="warn">Replayed from a cassette: nothing left this machine for this answer.</Notice>
      )}
      {record?.state === "interrupted" && (
        <Notice tone="warn">Promptscope stopped in the middle of this run; what had been written down is here.</Notice>
      )}
      {run.state !== "finished" && output.text === "" && output.reasoning === "" && (
        <p className={styles["waiting"]} role="status">
          Waiting for the first token…
        </p>
      )}
      <Reasoning run={run} />
      <AnswerSteps output={output} />
      <AnswerChoices output={output}>
        {output.text !== "" && <Text text={shownText(output, marks)} streaming={false} />}
      </AnswerChoices>
      <AnswerAudio output={output} format={audioFormatOf(record?.plan)} />
      {output.vectors && (
        <p>
          {plural(output.vectors.count, "vector")} of {formatCount(output.vectors.dimensions)} numbers
        </p>
      )}
      <AnswerSources output={output} />
      {output.refusal !== "" && (
        <Notice tone="warn">
          The model refused: <InvisibleText text={output.refusal} />
        </Notice>
      )}
      {output.toolCalls.map((call, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the index is what providers tell tool calls apart by
        <ToolCallCard key={index} call={call} check={record?.checks?.toolCalls[index]} />
      ))}
      <SchemaNotice run={run} />
      <OutcomeNotice run={run} />
      {error && <ErrorCard {...errorProps(error)} stage={stageNames[error.stage]} />}
      <WarningList warnings={run.warnings} />
    </section>
  );
}
