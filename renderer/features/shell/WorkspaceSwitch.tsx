import type { PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import { ChevronsUpDown, Plug, Settings } from "lucide-react";
import { useApp } from "../../stores/app.ts";
import { openLibrary } from "../../stores/settings/libraries.ts";
import { type LangfuseState, useSettings } from "../../stores/settings/settings.ts";
import { Menu } from "../../ui/Menu.tsx";
import { ProgressDot } from "../../ui/ProgressDot.tsx";
import { VisuallyHidden } from "../../ui/VisuallyHidden.tsx";
import styles from "./WorkspaceSwitch.module.css";

/** Which library is open, whether it answers, and the way to the other one. */
export function WorkspaceSwitch() {
  const settings = useSettings((state) => state.settings);
  const langfuse = useSettings((state) => state.langfuse);
  const save = useSettings((state) => state.save);
  const show = useApp((state) => state.show);
  if (settings === null) return <div />;

  const open = openLibrary(settings);
  const isConnected = settings.libraries.some(({ needsConnection, ready }) => needsConnection && ready);
  const openSettings = () => show("settings", "langfuse");

  return (
    <Menu
      label="Workspace"
      trigger={
        <button type="button" className={styles["switch"]}>
          {open && <LibraryState library={open} langfuse={langfuse} />}
          <ChevronsUpDown aria-hidden="true" />
        </button>
      }
      entries={[
        { id: "heading", heading: "Workspace" },
        ...settings.libraries.map((library) => ({
          id: library.id,
          ...entryText(library, langfuse),
          checked: library === open,
          onSelect: () => (library.ready ? void save({ library: library.id }) : openSettings()),
        })),
        { id: "line", separator: true },
        {
          id: "settings",
          label: isConnected ? "Langfuse settings" : "Connect Langfuse",
          icon: isConnected ? <Settings aria-hidden="true" /> : <Plug aria-hidden="true" />,
          onSelect: openSettings,
        },
      ]}
    />
  );
}

function entryText({ label, samples, needsConnection, ready, connection }: PromptLibraryView, langfuse: LangfuseState) {
  if (samples) return { label: "Demo workspace", detail: "Sample prompts and answers; no model is called" };
  if (!needsConnection) return { label };
  const project = langfuse.kind === "connected" ? langfuse.test.projectName : undefined;
  return { label: project ?? `${label} project`, detail: ready && connection ? connection.label : "Not connected yet" };
}

function LibraryState({ library, langfuse }: { library: PromptLibraryView; langfuse: LangfuseState }) {
  const { label, samples, needsConnection, connection } = library;
  if (samples) return <DemoState />;
  if (needsConnection) return <ProjectState label={label} langfuse={langfuse} host={connection?.label} />;
  return (
    <span className={styles["name"]}>
      <VisuallyHidden>Workspace: </VisuallyHidden>
      {label}
    </span>
  );
}

function DemoState() {
  return (
    <>
      <ProgressDot tone="accent" />
      <span className={styles["name"]}>
        <VisuallyHidden>Workspace: </VisuallyHidden>Demo workspace
      </span>
      <span className={styles["host"]}>· samples</span>
    </>
  );
}

const states = {
  unknown: { tone: "neutral", word: "" },
  testing: { tone: "neutral", word: "connecting" },
  connected: { tone: "ok", word: "connected" },
  failed: { tone: "bad", word: "not connected" },
} as const;

interface ProjectStateProps {
  label: string;
  langfuse: LangfuseState;
  host: string | undefined;
}

function ProjectState({ label, langfuse, host }: ProjectStateProps) {
  const { tone, word } = states[langfuse.kind];
  return (
    <>
      <ProgressDot tone={tone} active={langfuse.kind === "testing"} />
      <span className={styles["name"]}>
        <VisuallyHidden>Workspace: </VisuallyHidden>
        {langfuse.kind === "connected" ? langfuse.test.projectName : label}
      </span>
      {langfuse.kind === "failed" ? (
        <span className={styles["failed"]}>{word}</span>
      ) : (
        <VisuallyHidden>{word}</VisuallyHidden>
      )}
      {host && <span className={styles["host"]}>· {host}</span>}
    </>
  );
}
