import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { JsonView } from "../../../ui/JsonView.tsx";
import { ConfigEditor } from "../edit/ConfigEditor.tsx";
import styles from "./ConfigTab.module.css";

/** The prompt's config: in words what it decides, and the JSON, edited in place. */
export function ConfigTab({ config: stored }: { config: JsonValue }) {
  const edited = useEdits((state) => (state.aside ? undefined : state.open?.editing.now.config));
  const aside = useEdits((state) => state.aside);
  const config = edited ?? stored;
  const entries = isJsonObject(config) ? Object.entries(config) : [];
  const model = isJsonObject(config) ? config["model"] : undefined;
  const parameters = entries.filter(([key]) => key !== "model").map(([key]) => key);
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
        <dt>JSON</dt>
        <dd className={styles["copy"]}>
          <CopyButton text={() => JSON.stringify(config, null, 2)} label="Copy the config" />
        </dd>
      </dl>
      {aside ? (
        <div className={styles["json"]}>
          <JsonView value={config} label="Config" />
        </div>
      ) : (
        <ConfigEditor />
      )}
    </div>
  );
}
