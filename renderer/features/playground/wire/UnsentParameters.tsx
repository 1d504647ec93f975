import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import { unsentRows } from "./source-rows.ts";
import styles from "./wire.module.css";

/** What was set somewhere and stays out of the request, with the reason. */
export function UnsentParameters({ plan }: { plan: RequestPlan }) {
  const rows = unsentRows(plan);
  if (rows.length === 0) return null;
  return (
    <section className={styles["unsent"]} aria-label="Not sent">
      <h3>Not sent</h3>
      <ul>
        {rows.map((row) => (
          <li key={`${row.key} ${row.source}`}>
            <code>
              {row.key}: {row.value}
            </code>{" "}
            <span>
              {row.source} — {row.reason}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
