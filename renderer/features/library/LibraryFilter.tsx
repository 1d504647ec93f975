import { ListFilter, X } from "lucide-react";
import { type Ref, useMemo } from "react";
import { type LibraryTerm, libraryTerms, useLibrary } from "../../stores/prompts/library.ts";
import { parseFilter, toggleTerm } from "../../stores/prompts/prompt-filter.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu, type MenuEntry } from "../../ui/Menu.tsx";
import { TextField } from "../../ui/TextField.tsx";
import styles from "./LibraryFilter.module.css";

const termsShown = 20;

/** Filters by words of the name, `label:` and `tag:`; the menu offers the labels and tags there are. */
export function LibraryFilter({ inputRef }: { inputRef: Ref<HTMLInputElement> }) {
  const filter = useLibrary((state) => state.filter);
  const setFilter = useLibrary((state) => state.setFilter);
  const { labels } = useTerms();
  return (
    <div className={styles["filter"]}>
      <TextField
        ref={inputRef}
        type="search"
        aria-label="Filter prompts by name, label: or tag:"
        placeholder={labels.length === 0 ? "Filter all prompts" : "Filter, label:production"}
        value={filter}
        onChange={setFilter}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || filter === "") return;
          event.preventDefault();
          setFilter("");
        }}
        icon={<TermMenu />}
        end={
          filter === "" ? null : (
            <IconButton
              size="small"
              label="Clear the filter"
              icon={<X aria-hidden="true" />}
              onClick={() => setFilter("")}
            />
          )
        }
      />
    </div>
  );
}

/** The labels and tags of every list that was read. */
function useTerms() {
  const lists = useLibrary((state) => state.lists);
  return useMemo(() => libraryTerms(Object.values(lists).flatMap(({ list }) => list ?? [])), [lists]);
}

function TermMenu() {
  const filter = useLibrary((state) => state.filter);
  const setFilter = useLibrary((state) => state.setFilter);
  const { labels, tags } = useTerms();
  const active = parseFilter(filter);

  const entries = (key: "label" | "tag", terms: LibraryTerm[], chosen: string[]): MenuEntry[] =>
    terms.slice(0, termsShown).map(({ value, count }) => ({
      id: `${key}:${value}`,
      label: value,
      note: count.toLocaleString("en-US"),
      checked: chosen.includes(value.toLowerCase()),
      onSelect: () => setFilter(toggleTerm(filter, key, value)),
    }));

  return (
    <Menu
      trigger={
        <IconButton
          size="small"
          className={styles["menu"] ?? ""}
          label="Filter by label or tag"
          icon={<ListFilter aria-hidden="true" />}
        />
      }
      entries={[
        { id: "labels", heading: labels.length === 0 ? "No labels" : "Labels" },
        ...entries("label", labels, active.labels),
        { id: "tags", heading: tags.length === 0 ? "No tags" : "Tags" },
        ...entries("tag", tags, active.tags),
      ]}
    />
  );
}
