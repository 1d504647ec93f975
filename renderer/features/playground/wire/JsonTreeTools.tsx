import type { JsonValue } from "@shared/domain/json/json.ts";
import { ChevronDown, ChevronUp, Search } from "lucide-react";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { formatCount } from "../../../ui/figures.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./JsonTree.module.css";
import { copiedValue, jsonPath, valueAt } from "./json-path.ts";

interface JsonTreeToolsProps {
  value: JsonValue;
  /** The JSON pointer of the chosen line. */
  chosen: string | undefined;
  search: string;
  matches: number;
  label: string;
  onSearch(text: string): void;
  onNext(forward: boolean): void;
}

/** Search in a JSON tree, and path and value of its chosen line to copy. */
export function JsonTreeTools({ value, chosen, search, matches, label, onSearch, onNext }: JsonTreeToolsProps) {
  const path = chosen === undefined ? undefined : jsonPath(value, chosen);
  return (
    <div className={styles["tools"]}>
      <TextField
        className={styles["search"]}
        type="search"
        aria-label={`Search in the ${label.toLowerCase()}`}
        placeholder="Search"
        value={search}
        icon={<Search aria-hidden="true" size={13} />}
        onChange={onSearch}
        onKeyDown={(event) => {
          if (event.key === "Enter") onNext(!event.shiftKey);
          if (event.key !== "Escape" || search === "") return;
          event.preventDefault();
          onSearch("");
        }}
      />
      {search !== "" && (
        <>
          <span className={styles["count"]} role="status">
            {formatCount(matches)}
          </span>
          <IconButton size="small" label="Previous match" icon={<ChevronUp />} onClick={() => onNext(false)} />
          <IconButton size="small" label="Next match" icon={<ChevronDown />} onClick={() => onNext(true)} />
        </>
      )}
      {path !== undefined && (
        <>
          <code className={styles["path"]} title={path}>
            {path}
          </code>
          <CopyButton text={path} label="Copy the path" />
          <CopyButton text={() => copiedValue(valueAt(value, chosen ?? ""))} label="Copy the value" />
        </>
      )}
    </div>
  );
}
