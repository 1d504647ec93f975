import { Info, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useHistory } from "../../stores/history/history.ts";
import { plural } from "../../ui/figures.ts";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./History.module.css";

/** What is wrong with the history or was found when it was opened: it is not kept, it is read-only, runs were cut off. */
export function HistoryBanners() {
  const status = useHistory((state) => state.status);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  if (!status) return null;
  const notices = status.notices.filter((notice) => !dismissed.includes(notice));
  const problem = status.problem ?? (status.readOnly ? "The history is read-only: runs are not kept." : null);
  if (problem === null && status.unsaved === 0 && notices.length === 0) return null;
  return (
    <div className={styles["banners"]}>
      {problem !== null && (
        <Notice tone="warn" icon={<TriangleAlert aria-hidden="true" />}>
          <span role="alert">
            {problem}
            {status.problem !== null && status.readOnly ? " Runs go on and are not kept." : ""}
          </span>
        </Notice>
      )}
      {status.unsaved > 0 && (
        <Notice tone="warn" icon={<TriangleAlert aria-hidden="true" />}>
          {plural(status.unsaved, "run")} could not be written down yet. Writing is tried again until it works; closing
          Promptscope before loses them.
        </Notice>
      )}
      {notices.map((notice) => (
        <Notice key={notice} icon={<Info aria-hidden="true" />} onDismiss={() => setDismissed([...dismissed, notice])}>
          {notice}
        </Notice>
      ))}
    </div>
  );
}
