import type { WireText } from "@shared/domain/wire/wire.ts";
import styles from "./wire.module.css";

/** Header text with its secrets as chips: their value never reaches this window. */
export function WireTextView({ text }: { text: WireText }) {
  return text.map((part, index) =>
    typeof part === "string" ? (
      part
    ) : (
      <span
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of an immutable text never move
        key={index}
        className={styles["secret"]}
        title={`The value of ${part.variable}, joined in just before sending`}
      >
        {part.hint}
      </span>
    ),
  );
}
