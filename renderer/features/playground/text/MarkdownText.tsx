import { lazy, memo, Suspense, useMemo, useRef, useState } from "react";
import { Boundary } from "../../../ui/Boundary.tsx";
import { Button } from "../../../ui/Button.tsx";
import { boundedBlock } from "./bounded-blocks.ts";
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
          <Block key={index} text={block} />
        ))}
        {streaming && <Caret />}
      </div>
    </Suspense>
  );
}

/** A block as far as it is quick to draw; the rest when it is asked for. What cannot be drawn is shown as text. */
const Block = memo(function Block({ text }: { text: string }) {
  const [shown, setShown] = useState(1);
  const { stretches, isCut } = useMemo(() => boundedBlock(text, shown), [text, shown]);
  return (
    <>
      {stretches.map((stretch, index) =>
        stretch.kind === "text" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: stretches are only ever appended; the index is their identity
          <PlainText key={index} text={stretch.text} streaming={false} />
        ) : (
          <Boundary
            // biome-ignore lint/suspicious/noArrayIndexKey: stretches are only ever appended; the index is their identity
            key={index}
            what="This part of the answer"
            about={stretch.text}
            fallback={<PlainText text={stretch.text} streaming={false} />}
          >
            <MarkdownBlock text={stretch.text} />
          </Boundary>
        ),
      )}
      {isCut && (
        <Button size="small" onClick={() => setShown(shown + 1)}>
          Show the rest
        </Button>
      )}
    </>
  );
});
