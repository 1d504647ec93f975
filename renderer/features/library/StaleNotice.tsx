import type { PromptList } from "@shared/domain/prompt/prompt.ts";
import { TriangleAlert } from "lucide-react";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./StaleNotice.module.css";

/** Says that the list is an older copy, why, and how old. */
export function StaleNotice({ list, onRetry }: { list: PromptList; onRetry(): void }) {
  const time = new Date(list.fetchedAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return (
    <div className={styles["place"]}>
      <Notice
        tone="warn"
        icon={<TriangleAlert aria-hidden="true" />}
        actions={
          <Button size="small" onClick={onRetry}>
            Retry
          </Button>
        }
      >
        Kept copy from {time}. {list.staleReason}
      </Notice>
    </div>
  );
}
