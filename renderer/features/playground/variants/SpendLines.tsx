import { spendLines } from "@shared/domain/run/spend.ts";
import { TriangleAlert } from "lucide-react";
import { isPassed, limitsInForce, useSpend } from "../../../stores/run/spend.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { Notice } from "../../../ui/Notice.tsx";
import styles from "./ForecastDialog.module.css";
import { addedText, spendText, unpricedText } from "./spend-text.ts";

/**
 * What was spent today and what the run would make of it, with each limit that concerns it.
 * @param asked what it is estimated to cost by provider, in US dollars.
 */
export function SpendLines({ asked }: { asked: Readonly<Record<string, number>> }) {
  const settings = useSettings((state) => state.settings);
  const { spent, error } = useSpend();
  const limits = limitsInForce();
  if (limits === null) return null;
  if (error) return <Notice tone="warn">What was spent today could not be read: {error.message}</Notice>;
  const lines = spendLines(limits, spent ?? [], asked);
  return lines.map((line) => {
    const text = [spendText(line, settings), addedText(line), unpricedText(line)].filter(Boolean).join(" · ");
    if (!isPassed(line)) {
      return (
        <p key={line.provider} className={styles["note"]}>
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
