import { useMemo } from "react";
import { classNames } from "../../../ui/class-names.ts";
import { InvisibleText } from "./InvisibleText.tsx";
import styles from "./text.module.css";
import { splitChunks } from "./text-chunks.ts";

interface PlainTextProps {
  text: string;
  /** Shows the caret of a stream behind the last character. */
  streaming: boolean;
}

/** Of more chunks, those out of sight are not laid out. */
const mostAtOnce = 4;

/** An answer as plain text. Only the last chunk is laid out again while it grows. */
export function PlainText({ text, streaming }: PlainTextProps) {
  const chunks = useMemo(() => splitChunks(text), [text]);
  return (
    <div className={classNames(styles["plain"], chunks.length > mostAtOnce && styles["long"])}>
      {chunks.map((chunk, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: chunks are only ever appended; the index is their identity
        <div key={index} className={styles["chunk"]} dir="auto">
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
