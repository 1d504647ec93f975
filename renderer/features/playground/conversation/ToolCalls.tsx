import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { useState } from "react";
import { isRunning, type RunView } from "../../../stores/run/runs.ts";
import { Button } from "../../../ui/Button.tsx";
import { ToolCallCard } from "../answer/ToolCallCard.tsx";
import styles from "./Conversation.module.css";
import { continueWithResults } from "./turns.ts";

/** The tool calls of an answer. None is executed: results are written by hand and sent back. */
export function ToolCalls({ variant, run }: { variant: VariantDraft; run: RunView }) {
  const [results, setResults] = useState<Record<number, string>>({});
  const calls = run.output.toolCalls;
  const ended = !isRunning(run) && run.outcome?.kind === "completed";
  return (
    <>
      {calls.map((call, index) => (
        <ToolCallCard
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is what providers tell tool calls apart by
          key={index}
          call={call}
          check={run.record?.checks?.toolCalls[index]}
          result={ended ? (results[index] ?? "") : undefined}
          onResult={(text) => setResults({ ...results, [index]: text })}
        />
      ))}
      {ended && (
        <div className={styles["row"]}>
          <Button
            size="small"
            disabled={calls.some((_, index) => (results[index] ?? "") === "")}
            onClick={() =>
              continueWithResults(
                variant.id,
                run,
                calls.map((_, index) => results[index] ?? ""),
              )
            }
          >
            {calls.length === 1 ? "Continue with this result" : "Continue with these results"}
          </Button>
        </div>
      )}
    </>
  );
}
