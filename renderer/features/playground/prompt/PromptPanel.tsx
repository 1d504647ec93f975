import { useDraft } from "../../../stores/draft/draft.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { type PromptTab, useView } from "../../../stores/view.ts";
import { Spinner } from "../../../ui/Spinner.tsx";
import { Tabs } from "../../../ui/Tabs.tsx";
import { EditBar } from "../edit/EditBar.tsx";
import { useChanges, useConfigChanges } from "../edit/use-changes.ts";
import { countFilled, useFields } from "../edit/use-fields.ts";
import { PreviewError } from "../errors/PreviewError.tsx";
import { useFocusedVariant } from "../runs/use-variants.ts";
import { ConfigTab } from "./ConfigTab.tsx";
import { FormattedMessages } from "./FormattedMessages.tsx";
import { PromptHeader } from "./PromptHeader.tsx";
import styles from "./PromptPanel.module.css";
import { TemplateTab } from "./TemplateTab.tsx";
import { VariablesTab } from "./VariablesTab.tsx";
import { VersionsTab } from "./VersionsTab.tsx";

const tabIds: PromptTab[] = ["variables", "template", "config", "versions"];

/** The open prompt: what it is, what fills it, what it says, and the messages that come out. */
export function PromptPanel() {
  const tab = useView((state) => state.promptTab);
  const setPromptTab = useView((state) => state.setPromptTab);
  const { resolved, stored, error, loading } = usePrompt();
  const folded = useDraft((state) => state.draft.layout["messagesFolded"] === true);
  const variant = useFocusedVariant();
  const view = usePreview((state) => state.views[variant.id]);
  const fields = useFields();
  const { filled, total } = countFilled(fields);
  const { addedLines, removedLines } = useChanges();
  const configChanges = useConfigChanges();

  const label = (
    <>
      Variables
      {total > 0 && (
        <span className={filled < total ? styles["unset"] : styles["count"]}>
          {" "}
          {filled}/{total}
        </span>
      )}
    </>
  );
  const changed = (count: number, name: string) => (
    <>
      {name}
      {count > 0 && (
        <span className={styles["unset"]} title={`${count} changed in the edit`}>
          {" "}
          {count}
        </span>
      )}
    </>
  );
  const waiting = <p className={styles["waiting"]}>{loading && <Spinner label="Loading the prompt" />}</p>;
  return (
    <section className={styles["panel"]} aria-label="Prompt">
      <PromptHeader />
      {error && (
        <div className={styles["error"]}>
          <PreviewError error={error} />
        </div>
      )}
      <EditBar />
      <Tabs
        label="Prompt"
        className={tab === "variables" && !folded ? styles["fitting"] : styles["filling"]}
        value={tab}
        onChange={(id) => setPromptTab(tabIds.find((known) => known === id) ?? "variables")}
        tabs={[
          { id: "variables", label, content: resolved ? <VariablesTab fields={fields} /> : waiting },
          {
            id: "template",
            label: changed(addedLines + removedLines, "Template"),
            content: stored ? <TemplateTab prompt={stored.prompt} /> : waiting,
          },
          {
            id: "config",
            label: changed(configChanges, "Config"),
            content: stored ? <ConfigTab config={stored.prompt.config} /> : waiting,
          },
          { id: "versions", label: "Versions", content: <VersionsTab /> },
        ]}
      />
      {resolved && <FormattedMessages view={view} />}
    </section>
  );
}
