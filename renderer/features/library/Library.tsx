import { Ellipsis, Plus, RefreshCw } from "lucide-react";
import { useDeferredValue, useEffect, useMemo, useRef } from "react";
import { useCommandKey } from "../../stores/command-key.ts";
import { type CommandId, useCommands } from "../../stores/commands.ts";
import { openList, useLibrary } from "../../stores/prompts/library.ts";
import { type TreeSection, treeRows } from "../../stores/prompts/tree-sections.ts";
import { useRuns } from "../../stores/run/runs.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { PanelHeader } from "../../ui/PanelHeader.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { DiscardedNotice } from "./DiscardedNotice.tsx";
import styles from "./Library.module.css";
import { LibraryFilter } from "./LibraryFilter.tsx";
import { NotConnected } from "./NotConnected.tsx";
import { PromptTree } from "./PromptTree.tsx";
import { SectionNotices } from "./SectionNotices.tsx";
import { useTreeSections } from "./use-tree-sections.ts";

/** The prompts of every library as one folder tree, with filter and refresh. */
export function Library() {
  const sections = useTreeSections();
  const loading = sections.some((section) => section.isOpen && section.loading);
  const canExport = useLibrary((state) => (openList(state)?.prompts.length ?? 0) > 0);
  const hasRun = useRuns(({ runs }) => Object.values(runs).some(({ record }) => record?.plan !== undefined));
  const newKey = useCommandKey("prompt.new");
  const filterInput = useRef<HTMLInputElement>(null);
  const latest = useRef(sections);
  useEffect(() => {
    latest.current = sections;
  });

  const refresh = () => {
    const { load } = useLibrary.getState();
    for (const { isOpen, place } of latest.current) if (isOpen) void load(place, true);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads what is the latest by then
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
            disabled={!sections.some(({ isOpen }) => isOpen)}
            onClick={refresh}
          />
        )}
        <IconButton
          size="small"
          label="New prompt"
          shortcut={newKey}
          icon={<Plus aria-hidden="true" />}
          onClick={() => runCommand("prompt.new")}
        />
        <Menu
          label="Prompts"
          align="end"
          trigger={<IconButton size="small" label="More for prompts" icon={<Ellipsis aria-hidden="true" />} />}
          entries={[
            { id: "text", label: "New text prompt", onSelect: () => runCommand("prompt.newText") },
            { id: "paste", label: "New prompt from a copied request…", onSelect: () => runCommand("prompt.paste") },
            {
              id: "run",
              label: "New prompt from the open run…",
              disabled: !hasRun,
              onSelect: () => runCommand("prompt.fromRun"),
            },
            { id: "line", separator: true },
            { id: "import", label: "Import prompts…", onSelect: () => runCommand("library.import") },
            {
              id: "export",
              label: "Export all prompts…",
              disabled: !canExport,
              onSelect: () => runCommand("library.export"),
            },
          ]}
        />
      </PanelHeader>
      <LibraryFilter inputRef={filterInput} />
      <LibraryContent sections={sections} />
      <DiscardedNotice />
    </section>
  );
}

function runCommand(id: CommandId): void {
  useCommands.getState().run(id);
}

function LibraryContent({ sections }: { sections: readonly TreeSection[] }) {
  // Typing stays quick in a list of ten thousand: the rows may follow a moment later.
  const filter = useDeferredValue(useLibrary((state) => state.filter));
  const expanded = useLibrary((state) => state.expanded);
  const setFilter = useLibrary((state) => state.setFilter);
  const rows = useMemo(() => treeRows(sections, { filter, expanded }), [sections, filter, expanded]);
  const isSearched = filter.trim() !== "" && sections.some(({ isOpen, list }) => isOpen && list !== null);
  const hasMatch = rows.some(({ kind }) => kind === "prompt");
  return (
    <>
      <PromptTree rows={rows} />
      {isSearched && !hasMatch ? (
        <EmptyState
          text="No prompt matches the filter."
          action={<Button onClick={() => setFilter("")}>Clear it</Button>}
        />
      ) : null}
      <SectionNotices sections={sections} />
      <NotConnected />
    </>
  );
}
