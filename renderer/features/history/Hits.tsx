import { useMemo } from "react";
import { useHistory } from "../../stores/history/history.ts";
import styles from "./HistoryList.module.css";

/** A text with the words that were looked for marked in it. */
export function Hits({ text }: { text: string }) {
  const sought = useHistory((state) => state.filter.text);
  const parts = useMemo(() => splitAtHits(text, sought ?? ""), [text, sought]);
  return parts.map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no identity but their place
      <mark key={index} className={styles["hit"]}>
        {part}
      </mark>
    ) : (
      part
    ),
  );
}

const start = "(?<![\\p{L}\\p{N}])";
/** Scripts without spaces between words, of which any part is found. */
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** The text cut at the words: every second part is one of them. */
function splitAtHits(text: string, sought: string): string[] {
  const words = sought.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return [text];
  // The longest first: a word that begins another would hide it. A word is found from its start on, as the search does.
  const ways = words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => (spaceless.test(word) ? word : `${start}${word}`));
  return text.split(new RegExp(`(${ways.join("|")})`, "giu"));
}
