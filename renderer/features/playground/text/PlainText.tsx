import { useMemo } from "react";
import { InvisibleText } from "./InvisibleText.tsx";
import styles from "./text.module.css";
import { splitChunks } from "./text-chunks.ts";

interface PlainTextProps {
  text: string;
  /** Shows the caret of a stream behind the last character. */
  streaming: boolean;
}

/** An answer as plain text. Only the last chunk is laid out again while it grows. */
export function PlainText({ text, streaming }: PlainTextProps) {
  const chunks = useMemo(() => splitChunks(text), [text]);
  return (
    <div className={styles["plain"]}>
      {chunks.map((chunk, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: chunks are only ever appended; the index is their identity
        <div key={index} className={styles["chunk"]}>
          <InvisibleText text={chunk} />
          {streaming && index === chunks.length - 1 && <Caret />}
        </div>
      ))}
    </div>
  );
}

/** The mark behind the last character of an answer that is still coming. */
export function Caret() {
  return <span className={styles["caret"]} aria-hidden="true" />;
}
