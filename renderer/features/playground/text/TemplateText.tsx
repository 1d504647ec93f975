import { InvisibleText } from "./InvisibleText.tsx";
import { splitTemplate } from "./template-parts.ts";
import styles from "./text.module.css";

/** A stretch of a text; `mark` is the class that it bears beside what it is. */
export interface MarkedWords {
  text: string;
  mark?: string | undefined;
}

interface TemplateTextProps {
  words: readonly MarkedWords[];
  /** It is no template: what looks like a tag is text. */
  plain?: boolean;
}

/** A stored template with its variables and references as tokens, nothing resolved. A token may lie over several stretches. */
export function TemplateText({ words, plain = false }: TemplateTextProps) {
  const whole = words.map(({ text }) => text).join("");
  let from = 0;
  return (plain ? [{ kind: "text" as const, text: whole }] : splitTemplate(whole)).map(({ kind, text }) => {
    const at = from;
    from += text.length;
    const inside = cut(words, at, from).map(({ text: piece, mark }, index) =>
      mark === undefined ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text have no identity but their place
        <InvisibleText key={index} text={piece} />
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text have no identity but their place
        <span key={index} className={mark}>
          <InvisibleText text={piece} />
        </span>
      ),
    );
    return kind === "text" ? (
      inside
    ) : (
      <mark key={at} className={styles[kind]}>
        {inside}
      </mark>
    );
  });
}

/** What of the stretches lies between two places of the whole text. */
function cut(words: readonly MarkedWords[], from: number, to: number): MarkedWords[] {
  let start = 0;
  return words.flatMap(({ text, mark }) => {
    const piece = text.slice(Math.max(0, from - start), Math.max(0, to - start));
    start += text.length;
    return piece === "" ? [] : [{ text: piece, mark }];
  });
}
