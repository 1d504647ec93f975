import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { classNames } from "../../../ui/class-names.ts";
import { plural } from "../../../ui/figures.ts";
import type { FoldedPart, ShownPart } from "../diff/folding.ts";
import styles from "./MarkedText.module.css";

const elements = { added: "ins", removed: "del" } as const;

/** A text with what was added underlined, what was removed struck through, and long equal stretches put away. */
export function MarkedText({ parts }: { parts: readonly ShownPart[] }) {
  return (
    <div className={styles["text"]}>
      {parts.map((part, index) => {
        if (part.kind === "same") return part.text;
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a diff have no identity but their place
        if (part.kind === "folded") return <Fold key={index} part={part} />;
        const Element = elements[part.kind];
        // Whole lines stand as lines; a change within a line stays in it.
        const isBlock = part.text.endsWith("\n") && (parts[index - 1]?.text ?? "\n").endsWith("\n");
        return (
          <Element
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a diff have no identity but their place
            key={index}
            className={classNames(
              styles["change"],
              styles[part.kind],
              part.kind === "added" && parts[index - 1]?.kind === "removed" && styles["replacing"],
              isBlock && styles["block"],
            )}
          >
            {part.text}
          </Element>
        );
      })}
    </div>
  );
}

/** An equal stretch that is put away until it is asked for. */
function Fold({ part }: { part: FoldedPart }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={styles["fold"]} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
        {plural(part.lines, "line")} the same
      </button>
      {"\n"}
      {open && part.text}
    </>
  );
}
