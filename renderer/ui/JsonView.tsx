import { ChevronDown, ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "./Button.tsx";
import { JsonString } from "./JsonString.tsx";
import styles from "./JsonView.module.css";
import { type JsonLine, jsonLines } from "./json-lines.ts";

const linesPerStep = 500;

/** A JSON value, coloured and foldable. Shows 500 lines at first and more on demand. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [limit, setLimit] = useState(linesPerStep);
  const lines = useMemo(() => jsonLines(value, folded, limit + 1), [value, folded, limit]);

  const toggle = (path: string) => {
    const next = new Set(folded);
    if (!next.delete(path)) next.add(path);
    setFolded(next);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields, a section would be a landmark
    <div role="group" className={styles["view"]} aria-label={label}>
      {lines.slice(0, limit).map((line) => (
        <Line key={`${line.path}${line.kind === "close" ? "}" : ""}`} line={line} onToggle={toggle} />
      ))}
      {lines.length > limit ? (
        <Button size="small" onClick={() => setLimit(limit + linesPerStep)}>
          Show more
        </Button>
      ) : null}
    </div>
  );
}

function Line({ line, onToggle }: { line: JsonLine; onToggle(path: string): void }) {
  const foldable = line.kind === "open" || line.kind === "folded";
  return (
    <div className={styles["line"]} style={{ paddingLeft: 16 + line.depth * 14 }}>
      {foldable ? (
        <button
          type="button"
          className={styles["fold"]}
          style={{ left: line.depth * 14 }}
          aria-expanded={line.kind === "open"}
          aria-label={`${line.key ?? "value"}: ${line.kind === "open" ? "fold" : "unfold"}`}
          onClick={() => onToggle(line.path)}
        >
          {line.kind === "open" ? <ChevronDown /> : <ChevronRight />}
        </button>
      ) : null}
      {line.key === undefined ? null : (
        <>
          <span className={styles["key"]}>{JSON.stringify(line.key)}</span>
          {": "}
        </>
      )}
      <span className={styles[line.kind]}>{line.kind === "string" ? <JsonString json={line.text} /> : line.text}</span>
      {line.comma ? "," : null}
    </div>
  );
}
