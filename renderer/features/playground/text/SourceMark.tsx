import styles from "./text.module.css";

/** The number of a source behind the words that are cited; leads to it in the list below the answer. */
export function SourceMark({ number }: { number: number }) {
  return (
    <button
      type="button"
      className={styles["sourceMark"]}
      title={`Source ${number}`}
      aria-label={`Source ${number}`}
      onClick={({ currentTarget }) => {
        const answer = currentTarget.closest("section[aria-label^='Output']");
        const source = answer?.querySelector<HTMLElement>(`section[aria-label="Sources"] li[value="${number}"]`);
        source?.scrollIntoView({ block: "nearest" });
        source?.focus();
      }}
    >
      {number}
    </button>
  );
}
