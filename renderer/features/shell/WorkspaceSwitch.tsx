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
  const openSettings = () => show("settings", "langfuse");
  const isConnected = settings.libraries.some(({ connections }) => connections.length > 0);

  return (
    <Menu
      label="Workspace"
      trigger={
        <button type="button" className={styles["switch"]}>
          {open && <OpenState library={open} langfuse={langfuse} />}
          <ChevronsUpDown aria-hidden="true" />
        </button>
      }
      entries={[
        { id: "heading", heading: "Workspace" },
        ...settings.libraries.flatMap((library) => entriesOf(library, settings, langfuse, openSettings)),
        { id: "line", separator: true },
        {
          id: "settings",
          label: isConnected ? "Add or change connections" : "Connect Langfuse",
          icon: isConnected ? <Plus aria-hidden="true" /> : <Plug aria-hidden="true" />,
          onSelect: openSettings,
        },
      ]}
    />
  );
}

type States = Readonly<Record<string, LangfuseState>>;

/** One entry for a library, or for each of its connections. */
function entriesOf(
  library: PromptLibraryView,
  settings: SettingsView,
  states: States,
  openSettings: () => void,
): MenuEntry[] {
  const { id, label, samples, needsConnection, connections } = library;
  const { save } = useSettings.getState();
  const open = openLibrary(settings);
  const isOpen = open?.id === id;
  if (!needsConnection) {
    const text = samples
      ? { label: "Demo workspace", detail: "Sample prompts and answers; no model is called" }
      : { label };
    return [{ id, ...text, checked: isOpen, onSelect: () => void save({ library: id }) }];
  }
  if (connections.length === 0) {
    return [{ id, label: `${label} project`, detail: "Not connected yet", checked: false, onSelect: openSettings }];
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

function OpenState({ library, langfuse }: { library: PromptLibraryView; langfuse: States }) {
  const { label, samples, needsConnection, connection } = library;
  if (samples) return <DemoState />;
  if (needsConnection) {
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
