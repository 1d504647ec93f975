import { useMemo, useState } from "react";
import { Chip } from "./Chip.tsx";
import { embeddedMedia } from "./embedded-media.ts";
import { formatBytes, formatCount } from "./figures.ts";
import styles from "./JsonString.module.css";

/** Longer strings show their beginning until they are wanted whole. */
const longText = 4_000;

interface JsonStringProps {
  /** The string as JSON, with its quotes. */
  json: string;
  /** Inside a tree, whose own keys reach everything, buttons are no stops of the Tab key. */
  inTree?: boolean;
}

/** A string of a JSON value. A picture is its kind and size: megabytes of base64 would hold the window up for long. */
export function JsonString({ json, inTree = false }: JsonStringProps) {
  const [whole, setWhole] = useState(false);
  const media = useMemo(() => (json.length > 64 ? embeddedMedia(String(JSON.parse(json))) : undefined), [json]);
  const more = { type: "button", className: styles["more"], onClick: () => setWhole(true) } as const;
  const tabIndex = inTree ? -1 : undefined;
  if (media && !whole) {
    return (
      <button {...more} tabIndex={tabIndex}>
        <Chip mono>
          {media.mediaType ?? "base64"} · {formatBytes(media.bytes)}
        </Chip>
      </button>
    );
  }
  if (whole || json.length <= longText) return json;
  return (
    <>
      {json.slice(0, longText)}…{" "}
      <button {...more} tabIndex={tabIndex}>
        <Chip>all {formatCount(json.length)} characters</Chip>
      </button>
    </>
  );
}
