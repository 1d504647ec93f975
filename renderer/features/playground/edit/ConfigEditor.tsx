import { readConfig } from "@shared/domain/edit/change-document.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import { useRef } from "react";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { CodeEditor } from "../../../ui/code/CodeEditor.tsx";
import type { CompleteText } from "../../../ui/code/code-marks.ts";
import styles from "./ConfigEditor.module.css";

/** Keys that the engine understands in a prompt's config; others are kept as they are. */
const knownKeys = [
  "model",
  "temperature",
  "top_p",
  "max_tokens",
  "max_completion_tokens",
  "frequency_penalty",
  "presence_penalty",
  "seed",
  "stop",
  "n",
  "response_format",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "reasoning_effort",
  "logprobs",
  "user",
  "metadata",
];

/** Completes a key at the place of one: behind `{` or `,`, or a quote that begins a line. */
const completeKey: CompleteText = (before) => {
  const typed = /(?:^|[{,])\s*"([\w]*)$/.exec(before);
  if (!typed) return null;
  const [, word = ""] = typed;
  return { from: before.length - word.length, options: knownKeys.map((key) => ({ label: key, apply: `${key}": ` })) };
};

/** The prompt's config as JSON text. While it is none, the last one that was is run, and that is said. */
export function ConfigEditor() {
  const document = useEdits((state) => state.open?.editing.now);
  const { change, undo, redo } = useEdits.getState();
  const box = useRef<HTMLElement>(null);
  if (!document) return null;
  const read = readConfig(document.configText);
  return (
    <section ref={box} className={styles["box"]} aria-label="Config as JSON" tabIndex={-1}>
      <div className={styles["field"]}>
        <CodeEditor
          label="Config"
          language="json"
          text={document.configText}
          complete={completeKey}
          onChange={(text) => change({ do: "config-text", text })}
          onUndo={undo}
          onRedo={redo}
          onLeave={() => box.current?.focus()}
        />
      </div>
      {read === undefined ? (
        <p className={styles["invalid"]} role="status">
          This is no JSON yet. Until it is, runs use the last config that was.
        </p>
      ) : (
        !isJsonObject(read) && (
          <p className={styles["invalid"]} role="status">
            This is JSON but no object: it decides neither model nor parameters.
          </p>
        )
      )}
    </section>
  );
}
