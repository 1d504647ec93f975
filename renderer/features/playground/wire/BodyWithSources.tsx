import type { JsonObject } from "@shared/domain/json.ts";
import type { RequestPlan } from "@shared/domain/request-plan.ts";
import { useMemo } from "react";
import { CodeBlock } from "../../../ui/CodeBlock.tsx";
import { bodySources } from "./source-rows.ts";
import styles from "./wire.module.css";

interface BodyWithSourcesProps {
  body: JsonObject;
  plan: RequestPlan | undefined;
  template: string | undefined;
}

/** A JSON body, pretty, with the source of each top-level key beside it. */
export function BodyWithSources({ body, plan, template }: BodyWithSourcesProps) {
  const entries = useMemo(() => Object.entries(body), [body]);
  const sources = useMemo(
    () => (plan ? bodySources(Object.keys(body), plan, template) : undefined),
    [body, plan, template],
  );
  return (
    <section className={styles["body"]} aria-label="Request body">
      <p>{"{"}</p>
      {entries.map(([key, value], index) => {
        const source = sources?.get(key);
        const text = `  ${JSON.stringify(key)}: ${indented(value)}${index < entries.length - 1 ? "," : ""}`;
        return (
          <div key={key} className={styles["entry"]}>
            <CodeBlock text={text} language="json" label={key} />
            {source && (
              <span className={styles["source"]} title={source.note}>
                {source.label}
              </span>
            )}
          </div>
        );
      })}
      <p>{"}"}</p>
    </section>
  );
}

/** A value as JSON, its further lines indented for their place inside the body. */
function indented(value: JsonObject[string]): string {
  return JSON.stringify(value, null, 2).replaceAll("\n", "\n  ");
}
