import { RefreshCw } from "lucide-react";
import { useDeferredValue, useEffect, useMemo, useRef } from "react";
import { useApp } from "../../stores/app.ts";
import { useCommands } from "../../stores/commands.ts";
import { errorProps } from "../../stores/error-props.ts";
import { libraryRows, useLibrary } from "../../stores/prompts/library.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { PanelHeader } from "../../ui/PanelHeader.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import styles from "./Library.module.css";
import { LibraryFilter } from "./LibraryFilter.tsx";
import { PromptTree } from "./PromptTree.tsx";
import { StaleNotice } from "./StaleNotice.tsx";

/** The prompts of the open workspace as a folder tree, with filter and refresh. */
export function Library() {
  const place = useLibrary((state) => state.place);
  const loading = useLibrary((state) => state.loading);
  const list = useLibrary((state) => state.list);
  const filterInput = useRef<HTMLInputElement>(null);

  useEffect(() => {
    return useCommands.getState().register({
      "library.refresh": { run: refresh },
      "library.filter": { run: () => filterInput.current?.select() },
    });
  }, []);

  return (
    <section className={styles["library"]} aria-labelledby="library-title" aria-busy={loading}>
      <PanelHeader title="Prompts" id="library-title">
        {loading ? (
          <Spinner label="Loading the prompt list" />
        ) : (
          <IconButton
            size="small"
            label="Refresh"
            icon={<RefreshCw aria-hidden="true" />}
            disabled={place === null}
            onClick={refresh}
          />
        )}
      </PanelHeader>
      <LibraryFilter inputRef={filterInput} />
      <LibraryContent />
      {list?.freshness === "stale" ? <StaleNotice list={list} onRetry={refresh} /> : null}
    </section>
  );
}

function refresh(): void {
  const { place, load } = useLibrary.getState();
  if (place !== null) void load(place, true);
}

function LibraryContent() {
  const list = useLibrary((state) => state.list);
  const error = useLibrary((state) => state.error);
  // Typing stays quick in a list of ten thousand: the rows may follow a moment later.
  const filter = useDeferredValue(useLibrary((state) => state.filter));
  const expanded = useLibrary((state) => state.expanded);
  const setFilter = useLibrary((state) => state.setFilter);
  const show = useApp((state) => state.show);
  const rows = useMemo(() => libraryRows({ list, filter, expanded }), [list, filter, expanded]);

  if (error !== null) {
    return (
      <div className={styles["failure"]}>
        <ErrorCard
          {...errorProps(error)}
          actions={
            <>
              <Button size="small" onClick={refresh}>
                Retry
              </Button>
              <Button size="small" variant="ghost" onClick={() => show("settings", "langfuse")}>
                Langfuse settings
              </Button>
            </>
          }
        />
      </div>
    );
  }
  if (list === null) return <div className={styles["rest"]} />;
  if (list.prompts.length === 0) {
    return (
      <EmptyState
        text="This project has no prompts yet. Create one in Langfuse, then refresh."
        action={<Button onClick={refresh}>Refresh</Button>}
      />
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState
        text="No prompt matches the filter."
        action={<Button onClick={() => setFilter("")}>Clear it</Button>}
      />
    );
  }
  return <PromptTree rows={rows} list={list} />;
}
