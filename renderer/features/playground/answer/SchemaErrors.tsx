import type { SchemaError } from "@shared/domain/message/schema-check.ts";
import styles from "./SchemaErrors.module.css";

/** Where a value does not fit, one place a line. */
export function SchemaErrors({ errors }: { errors: readonly SchemaError[] }) {
  if (errors.length === 0) return null;
  return (
    <ul className={styles["errors"]}>
      {errors.map(({ path, message }) => (
        <li key={`${path} ${message}`}>
          {path !== "" && <code>{path}</code>} {message}
        </li>
      ))}
    </ul>
  );
}
