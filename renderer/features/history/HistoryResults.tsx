import type { AppError } from "@shared/domain/error/error.ts";
import { History as HistoryIcon } from "lucide-react";
import { useState } from "react";
import { useApp } from "../../stores/app.ts";
import { errorProps } from "../../stores/error-props.ts";
import { useHistory } from "../../stores/history/history.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { plural } from "../../ui/figures.ts";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./History.module.css";
import { HistoryList } from "./HistoryList.tsx";

/** The runs found, or why there are none; and the way back after a delete. */
export function HistoryResults() {
  const empty = useHistory(({ runs }) => runs.length === 0);
  const fresh = useHistory((state) => state.fresh);
  const error = useHistory((state) => state.error);
  return (
    <>
      {error !== null && (
        <div className={styles["result"]}>
          <ErrorCard
            {...errorProps(error)}
            actions={
              <Button size="small" onClick={() => void useHistory.getState().refresh()}>
                Retry
              </Button>
            }
          />
        </div>
      )}
      {empty ? fresh && error === null && <NothingFound /> : <HistoryList />}
      <Undo />
    </>
  );
}

function NothingFound() {
  const filtered = useHistory(({ filter }) => Object.keys(filter).length > 0);
  if (filtered) {
    return (
      <EmptyState
        icon={<HistoryIcon aria-hidden="true" />}
        text="No run matches."
        action={<Button onClick={() => useHistory.getState().clearFilter()}>Clear search and filters</Button>}
      />
    );
  }
  return (
    <EmptyState
      icon={<HistoryIcon aria-hidden="true" />}
      text="Every run is kept here, with the exact request and the answer."
      action={
        <Button variant="primary" onClick={() => useApp.getState().show("playground")}>
          Go to the playground
        </Button>
      }
    />
  );
}

/** The way back after a delete. Putting it away loses nothing: the palette brings back what it stood for. */
function Undo() {
  const deleted = useHistory((state) => state.deleted);
  const result = useHistory((state) => state.deletionResult);
  const { undoRemove, hideDeletion } = useHistory.getState();
  const [error, setError] = useState<AppError | null>(null);
  const last = deleted.at(-1);
  if (!last || !result) return null;
  const before = deleted.length - 1;
  return (
    <div className={styles["result"]}>
      {error !== null && <ErrorCard {...errorProps(error)} />}
      <Notice
        actions={
          <Button size="small" onClick={() => void undoRemove().then(setError)}>
            Undo
          </Button>
        }
        onDismiss={hideDeletion}
      >
        <span role="status">
          {plural(last.length, "run")} deleted.
          {before > 0 && ` ${plural(before, "deletion")} before can be undone as well.`}
        </span>
      </Notice>
    </div>
  );
}
