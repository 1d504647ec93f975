import type { ToolCall } from "@shared/domain/message/message.ts";
import type { SchemaCheck } from "@shared/domain/message/schema-check.ts";
import { Wrench } from "lucide-react";
import { Chip } from "../../../ui/Chip.tsx";
import { CodeBlock } from "../../../ui/CodeBlock.tsx";
import { Field } from "../../../ui/Field.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import { SchemaErrors } from "./SchemaErrors.tsx";
import styles from "./ToolCallCard.module.css";

interface ToolCallCardProps {
  call: ToolCall;
  /** Whether the arguments fit the tool's parameters; absent until the answer is whole. */
  check?: SchemaCheck | undefined;
  /** What is typed as the tool's result; absent where none can be given. */
  result?: string | undefined;
  onResult?(text: string): void;
}

/** A tool call of an answer. It is shown and never executed. */
export function ToolCallCard({ call, check, result, onResult }: ToolCallCardProps) {
  const name = call.function.name || "unnamed tool";
  return (
    <section className={styles["call"]} aria-label={`Tool call ${name}`}>
      <h3>
        <Wrench aria-hidden="true" size={14} />
        <code>{name}</code>
        <span className={styles["callNote"]}>tool call · shown, not executed</span>
        {check && (
          <Chip tone={check.valid ? "ok" : "bad"}>{check.valid ? "fits its schema" : "does not fit its schema"}</Chip>
        )}
      </h3>
      <CodeBlock text={prettyArguments(call.function.arguments)} language="json" label={`Arguments of ${name}`} />
      {check && <SchemaErrors errors={check.errors} />}
      {result !== undefined && onResult && (
        <Field label="Result" note="mocked">
          {(control) => (
            <TextArea
              {...control}
              mono
              placeholder="What the tool would have answered"
              value={result}
              onChange={onResult}
            />
          )}
        </Field>
      )}
    </section>
  );
}

/** Arguments come as text and, while they stream, as half a JSON document. */
function prettyArguments(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Not JSON, or not yet: shown as it came.
    return text;
  }
}
