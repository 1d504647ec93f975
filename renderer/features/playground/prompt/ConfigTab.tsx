import type { JsonValue } from "@shared/domain/json/json.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { JsonView } from "../../../ui/JsonView.tsx";
import { ConfigEditor } from "../edit/ConfigEditor.tsx";
import styles from "./ConfigTab.module.css";

/** The prompt's config, edited in place, or as a version has it while an edit of another one waits. */
export function ConfigTab({ config }: { config: JsonValue }) {
  const aside = useEdits((state) => state.aside);
  return (
    <div className={styles["config"]}>
      {aside ? (
        <div className={styles["json"]}>
          <JsonView value={config} label="Config" />
          <CopyButton text={() => JSON.stringify(config, null, 2)} label="Copy the config" />
        </div>
      ) : (
        <ConfigEditor />
      )}
    </div>
  );
}
