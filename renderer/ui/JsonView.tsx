import { useMemo, useState } from "react";
import { Button } from "./Button.tsx";
import { JsonLineText } from "./JsonLineText.tsx";
import styles from "./JsonView.module.css";
import { jsonLines, lineKey } from "./json-lines.ts";

const linesPerStep = 500;

/** A JSON value, coloured and foldable. Shows 500 lines at first and more on demand. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [limit, setLimit] = useState(linesPerStep);
  const lines = useMemo(() => jsonLines(value, toggled, limit + 1), [value, toggled, limit]);

  const toggle = (path: string) => {
    const next = new Set(toggled);
    if (!next.delete(path)) next.add(path);
    setToggled(next);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields, a section would be a landmark
    <div role="group" className={styles["view"]} aria-label={label}>
      {lines.slice(0, limit).map((line) => (
        <JsonLineText key={lineKey(line)} line={line} onFold={() => toggle(line.path)} />
      ))}
      {lines.length > limit ? (
        <Button size="small" onClick={() => setLimit(limit + linesPerStep)}>
          Show more
        </Button>
      ) : null}
    </div>
  );
}
