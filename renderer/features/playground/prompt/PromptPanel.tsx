import { useDraft } from "../../../stores/draft/draft.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { type PromptTab, useView } from "../../../stores/view.ts";
import { Late } from "../../../ui/Late.tsx";
import { lateComponent } from "../../../ui/late-component.ts";
import { paneAttribute } from "../../../ui/panes.ts";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { Tabs } from "../../../ui/Tabs.tsx";
import { useWindowRoom } from "../../../ui/window-form.ts";
import { ChangedOutside } from "../edit/ChangedOutside.tsx";
import { EditBar } from "../edit/EditBar.tsx";
import { NothingToSave } from "../edit/NothingToSave.tsx";
import { undoAttribute, useUndoKeys } from "../edit/undo-actions.ts";
import { useConfigChanges } from "../edit/use-changes.ts";
import { countFilled, useFields } from "../edit/use-fields.ts";
import { PreviewError } from "../errors/PreviewError.tsx";
import { useFocusedVariant } from "../runs/use-variants.ts";
import { FormattedMessages } from "./FormattedMessages.tsx";
import { PromptHeader } from "./PromptHeader.tsx";
import styles from "./PromptPanel.module.css";
import { TemplateTab } from "./TemplateTab.tsx";
import { ValuesPane } from "./ValuesPane.tsx";

const ConfigTab = lateComponent(async () => (await import("./ConfigTab.tsx")).ConfigTab);
const VersionsTab = lateComponent(async () => (await import("./VersionsTab.tsx")).VersionsTab);

const tabIds: PromptTab[] = ["messages", "values", "config", "versions"];

/**
 * The open prompt: what it is, what it says or what becomes of it, and below that the values that fill it. With less room
 * values and the messages as they are sent are tabs like the others.
 */
export function PromptPanel() {
  const { form } = useWindowRoom();
  const hasLittleRoom = form === "narrow" || form === "small";
  const chosen = useView((state) => state.promptTab);
  const setPromptTab = useView((state) => state.setPromptTab);
  const { resolved, stored, error, loading } = usePrompt();
  const asSent = useDraft((state) => state.draft.layout["asSent"] === true);
  const setLayout = useDraft((state) => state.setLayout);
  const tab = hasLittleRoom ? (chosen === "messages" && asSent ? sentTab : chosen) : wideTab(chosen);
  const variant = useFocusedVariant();
  const view = usePreview((state) => state.views[variant.id]);
  useUndoKeys();
  const waiting = <p className={styles["waiting"]}>{loading && <Spinner label="Loading the prompt" />}</p>;
  const sent = resolved && <FormattedMessages view={view} />;
  const template = stored && <TemplateTab prompt={stored.prompt} />;
  const choose = (id: string) => {
    setPromptTab(tabIds.find((known) => known === id) ?? "messages");
    if (hasLittleRoom && (id === "messages" || id === sentTab)) setLayout("asSent", id === sentTab);
  };
  return (
    <section
      className={styles["panel"]}
      aria-label="Prompt"
      tabIndex={-1}
      {...{ [undoAttribute]: "panel", [paneAttribute]: "prompt" }}
    >
      <PromptHeader />
      {error && (
        <div className={styles["error"]}>
          <PreviewError error={error} />
        </div>
      )}
      <EditBar />
      <NothingToSave />
      <ChangedOutside />
      <Tabs
        label="Prompt"
        className={styles["tabs"]}
        value={tab}
        onChange={choose}
        end={!hasLittleRoom && tab === "messages" && <MessagesSwitch asSent={asSent} />}
        tabs={[
          {
            id: "messages",
            label: <MessagesLabel />,
            content: (asSent && !hasLittleRoom ? sent : template) || waiting,
          },
          ...(hasLittleRoom
            ? [{ id: "values", label: <ValuesLabel />, content: resolved ? <ValuesPane isTab /> : waiting }]
            : []),
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
          ...(hasLittleRoom ? [{ id: sentTab, label: "As sent", content: sent || waiting }] : []),
        ]}
      />
      {resolved && !hasLittleRoom && <ValuesPane />}
    </section>
  );
}

/** The messages with their values put in: kept as a switch of the tab with the messages, so that both forms agree. */
const sentTab = "sent";

const wideTab = (tab: PromptTab): PromptTab => (tab === "values" ? "messages" : tab);

function ValuesLabel() {
  const { filled, total } = countFilled(useFields());
  return (
    <>
      Values{" "}
      {total > 0 && (
        <span className={filled < total ? styles["unset"] : styles["count"]}>
          {filled}/{total}
        </span>
      )}
    </>
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
