import styles from "./SaveDialog.module.css";

/** What saving a file does, in place of labels and message. */
export function FileNote() {
  return (
    <p className={styles["quiet"]}>
      The file is changed where the prompt is changed; comments, order and unknown keys stay. Nothing is committed: that
      is for you, in git.
    </p>
  );
}
