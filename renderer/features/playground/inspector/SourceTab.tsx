import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { WireRequest } from "@shared/domain/wire/wire.ts";
import { useMemo } from "react";
import { bodyObject } from "../wire/body-object.ts";
import { bodySources, unsentRows } from "../wire/source-rows.ts";
import styles from "./Inspector.module.css";

interface SourceTabProps {
  request: WireRequest;
  plan: RequestPlan;
  template: string | undefined;
}

/** Where every key of the body came from, what was renamed, and what was set but stays out, with the reason. */
export function SourceTab({ request, plan, template }: SourceTabProps) {
  const body = useMemo(() => bodyObject(request.body), [request.body]);
  if (!body || plan.handEdited) {
    return <p className={styles["none"]}>The body was typed by hand; no key of it has a source.</p>;
  }
  const sources = bodySources(Object.keys(body), plan, template);
  return (
    <table className={styles["sources"]} aria-label="Sources of the body">
      <thead>
        <tr>
          <th scope="col">key</th>
          <th scope="col">value</th>
          <th scope="col">source</th>
        </tr>
      </thead>
      <tbody>
        {[...sources].map(([key, { label, note }]) => (
          <tr key={key}>
            <th scope="row">{key}</th>
            <td className={styles["value"]}>{shortValue(body[key])}</td>
            <td>
              {label}
              {note && <span className={styles["note"]}> · {note}</span>}
            </td>
          </tr>
        ))}
        {unsentRows(plan).map((row) => (
          <tr key={`unsent ${row.key} ${row.source}`} className={styles["unsent"]}>
            <th scope="row">{row.key}</th>
            <td className={styles["value"]}>{row.value}</td>
            <td>
              not sent
              <span className={styles["note"]}>
                {" "}
                · {row.source}: {row.reason}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function shortValue(value: unknown): string {
  const text = JSON.stringify(value) ?? "";
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
