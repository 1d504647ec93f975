import { Ellipsis, Plus, RefreshCw } from "lucide-react";
import { useDeferredValue, useEffect, useMemo, useRef } from "react";
import { useApp } from "../../stores/app.ts";
import { useCommandKey } from "../../stores/command-key.ts";
import { type CommandId, useCommands } from "../../stores/commands.ts";
import { errorProps } from "../../stores/error-props.ts";
import { useEdits } from "../../stores/prompts/edits.ts";
import { libraryRows, useLibrary, withUnsaved } from "../../stores/prompts/library.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { PanelHeader } from "../../ui/PanelHeader.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { DiscardedNotice } from "./DiscardedNotice.tsx";
import styles from "./Library.module.css";
import { LibraryFilter } from "./LibraryFilter.tsx";
import { PromptTree } from "./PromptTree.tsx";
import { StaleNotice } from "./StaleNotice.tsx";

/** The prompts of the open workspace as a folder tree, with filter and refresh. */
export function Library() {
  const place = useLibrary((state) => state.place);
  const loading = useLibrary((state) => state.loading);
  const list = useLibrary((state) => state.list);
  const newKey = useCommandKey("prompt.new");
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
        <IconButton
          size="small"
          label="New prompt"
          shortcut={newKey}
          icon={<Plus aria-hidden="true" />}
          onClick={newPrompt}
        />
        <Menu
          label="Prompts"
          align="end"
          trigger={<IconButton size="small" label="More for prompts" icon={<Ellipsis aria-hidden="true" />} />}
          entries={[
            { id: "paste", label: "New prompt from a copied request…", onSelect: () => runCommand("prompt.paste") },
            { id: "line", separator: true },
            { id: "import", label: "Import prompts…", onSelect: () => runCommand("library.import") },
            {
              id: "export",
              label: "Export all prompts…",
              disabled: (list?.prompts.length ?? 0) === 0,
              onSelect: () => runCommand("library.export"),
            },
          ]}
        />
      </PanelHeader>
      <LibraryFilter inputRef={filterInput} />
      <LibraryContent />
      <DiscardedNotice />
      {list?.freshness === "stale" ? <StaleNotice list={list} onRetry={refresh} /> : null}
    </section>
  );
}

function refresh(): void {
  const { place, load } = useLibrary.getState();
  if (place !== null) void load(place, true);
}

function newPrompt(): void {
  runCommand("prompt.new");
}

function runCommand(id: CommandId): void {
  useCommands.getState().run(id);
}

function LibraryContent() {
  const stored = useLibrary((state) => state.list);
  const unsaved = useEdits((state) => state.unsaved);
  const list = useMemo(() => stored && withUnsaved(stored, unsaved.values()), [stored, unsaved]);
  const error = useLibrary((state) => state.error);
  // Typing stays quick in a list of ten thousand: the rows may follow a moment later.
  const filter = useDeferredValue(useLibrary((state) => state.filter));
  const expanded = useLibrary((state) => state.expanded);
  const setFilter = useLibrary((state) => state.setFilter);
  const newKey = useCommandKey("prompt.new");
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
        text="There are no prompts here yet."
        action={
          <Button variant="primary" shortcut={newKey} onClick={newPrompt}>
            New prompt
          </Button>
        }
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
