import { ChevronDown, ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import { Chip } from "./Chip.tsx";
import { embeddedMedia, mediaText } from "./embedded-media.ts";
import { formatCount } from "./figures.ts";
import styles from "./JsonLineText.module.css";
import type { JsonLine } from "./json-lines.ts";

/** Longer strings show their beginning until they are wanted whole. */
const longText = 4_000;

interface JsonLineTextProps {
  line: JsonLine;
  /** The keys are a tree's around it; the buttons are for the pointer alone. */
  inTree?: boolean;
  onFold(): void;
}

/** One line of a JSON value to read: its fold button, key and value. Embedded base64 is a chip with its size. */
export function JsonLineText({ line, inTree = false, onFold }: JsonLineTextProps) {
  const foldable = line.kind === "open" || line.kind === "folded";
  const forPointer = { tabIndex: -1, "aria-hidden": true } as const;
  const forAll = {
    "aria-expanded": line.kind === "open",
    "aria-label": `${line.key ?? "value"}: ${line.kind === "open" ? "fold" : "unfold"}`,
  };
  return (
    <span className={styles["text"]} style={{ paddingLeft: 16 + line.depth * 14 }}>
      {foldable && (
        <button
          type="button"
          className={styles["fold"]}
          style={{ left: line.depth * 14 }}
          onClick={onFold}
          {...(inTree ? forPointer : forAll)}
        >
          {line.kind === "open" ? <ChevronDown /> : <ChevronRight />}
        </button>
      )}
      {line.key !== undefined && (
        <>
          <span className={styles["key"]}>{JSON.stringify(line.key)}</span>
          {": "}
        </>
      )}
      <span className={styles[line.kind]}>
        {line.kind === "string" ? <StringValue json={line.text} inTree={inTree} /> : line.text}
      </span>
      {line.comma ? "," : null}
    </span>
  );
}

function StringValue({ json, inTree }: { json: string; inTree: boolean }) {
  const [whole, setWhole] = useState(false);
  const media = useMemo(() => (json.length > 64 ? embeddedMedia(String(JSON.parse(json))) : undefined), [json]);
  if (whole || (!media && json.length <= longText)) return json;
  return (
    <>
      {!media && <>{json.slice(0, longText)}… </>}
      <button
        type="button"
        tabIndex={inTree ? -1 : undefined}
        className={styles["more"]}
        title={media && "Show the text"}
        onClick={() => setWhole(true)}
      >
        <Chip mono={media !== undefined}>
          {media ? mediaText(media) : `all ${formatCount(json.length)} characters`}
        </Chip>
      </button>
    </>
  );
}
