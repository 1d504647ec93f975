import type { PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import type { SettingsView } from "@shared/domain/settings.ts";
import { ChevronsUpDown, Plug, Plus } from "lucide-react";
import { useApp } from "../../stores/app.ts";
import { connectionName, openLibrary } from "../../stores/settings/libraries.ts";
import { type LangfuseState, useSettings } from "../../stores/settings/settings.ts";
import { Menu, type MenuEntry } from "../../ui/Menu.tsx";
import { ProgressDot } from "../../ui/ProgressDot.tsx";
import { VisuallyHidden } from "../../ui/VisuallyHidden.tsx";
import styles from "./WorkspaceSwitch.module.css";

/** Which library and project is open, whether it answers, and the way to the others. */
export function WorkspaceSwitch() {
  const settings = useSettings((state) => state.settings);
  const langfuse = useSettings((state) => state.langfuse);
  const show = useApp((state) => state.show);
  if (settings === null) return <div />;

  const open = openLibrary(settings);
  const isConnected = settings.langfuse.length > 0;

  return (
    <Menu
      label="Workspace"
      trigger={
        <button type="button" className={styles["switch"]}>
          {open && <OpenState library={open} settings={settings} langfuse={langfuse} />}
          <ChevronsUpDown aria-hidden="true" />
        </button>
      }
      entries={[
        { id: "heading", heading: "Workspace" },
        ...settings.libraries.flatMap((library) => entriesOf(library, settings, langfuse)),
        { id: "line", separator: true },
        {
          id: "settings",
          label: isConnected ? "Add or change connections" : "Connect Langfuse",
          icon: isConnected ? <Plus aria-hidden="true" /> : <Plug aria-hidden="true" />,
          onSelect: () => show("settings", "langfuse"),
        },
      ]}
    />
  );
}

type States = Readonly<Record<string, LangfuseState>>;

/** One entry for a library, or for each of its connections. */
function entriesOf(library: PromptLibraryView, settings: SettingsView, states: States): MenuEntry[] {
  const { id, label, samples, needsConnection, connections } = library;
  const { save } = useSettings.getState();
  const open = openLibrary(settings);
  const isOpen = open?.id === id;
  if (!needsConnection) {
    const text = samples
      ? { label: "Demo workspace", detail: "Sample prompts and answers; no model is called" }
      : { label, detail: connections[0]?.label };
    return [{ id, ...text, checked: isOpen, onSelect: () => void save({ library: id }) }];
  }
  if (connections.length === 0) {
    const setUp = () => useApp.getState().show("settings", id);
    return [{ id, label: `${label} project`, detail: "Not connected yet", checked: false, onSelect: setUp }];
  }
  const isProjects = settings.langfuse.some((one) => one.id === connections[0]?.id);
  if (!isProjects) {
    const detail = connections[0]?.label;
    return [{ id, label, detail, checked: isOpen, onSelect: () => void save({ library: id, connection: null }) }];
  }
  return connections.map((connection) => ({
    id: `${id} ${connection.id}`,
    label: connectionName(connection),
    detail: `${connection.label}${stateWord(states[connection.id])}${keyHint(settings, connection.id)}`,
    checked: isOpen && open.connection?.id === connection.id,
    onSelect: () => void save({ library: id, connection: connection.id }),
  }));
}

function stateWord(state: LangfuseState | undefined): string {
  return state?.kind === "failed" ? " · not connected" : "";
}

/** Two projects of one address whose names are not known yet are told apart by their public keys. */
function keyHint({ langfuse, libraries }: SettingsView, id: string): string {
  const connections = libraries.flatMap((library) => library.connections);
  const own = connections.find((connection) => connection.id === id);
  const isAlone =
    connections.filter((connection) => connectionName(connection) === (own && connectionName(own))).length < 2;
  const view = langfuse.find((connection) => connection.id === id);
  return isAlone || !view ? "" : ` · ${view.publicKey.slice(0, 14)}…`;
}

interface OpenStateProps {
  library: PromptLibraryView;
  settings: SettingsView;
  langfuse: States;
}

function OpenState({ library, settings, langfuse }: OpenStateProps) {
  const { label, samples, needsConnection, connection } = library;
  if (samples) return <DemoState />;
  const isProject = connection === null || settings.langfuse.some(({ id }) => id === connection.id);
  if (needsConnection && isProject) {
    const state = connection ? langfuse[connection.id] : undefined;
    return (
      <ProjectState
        name={connection ? connectionName(connection) : label}
        state={state}
        host={connection?.project ? connection.label : undefined}
      />
    );
  }
  return (
    <span className={styles["name"]}>
      <VisuallyHidden>Workspace: </VisuallyHidden>
      {label}
      {connection && <span className={styles["host"]}> · {connection.label}</span>}
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
  name: string;
  state: LangfuseState | undefined;
  host: string | undefined;
}

function ProjectState({ name, state, host }: ProjectStateProps) {
  const { tone, word } = states[state?.kind ?? "unknown"];
  return (
    <>
      <ProgressDot tone={tone} active={state?.kind === "testing"} />
      <span className={styles["name"]}>
        <VisuallyHidden>Workspace: </VisuallyHidden>
        {name}
      </span>
      {state?.kind === "failed" ? (
        <span className={styles["failed"]}>{word}</span>
      ) : (
        <VisuallyHidden>{word}</VisuallyHidden>
      )}
      {host && <span className={styles["host"]}>· {host}</span>}
    </>
  );
}
