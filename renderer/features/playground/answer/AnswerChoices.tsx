import { type AnswerChoice, otherChoicesOf, tokensOf } from "@shared/domain/run/answer-extras.ts";
import type { RunOutput } from "@shared/domain/run/stream-event.ts";
import { type ReactNode, useState } from "react";
import { Chip } from "../../../ui/Chip.tsx";
import { JsonView } from "../../../ui/JsonView.tsx";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { InvisibleText } from "../text/InvisibleText.tsx";
import { MarkdownText } from "../text/MarkdownText.tsx";
import { PlainText } from "../text/PlainText.tsx";
import styles from "./AnswerChoices.module.css";
import { TokenHeat } from "./TokenHeat.tsx";
import { useMarkdown } from "./use-markdown.ts";

interface AnswerChoicesProps {
  output: RunOutput;
  /** The text of the answer itself. */
  children: ReactNode;
}

type View = "one" | "all" | "tokens";

/** The words of an answer; of several choices one at a time or side by side, and how likely its tokens were. */
export function AnswerChoices({ output, children }: AnswerChoicesProps) {
  const others = output.order ? otherChoicesOf(output) : [];
  const tokens = output.order ? tokensOf(output) : [];
  const [view, setView] = useState<View>("one");
  const [at, setAt] = useState("0");
  if (others.length === 0 && tokens.length === 0) return children;
  const chosen = others.find(({ index }) => String(index) === at);
  const views: { value: View; label: string }[] = [
    { value: "one", label: others.length > 0 ? "One" : "Text" },
    ...(others.length > 0 ? [{ value: "all" as const, label: "Side by side" }] : []),
    ...(tokens.length > 0 ? [{ value: "tokens" as const, label: "Tokens" }] : []),
  ];
  return (
    <section className={styles["choices"]} aria-label="Choices of the answer">
      <div className={styles["bar"]}>
        <SegmentedControl<View> label="Shown" size="small" value={view} segments={views} onChange={setView} />
        {view === "one" && others.length > 0 && (
          <SegmentedControl
            label="Choice"
            size="small"
            value={chosen ? at : "0"}
            segments={[
              { value: "0", label: "1" },
              ...others.map(({ index }) => ({ value: String(index), label: String(index + 1) })),
            ]}
            onChange={setAt}
          />
        )}
      </div>
      {view === "tokens" && <TokenHeat tokens={tokens} />}
      {view === "one" && (chosen ? <Choice choice={chosen} /> : children)}
      {view === "all" && (
        <div className={styles["columns"]}>
          <article aria-label="Choice 1">
            <h4>1</h4>
            {children}
          </article>
          {others.map((choice) => (
            <article key={choice.index} aria-label={`Choice ${choice.index + 1}`}>
              <h4>{choice.index + 1}</h4>
              <Choice choice={choice} />
            </article>
          ))}
        </div>
      )}
    </section>
  );
}

function Choice({ choice: { text, finish, refusal, calls } }: { choice: AnswerChoice }) {
  const Text = useMarkdown() ? MarkdownText : PlainText;
  return (
    <>
      {text !== "" && <Text text={text} streaming={false} />}
      {refusal !== undefined && <InvisibleText text={refusal} />}
      {calls !== undefined && <JsonView value={calls} label="Tool calls" />}
      {finish !== undefined && finish !== "stop" && <Chip>ended with {finish}</Chip>}
    </>
  );
}
