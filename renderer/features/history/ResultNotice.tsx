import type { AppError } from "@shared/domain/error/error.ts";
import { errorProps } from "../../stores/error-props.ts";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./History.module.css";

/** What came of an action: a sentence, or why it failed. */
export type ActionResult = { text: string } | { error: AppError };

export function ResultNotice({ result, onDismiss }: { result: ActionResult | null; onDismiss(): void }) {
  if (result === null) return null;
  return (
    <div className={styles["result"]}>
      {"error" in result ? (
        <ErrorCard {...errorProps(result.error)} />
      ) : (
        <Notice onDismiss={onDismiss}>
          <span role="status">{result.text}</span>
        </Notice>
      )}
    </div>
  );
}
