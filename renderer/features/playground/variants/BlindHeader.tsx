import styles from "./VariantColumn.module.css";

/** A column's head while names are hidden. */
export function BlindHeader({ title }: { title: string }) {
  return (
    <header className={styles["header"]}>
      <div className={styles["top"]}>
        <h2 className={styles["blindTitle"]}>{title}</h2>
      </div>
      <div className={styles["facts"]}>model and prompt version hidden</div>
    </header>
  );
}
