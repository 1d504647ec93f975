import type { AnswerToken } from "@shared/domain/run/answer-extras.ts";
import { Fragment, useState } from "react";
import styles from "./TokenHeat.module.css";

/** Beyond so many the page would grow slow. */
const mostShown = 4_000;

/** The tokens of an answer, the less likely the warmer; the one that is pointed at tells what else might have stood there. */
export function TokenHeat({ tokens }: { tokens: readonly AnswerToken[] }) {
  const [at, setAt] = useState<number | null>(null);
  const shown = tokens.slice(0, mostShown);
  const token = at === null ? undefined : shown[at];
  const mean = Math.exp(tokens.reduce((sum, { logprob }) => sum + logprob, 0) / Math.max(1, tokens.length));
  return (
    <div className={styles["heat"]}>
      <p className={styles["tokens"]}>
        {shown.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no identity but their place
          <Fragment key={index}>
            <button
              type="button"
              className={styles["token"]}
              style={{ "--heat": `${Math.round(heatOf(one.logprob) * 100)}%` } as React.CSSProperties}
              title={`${percent(one.logprob)} ${JSON.stringify(one.token)}`}
              aria-pressed={at === index}
              onClick={() => setAt(at === index ? null : index)}
            >
              {visible(one.token)}
            </button>
            {one.token.includes("\n") && <br />}
          </Fragment>
        ))}
      </p>
      {shown.length < tokens.length && <p className={styles["note"]}>{tokens.length - shown.length} more tokens</p>}
      <p className={styles["note"]} role="status">
        {token
          ? [
              `${JSON.stringify(token.token)} ${percent(token.logprob)}`,
              ...token.top
                .filter((other) => other.token !== token.token)
                .map((other) => `${JSON.stringify(other.token)} ${percent(other.logprob)}`),
            ].join(" · ")
          : `${tokens.length} tokens, ${percent(Math.log(mean))} likely on average. Choose one to see what else might have stood there.`}
      </p>
    </div>
  );
}

/** 0 for a certain token, 1 for one of a probability of 1 % or less. */
function heatOf(logprob: number): number {
  return Math.min(1, Math.max(0, -logprob / Math.log(100)));
}

function percent(logprob: number): string {
  const share = Math.exp(logprob) * 100;
  return `${share >= 99.95 ? "100" : share < 0.1 ? "<0.1" : share.toFixed(1)} %`;
}

/** Blanks and breaks are tokens, too. */
function visible(token: string): string {
  return token.replaceAll("\n", "↵").replace(/^ +$/, (blanks) => "·".repeat(blanks.length));
}
