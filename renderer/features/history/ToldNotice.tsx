import type { AppError } from "@shared/domain/error/error.ts";
import { errorProps } from "../../stores/error-props.ts";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./History.module.css";

/** What came of an action: a sentence, or why it failed. */
export type Told = { text: string } | { error: AppError };

export function ToldNotice({ told, onDismiss }: { told: Told | null; onDismiss(): void }) {
  if (told === null) return null;
  return (
    <div className={styles["told"]}>
      {"error" in told ? (
        <ErrorCard {...errorProps(told.error)} />
      ) : (
        <Notice onDismiss={onDismiss}>
          <span role="status">{told.text}</span>
        </Notice>
      )}
    </div>
  );
}
