import type { JsonValue } from "@shared/domain/json/json.ts";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { Button } from "../../../ui/Button.tsx";
import { type JsonLine, jsonLines, lineKey } from "../../../ui/json-lines.ts";
import styles from "./JsonTree.module.css";
import { JsonTreeLine } from "./JsonTreeLine.tsx";
import { JsonTreeTools } from "./JsonTreeTools.tsx";
import { matchingLines, nextMatch } from "./json-search.ts";
import type { BodySource } from "./source-rows.ts";

const linesAtFirst = 500;
/** A body of more lines is searched in its first ones; the raw text has them all. */
const mostLines = 20_000;
const nothingToggled: ReadonlySet<string> = new Set();

interface JsonTreeProps {
  value: JsonValue;
  label: string;
  /** Where top-level keys came from, shown beside them. */
  sources?: ReadonlyMap<string, BodySource> | undefined;
}

/**
 * A JSON value to read and take parts of: foldable, searchable, path and value of the chosen line to copy. The tree
 * has the focus; the line the keyboard is on is named by `aria-activedescendant`.
 */
export function JsonTree({ value, label, sources }: JsonTreeProps) {
  const id = useId();
  const tree = useRef<HTMLDivElement>(null);
  const [toggled, setToggled] = useState(nothingToggled);
  const [limit, setLimit] = useState(linesAtFirst);
  const [active, setActive] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const lines = useMemo(() => jsonLines(value, toggled, mostLines), [value, toggled]);
  const matches = useMemo(() => matchingLines(lines, search), [lines, search]);
  const found = useMemo(() => new Set(matches), [matches]);
  const activeIndex = lines.findIndex((line) => lineKey(line) === active);
  const lineId = (index: number) => `${id}-${index}`;

  useEffect(() => {
    if (activeIndex >= 0) document.getElementById(`${id}-${activeIndex}`)?.scrollIntoView({ block: "nearest" });
  }, [id, activeIndex]);

  const choose = (index: number) => {
    const line = lines[index];
    if (!line) return;
    if (index >= limit) setLimit(index + linesAtFirst);
    setActive(lineKey(line));
  };
  const toggle = (line: JsonLine) => {
    const next = new Set(toggled);
    if (!next.delete(line.path)) next.add(line.path);
    setToggled(next);
    setActive(line.path);
  };
  const find = (text: string) => {
    setSearch(text);
    // What is folded away is not searched; a search is meant for everything.
    if (text !== "" && toggled.size > 0) setToggled(nothingToggled);
    const first = matchingLines(toggled.size > 0 ? jsonLines(value, nothingToggled, mostLines) : lines, text)[0];
    if (first !== undefined) choose(first);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const line = lines[activeIndex];
    const moves: Record<string, () => void> = {
      ArrowDown: () => choose(Math.min(lines.length - 1, activeIndex + 1)),
      ArrowUp: () => choose(Math.max(0, activeIndex - 1)),
      Home: () => choose(0),
      End: () => choose(lines.length - 1),
      ...(line?.kind === "open" ? { ArrowLeft: () => toggle(line), Enter: () => toggle(line) } : {}),
      ...(line?.kind === "folded" ? { ArrowRight: () => toggle(line), Enter: () => toggle(line) } : {}),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };

  return (
    <div className={styles["view"]}>
      <JsonTreeTools
        value={value}
        chosen={lines[activeIndex]?.path}
        search={search}
        matches={matches.length}
        label={label}
        onSearch={find}
        onNext={(forward) => choose(nextMatch(matches, activeIndex, forward) ?? activeIndex)}
      />
      <div
        ref={tree}
        role="tree"
        tabIndex={0}
        className={styles["tree"]}
        aria-label={label}
        aria-activedescendant={activeIndex >= 0 ? lineId(activeIndex) : undefined}
        onKeyDown={onKeyDown}
      >
        {lines.slice(0, limit).map((line, index) => (
          <JsonTreeLine
            key={lineKey(line)}
            id={lineId(index)}
            line={line}
            active={index === activeIndex}
            found={found.has(index)}
            source={line.depth === 1 && line.key !== undefined ? sources?.get(line.key) : undefined}
            onChoose={() => setActive(lineKey(line))}
            onFold={() => toggle(line)}
          />
        ))}
      </div>
      {lines.length > limit && (
        <Button size="small" onClick={() => setLimit(limit + linesAtFirst)}>
          Show more
        </Button>
      )}
    </div>
  );
}
