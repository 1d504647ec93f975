import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { JsonView } from "../../../ui/JsonView.tsx";
import styles from "./ConfigTab.module.css";

/** The prompt's config and, in words, what it decides. */
export function ConfigTab({ config }: { config: JsonValue }) {
  const entries = isJsonObject(config) ? Object.entries(config) : [];
  const model = isJsonObject(config) ? config["model"] : undefined;
  const parameters = entries.filter(([key]) => key !== "model").map(([key]) => key);
  if (entries.length === 0 && isJsonObject(config)) {
    return <p className={styles["none"]}>This version has no config: it decides neither model nor parameters.</p>;
  }
  return (
    <div className={styles["config"]}>
      <dl className={styles["decides"]}>
        <dt>Model</dt>
        <dd>
          {typeof model === "string" ? (
            <>
              <code>{model}</code> unless a variant overrides it
            </>
          ) : (
            "not decided here"
          )}
        </dd>
        <dt>Parameters</dt>
        <dd>
          {parameters.length > 0 ? <code>{parameters.join(", ")}</code> : "none"}
          {parameters.length > 0 && " unless switched on in a variant"}
        </dd>
      </dl>
      <div className={styles["json"]}>
        <JsonView value={config} label="Config" />
        <CopyButton text={() => JSON.stringify(config, null, 2)} label="Copy the config" />
      </div>
    </div>
  );
}
