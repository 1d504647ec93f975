import type { foldSame } from "../../../diff/output-diff.ts";
import { plural } from "../../../ui/figures.ts";
import styles from "./DifferenceList.module.css";

const elements = { added: "ins", removed: "del" } as const;

/** A text with what was added underlined, what was removed struck through, and long equal stretches put away. */
export function MarkedText({ parts }: { parts: ReturnType<typeof foldSame> }) {
  return parts.map((part, index) => {
    if (part.kind === "same") return part.text;
    if (part.kind === "folded") {
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a diff have no identity but their place
        <span key={index} className={styles["folded"]}>
          … {plural(part.lines, "line")} the same …{"\n"}
        </span>
      );
    }
    const Element = elements[part.kind];
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a diff have no identity but their place
      <Element key={index} className={styles[part.kind]}>
        {part.text}
      </Element>
    );
  });
}
