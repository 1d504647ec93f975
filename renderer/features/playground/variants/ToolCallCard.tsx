import type { ToolCall } from "@shared/domain/message.ts";
import { Wrench } from "lucide-react";
import { CodeBlock } from "../../../ui/CodeBlock.tsx";
import styles from "./OutputTab.module.css";

/** A tool call of an answer. It is shown and never executed. */
export function ToolCallCard({ call }: { call: ToolCall }) {
  const name = call.function.name || "unnamed tool";
  return (
    <section className={styles["call"]} aria-label={`Tool call ${name}`}>
      <h3>
        <Wrench aria-hidden="true" size={14} />
        <code>{name}</code>
        <span className={styles["callNote"]}>tool call · shown, not executed</span>
      </h3>
      <CodeBlock text={prettyArguments(call.function.arguments)} language="json" label={`Arguments of ${name}`} />
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
