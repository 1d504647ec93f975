import { memo } from "react";
import { describeInvisible, splitInvisible } from "./invisible.ts";
import styles from "./text.module.css";

/** Text as it is, with a badge where it holds characters nobody can see but a model reads. */
export const InvisibleText = memo(function InvisibleText({ text }: { text: string }) {
  let offset = 0;
  return splitInvisible(text).map((part) => {
    const key = offset;
    offset += part.text.length;
    if (part.kind === "text") return part.text;
    const { label, detail } = describeInvisible(part.invisible, part.text);
    return (
      <span key={key} className={styles["invisible"]} title={detail} role="img" aria-label={detail}>
        {label}
      </span>
    );
  });
});
