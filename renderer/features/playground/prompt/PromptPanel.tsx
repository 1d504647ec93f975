import { useDraft } from "../../../stores/draft/draft.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { type PromptTab, useView } from "../../../stores/view.ts";
import { Late } from "../../../ui/Late.tsx";
import { lateComponent } from "../../../ui/late-component.ts";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { Tabs } from "../../../ui/Tabs.tsx";
import { ChangedOutside } from "../edit/ChangedOutside.tsx";
import { EditBar } from "../edit/EditBar.tsx";
import { undoAttribute, useUndoKeys } from "../edit/undo-actions.ts";
import { useConfigChanges } from "../edit/use-changes.ts";
import { PreviewError } from "../errors/PreviewError.tsx";
import { useFocusedVariant } from "../runs/use-variants.ts";
import { FormattedMessages } from "./FormattedMessages.tsx";
import { PromptHeader } from "./PromptHeader.tsx";
import styles from "./PromptPanel.module.css";
import { TemplateTab } from "./TemplateTab.tsx";
import { ValuesPane } from "./ValuesPane.tsx";

const ConfigTab = lateComponent(async () => (await import("./ConfigTab.tsx")).ConfigTab);
const VersionsTab = lateComponent(async () => (await import("./VersionsTab.tsx")).VersionsTab);

const tabIds: PromptTab[] = ["messages", "config", "versions"];

/** The open prompt: what it is, what it says or what becomes of it, and below that the values that fill it. */
export function PromptPanel() {
  const tab = useView((state) => state.promptTab);
  const setPromptTab = useView((state) => state.setPromptTab);
  const { resolved, stored, error, loading } = usePrompt();
  const asSent = useDraft((state) => state.draft.layout["asSent"] === true);
  const variant = useFocusedVariant();
  const view = usePreview((state) => state.views[variant.id]);
  useUndoKeys();
  const waiting = <p className={styles["waiting"]}>{loading && <Spinner label="Loading the prompt" />}</p>;
  const messages = asSent
    ? resolved && <FormattedMessages view={view} />
    : stored && <TemplateTab prompt={stored.prompt} />;
  return (
    <section className={styles["panel"]} aria-label="Prompt" tabIndex={-1} {...{ [undoAttribute]: "panel" }}>
      <PromptHeader />
      {error && (
        <div className={styles["error"]}>
          <PreviewError error={error} />
        </div>
      )}
      <EditBar />
      <ChangedOutside />
      <Tabs
        label="Prompt"
        className={styles["tabs"]}
        value={tab}
        onChange={(id) => setPromptTab(tabIds.find((known) => known === id) ?? "messages")}
        end={tab === "messages" && <MessagesSwitch asSent={asSent} />}
        tabs={[
          { id: "messages", label: <MessagesLabel />, content: messages || waiting },
          {
            id: "config",
            label: <ConfigLabel />,
            content: stored ? (
              <Late what="The config">
                <ConfigTab config={stored.prompt.config} />
              </Late>
            ) : (
              waiting
            ),
          },
          {
            id: "versions",
            label: "Versions",
            content: (
              <Late what="The list of versions">
                <VersionsTab />
              </Late>
            ),
          },
        ]}
      />
      {resolved && <ValuesPane />}
    </section>
  );
}

/** A text prompt has no messages to count. */
function MessagesLabel() {
  const isChat = useEdits(({ open }) => open?.editing.now.type === "chat");
  const count = useEdits(({ open }) => open?.editing.now.cards.length ?? 0);
  if (!isChat) return "Messages";
  return (
    <>
      Messages <span className={styles["count"]}>{count}</span>
    </>
  );
}

function ConfigLabel() {
  const changes = useConfigChanges();
  return (
    <>
      Config{" "}
      {changes > 0 && (
        <span className={styles["changed"]} title={`${changes} changed in the edit`}>
          {changes}
          <span className={styles["word"]}> changed</span>
        </span>
      )}
    </>
  );
}

function MessagesSwitch({ asSent }: { asSent: boolean }) {
  const setLayout = useDraft((state) => state.setLayout);
  return (
    <span className={styles["switch"]}>
      <SegmentedControl
        label="Messages are shown"
        size="small"
        value={asSent ? "sent" : "template"}
        segments={[
          { value: "template", label: "Template" },
          { value: "sent", label: "As sent" },
        ]}
        onChange={(value) => setLayout("asSent", value === "sent")}
      />
    </span>
  );
}
