import { ChevronsUpDown, Plug, Settings } from "lucide-react";
import { useApp } from "../../stores/app.ts";
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

  const { source } = settings.preferences;
  const { configured } = settings.langfuse;
  const host = hostOf(settings.langfuse.host);
  const openSettings = () => show("settings", "langfuse");

  return (
    <Menu
      label="Workspace"
      trigger={
        <button type="button" className={styles["switch"]}>
          {source === "demo" ? <DemoState /> : <ProjectState langfuse={langfuse} host={host} />}
          <ChevronsUpDown aria-hidden="true" />
        </button>
      }
      entries={[
        { id: "heading", heading: "Workspace" },
        {
          id: "demo",
          label: "Demo workspace",
          detail: "Sample prompts and answers; no model is called",
          checked: source === "demo",
          onSelect: () => void save({ source: "demo" }),
        },
        {
          id: "langfuse",
          label: langfuse.kind === "connected" ? langfuse.test.projectName : "Langfuse project",
          detail: configured ? host : "Not connected yet",
          checked: source === "langfuse",
          onSelect: () => (configured ? void save({ source: "langfuse" }) : openSettings()),
        },
        { id: "line", separator: true },
        {
          id: "settings",
          label: configured ? "Langfuse settings" : "Connect Langfuse",
          icon: configured ? <Settings aria-hidden="true" /> : <Plug aria-hidden="true" />,
          onSelect: openSettings,
        },
      ]}
    />
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

function ProjectState({ langfuse, host }: { langfuse: LangfuseState; host: string }) {
  const { tone, word } = states[langfuse.kind];
  return (
    <>
      <ProgressDot tone={tone} active={langfuse.kind === "testing"} />
      <span className={styles["name"]}>
        <VisuallyHidden>Workspace: </VisuallyHidden>
        {langfuse.kind === "connected" ? langfuse.test.projectName : "Langfuse"}
      </span>
      {langfuse.kind === "failed" ? (
        <span className={styles["failed"]}>{word}</span>
      ) : (
        <VisuallyHidden>{word}</VisuallyHidden>
      )}
      <span className={styles["host"]}>· {host}</span>
    </>
  );
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}
