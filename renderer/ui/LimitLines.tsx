import { TriangleAlert } from "lucide-react";
import styles from "./LimitLines.module.css";
import { Notice } from "./Notice.tsx";
import { addedText, type ProviderNames, type SpendFigures, spendText, unpricedText } from "./spend-words.ts";

interface LimitLinesProps {
  /** The tightest first. */
  lines: readonly (SpendFigures & { state: "within" | "near" | "passes" | "passed" })[];
  providers: ProviderNames;
  /** Why what was spent is not known. */
  problem: string | undefined;
}

/** Limits of a day, each with what was spent of it and what a run would make of that. */
export function LimitLines({ lines, providers, problem }: LimitLinesProps) {
  if (problem !== undefined) return <Notice tone="warn">What was spent today could not be read: {problem}</Notice>;
  return lines.map((line) => {
    const text = [spendText(line, providers), addedText(line), unpricedText(line)].filter(Boolean).join(" · ");
    if (line.state === "within" || line.state === "near") {
      return (
        <p key={line.provider} className={styles["line"]}>
          {text.replace(/^t/, "T")}.
        </p>
      );
    }
    return (
      <Notice key={line.provider} tone="warn" icon={<TriangleAlert aria-hidden="true" />}>
        {line.state === "passed" ? "Past your limit" : "This would pass your limit"}: {text}.
      </Notice>
    );
  });
}
