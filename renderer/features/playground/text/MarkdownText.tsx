import { lazy, memo, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { Boundary } from "../../../ui/Boundary.tsx";
import { Button } from "../../../ui/Button.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { watchNear } from "../../../ui/code/watch-near.ts";
import { boundedBlock } from "./bounded-blocks.ts";
import { InvisibleText } from "./InvisibleText.tsx";
import { growBlocks, noBlocks, type Section } from "./markdown-blocks.ts";
import { Caret, PlainText } from "./PlainText.tsx";
import { inSlices } from "./slices.ts";
import styles from "./text.module.css";

// The parser is half of the renderer's weight and no answer is there with the first paint.
const MarkdownBlock = lazy(() => import("./MarkdownBlock.tsx"));

interface MarkdownTextProps {
  text: string;
  streaming: boolean;
}

/** So many sections are drawn at once; of more, those near what is in sight. */
const drawnAtOnce = 2;

/**
 * An answer as safe Markdown, or as it stands where it is JSON. Finished blocks are parsed once, and those of a long answer
 * only when they come near what is in sight, a section at a time: until then they are there as text.
 */
export function MarkdownText({ text, streaming }: MarkdownTextProps) {
  const state = useRef(noBlocks);
  if (isJson.test(text)) return <PlainText text={text} streaming={streaming} />;
  state.current = growBlocks(state.current, text);
  const { sections } = state.current;
  const isLong = sections.length > drawnAtOnce;
  return (
    <Suspense fallback={<PlainText text={text} streaming={streaming} />}>
      <div className={classNames(styles["markdown"], isLong && styles["long"])}>
        {sections.map((section, index) => (
          <SectionView
            // biome-ignore lint/suspicious/noArrayIndexKey: sections are only ever appended; the index is their identity
            key={index}
            section={section}
            isDrawn={!isLong || index === 0 || (streaming && index === sections.length - 1)}
          />
        ))}
        {streaming && <Caret />}
      </div>
    </Suspense>
  );
}

/** Markdown would lose its lines. A link begins with a bracket too, but with words in it. */
const isJson = /^\s*(?:\{\s*["}]|\[\s*(?:[\]{["]|-?\d+[\s,\]]))/;

/** Once drawn it stays so. */
const SectionView = memo(function SectionView({ section, isDrawn }: { section: Section; isDrawn: boolean }) {
  const [wasNear, setNear] = useState(isDrawn);
  const box = useRef<HTMLDivElement>(null);
  if (isDrawn && !wasNear) setNear(true);
  useEffect(() => {
    const element = box.current;
    if (wasNear || !element) return;
    let forget = () => {};
    const unwatch = watchNear(element, (isNear) => {
      forget();
      if (isNear) forget = inSlices(() => setNear(true));
    });
    return () => {
      unwatch();
      forget();
    };
  }, [wasNear]);
  return (
    <div ref={box} className={styles["section"]}>
      {wasNear ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever appended; the index is their identity
        section.map((block, index) => <Block key={index} text={block} />)
      ) : (
        <div className={styles["chunk"]} dir="auto">
          <InvisibleText text={section.join("").trimEnd()} />
        </div>
      )}
    </div>
  );
});

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
