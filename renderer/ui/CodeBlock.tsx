import { useState } from "react";
import { Button } from "./Button.tsx";
import styles from "./CodeBlock.module.css";
import { classNames } from "./class-names.ts";
import { JsonText } from "./JsonText.tsx";

const firstCharacters = 20_000;

interface CodeBlockProps {
  text: string;
  /** `json` colours; everything else stays as it is. */
  language?: "json" | "plain";
  /** Breaks long lines instead of scrolling sideways. */
  wrap?: boolean;
  label: string;
}

/** Text in mono, exactly as given. Long text starts with its first 20 000 characters; a button shows the rest. */
export function CodeBlock({ text, language = "plain", wrap = true, label }: CodeBlockProps) {
  const [whole, setWhole] = useState(false);
  const cut = !whole && text.length > firstCharacters;
  const shown = cut ? text.slice(0, firstCharacters) : text;
  return (
    <div className={styles["block"]}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, a section would be a landmark */}
      <div role="group" className={styles["scroll"]} aria-label={label} tabIndex={0}>
        <pre className={classNames(styles["code"], wrap && styles["wrap"])}>
          {language === "json" && shown.length <= 200_000 ? <JsonText text={shown} /> : shown}
        </pre>
      </div>
      {cut ? (
        <Button size="small" onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString("en-US")} characters
        </Button>
      ) : null}
    </div>
  );
}
