import { useEffect, useRef, useState } from "react";
import styles from "./CodeEditor.module.css";

/** Two texts to be compared. */
export interface ComparedText {
  before: { label: string; text: string };
  after: { label: string; text: string };
  language: "template" | "json";
  /** One text with signs instead of two beside each other. */
  isInline: boolean;
}

/** Two texts, read only, with what differs marked and what is equal folded. Its code is loaded with the first one. */
export function MergeText({ before, after, language, isInline }: ComparedText) {
  const host = useRef<HTMLDivElement>(null);
  const [isThere, setThere] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [from, to] = [before.text, after.text];
  const [fromLabel, toLabel] = [before.label, after.label];
  useEffect(() => {
    let isGone = false;
    let shown: { destroy(): void } | undefined;
    const element = host.current;
    const mount = ({ mountMerge }: typeof import("./merge-view.ts")) => {
      if (isGone || element === null) return;
      const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
      shown = mountMerge(root, {
        before: { label: fromLabel, text: from },
        after: { label: toLabel, text: to },
        language,
        isInline,
      });
      setThere(true);
    };
    import("./merge-view.ts").then(mount, () => setMissing(true));
    return () => {
      isGone = true;
      shown?.destroy();
    };
  }, [from, to, fromLabel, toLabel, language, isInline]);
  if (isMissing) {
    return <p className={styles["missing"]}>The comparison could not be loaded: reload the page to see it.</p>;
  }
  return <div ref={host} className={isThere ? styles["box"] : styles["coming"]} />;
}
