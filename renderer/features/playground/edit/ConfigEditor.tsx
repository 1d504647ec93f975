import { readConfig } from "@shared/domain/edit/change-document.ts";
import { configAsText } from "@shared/domain/edit/editor-document.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import { useRef } from "react";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { CodeEditor } from "../../../ui/code/CodeEditor.tsx";
import type { CompleteText } from "../../../ui/code/code-marks.ts";
import styles from "./ConfigEditor.module.css";
import { ConfigFields } from "./ConfigFields.tsx";

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

/** The prompt's config as fields and as JSON text, in step. While the text is no JSON, the last one that was is run. */
export function ConfigEditor() {
  const document = useEdits((state) => state.open?.editing.now);
  const key = useEdits((state) => state.open?.key);
  const { change, undo, redo } = useEdits.getState();
  const box = useRef<HTMLElement>(null);
  if (!document) return null;
  const { config, configText } = document;
  const read = readConfig(configText);
  const shown = config ?? {};
  return (
    <>
      {read === undefined && isJsonObject(shown) && (
        <p className={styles["invalid"]} role="status">
          The JSON below is not whole: the fields show the config as it was last, and rest until it is mended.{" "}
          <button
            type="button"
            className={styles["back"]}
            onClick={() => change({ do: "config-text", text: configAsText(config) })}
          >
            Back to that
          </button>
        </p>
      )}
      {isJsonObject(shown) && (
        <fieldset className={styles["form"]} aria-label="Config as fields" disabled={!isJsonObject(read)}>
          <ConfigFields
            key={key}
            config={shown}
            onSet={(name, value) => change({ do: "config-key", key: name, value })}
          />
        </fieldset>
      )}
      <div className={styles["top"]}>
        <h2 className={styles["title"]}>JSON</h2>
        <CopyButton text={() => configText} label="Copy the config" />
      </div>
      <section ref={box} className={styles["box"]} aria-label="Config as JSON" tabIndex={-1}>
        <div className={styles["field"]}>
          <CodeEditor
            label="Config"
            language="json"
            text={configText}
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
    </>
  );
}
