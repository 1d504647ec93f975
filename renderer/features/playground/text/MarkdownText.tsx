import { lazy, Suspense, useRef } from "react";
import { growBlocks, noBlocks } from "./markdown-blocks.ts";
import { Caret, PlainText } from "./PlainText.tsx";
import styles from "./text.module.css";

// The parser is half of the renderer's weight and many never switch Markdown on.
const MarkdownBlock = lazy(() => import("./MarkdownBlock.tsx"));

interface MarkdownTextProps {
  text: string;
  streaming: boolean;
}

/** An answer as safe Markdown. Blocks are memoised, so that only the last one is parsed again while the text grows. */
export function MarkdownText({ text, streaming }: MarkdownTextProps) {
  const state = useRef(noBlocks);
  state.current = growBlocks(state.current, text);
  return (
    <Suspense fallback={<PlainText text={text} streaming={streaming} />}>
      <div className={styles["markdown"]}>
        {state.current.blocks.map((block, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever appended; the index is their identity
          <MarkdownBlock key={index} text={block} />
        ))}
        {streaming && <Caret />}
      </div>
    </Suspense>
  );
}
