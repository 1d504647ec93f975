import type { PromptVersion } from "@shared/domain/prompt/prompt.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { ChevronDown, FileText, PanelLeft, RefreshCw } from "lucide-react";
import { commandInfo, useCommands } from "../../../stores/commands.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useIsFile, useVersionName } from "../../../stores/prompts/version-name.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { Button } from "../../../ui/Button.tsx";
import { Chip } from "../../../ui/Chip.tsx";
import { formatAge } from "../../../ui/figures.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Menu } from "../../../ui/Menu.tsx";
import { useWindowRoom } from "../../../ui/window-form.ts";
import styles from "./PromptHeader.module.css";
import { PromptName } from "./PromptName.tsx";
import { UndoButtons } from "./UndoButtons.tsx";
import { versionEntries } from "./version-entries.tsx";

/** Which prompt is open, in which version and labels or which file, and how fresh the copy is. */
export function PromptHeader() {
  const ref = useDraft((state) => state.draft.openPrompt);
  const { resolved, open, loading } = usePrompt();
  const isFile = useIsFile();
  if (!ref) return null;
  const prompt = resolved?.prompt;
  return (
    <header className={styles["header"]}>
      <div className={styles["top"]}>
        <LibraryButton />
        <PromptName key={ref.name} name={ref.name} isUnsaved={prompt?.version === ""} />
        <span className={styles["acts"]}>
          <UndoButtons />
          <IconButton
            size="small"
            label="Reload this prompt"
            icon={<RefreshCw aria-hidden="true" />}
            disabled={loading}
            onClick={() => open(ref, { refresh: true })}
          />
        </span>
      </div>
      <div className={styles["facts"]}>
        {prompt?.version === "" ? <Chip tone="warn">not saved</Chip> : <VersionChoice prompt={prompt} />}
        {prompt && prompt.version !== "" && !isFile && <Labels prompt={prompt} />}
        {prompt && <Chip>{prompt.type}</Chip>}
        {isFile && <FilePath />}
        {resolved?.freshness === "bundled" && <Chip title="Comes with Promptscope">sample</Chip>}
        {resolved?.freshness === "stale" && (
          <Chip tone="warn" title={resolved.staleReason ?? "The last refresh failed."}>
            stale · {formatAge(resolved.fetchedAt, Date.now())} old
          </Chip>
        )}
      </div>
      {resolved?.freshness === "stale" && resolved.staleReason && (
        <p className={styles["stale"]}>Refreshing failed: {resolved.staleReason}</p>
      )}
    </header>
  );
}

/** Opens the list of prompts where it has no place of its own. */
function LibraryButton() {
  const { form } = useWindowRoom();
  const run = useCommands((state) => state.run);
  if (form === "wide") return null;
  return (
    <IconButton
      size="small"
      label="Show the library"
      shortcut={commandInfo("library.toggle").shortcut}
      icon={<PanelLeft aria-hidden="true" />}
      onClick={() => run("library.toggle")}
    />
  );
}

/** Which version is shown, or of a file whether it is the file as it is, and the others there are. */
function VersionChoice({ prompt }: { prompt: PromptVersion | undefined }) {
  const ref = useDraft((state) => state.draft.openPrompt);
  const choose = useDraft((state) => state.choose);
  const versions = usePrompt((state) => state.versions);
  const isFile = useIsFile();
  const nameOf = useVersionName();
  const isCurrent = prompt !== undefined && prompt.version === versions?.[0]?.version;
  const shown = prompt === undefined ? "…" : isFile && isCurrent ? "file" : versionLabel(prompt.version);
  const name = prompt === undefined ? "of this prompt" : nameOf(prompt.version);
  return (
    <Menu
      label={isFile ? "The file and its earlier texts" : "Version or label"}
      trigger={
        <Button size="small" aria-label={isFile && prompt ? `Shown: ${name}` : `Version ${name}`}>
          {isFile && <FileText aria-hidden="true" size={13} />}
          <span className={styles["version"]}>{shown}</span>
          <ChevronDown aria-hidden="true" />
        </Button>
      }
      entries={versionEntries(versions ?? [], ref, choose, isFile)}
    />
  );
}

function Labels({ prompt }: { prompt: PromptVersion }) {
  const versions = usePrompt((state) => state.versions);
  const labels = versions?.find((row) => row.version === prompt.version)?.labels ?? prompt.labels;
  return (
    <>
      {labels.map((label) => (
        <Chip key={label} tone={label === "production" ? "ok" : "neutral"}>
          {label}
        </Chip>
      ))}
      {prompt.version === versions?.[0]?.version && !labels.includes("latest") && <Chip>latest</Chip>}
    </>
  );
}

/** Where the prompt lies; its name alone where it is in no file yet. */
function FilePath() {
  const folder = useSettings(
    ({ settings }) => settings?.libraries.find(({ id }) => id === usePrompt.getState().ref?.library)?.connection?.label,
  );
  const file = usePrompt(({ stored }) => stored?.file);
  if (folder === undefined) return null;
  const path = file === undefined ? folder : `${folder}/${file}`;
  return (
    <span className={styles["path"]} title={path}>
      <bdi>{path}</bdi>
    </span>
  );
}
