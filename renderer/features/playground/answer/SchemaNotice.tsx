import { CircleCheck, CircleX } from "lucide-react";
import type { RunView } from "../../../stores/run/runs.ts";
import { SchemaErrors } from "./SchemaErrors.tsx";
import styles from "./SchemaNotice.module.css";

/** Whether the answer fits the JSON schema it was asked for. */
export function SchemaNotice({ run }: { run: RunView }) {
  const check = run.record?.checks?.output;
  if (!check) return null;
  return (
    <section className={styles["schema"]} aria-label="Schema check">
      <p className={check.valid ? styles["ok"] : styles["bad"]}>
        {check.valid ? <CircleCheck aria-hidden="true" size={14} /> : <CircleX aria-hidden="true" size={14} />}
        {check.valid ? "Fits the JSON schema" : "Does not fit the JSON schema"}
      </p>
      <SchemaErrors errors={check.errors} />
    </section>
  );
}
