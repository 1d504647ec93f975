import type { AppError } from "@shared/domain/error/error.ts";
import { errorProps } from "../../stores/error-props.ts";
import { Button } from "../../ui/Button.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import styles from "./StartFailure.module.css";

/** The whole window when the engine cannot be reached at the start. */
export function StartFailure({ error, onRetry }: { error: AppError; onRetry(): void }) {
  return (
    <main className={styles["page"]}>
      <h1 className={styles["title"]}>Promptscope</h1>
      <ErrorCard
        {...errorProps(error)}
        text={error.advice}
        // Without another address the same page is refused again.
        actions={error.code === "not_authorized" ? undefined : <Button onClick={onRetry}>Try again</Button>}
      />
    </main>
  );
}
