import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { ChevronDown, RefreshCw } from "lucide-react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { Button } from "../../../ui/Button.tsx";
import { Chip } from "../../../ui/Chip.tsx";
import { formatAge } from "../../../ui/figures.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Menu } from "../../../ui/Menu.tsx";
import styles from "./PromptHeader.module.css";
import { PromptName } from "./PromptName.tsx";
import { UndoButtons } from "./UndoButtons.tsx";
import { versionEntries } from "./version-entries.tsx";

/** Which prompt is open, in which version and labels, and how fresh the copy is. */
export function PromptHeader() {
  const ref = useDraft((state) => state.draft.openPrompt);
  const choose = useDraft((state) => state.choose);
  const { resolved, versions, open, loading } = usePrompt();
  if (!ref) return null;
  const prompt = resolved?.prompt;
  const latest = versions?.[0]?.version;
  const labels = prompt ? (versions?.find((row) => row.version === prompt.version)?.labels ?? prompt.labels) : [];
  return (
    <header className={styles["header"]}>
      <div className={styles["top"]}>
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
        {prompt?.version === "" ? (
          <Chip tone="warn">not saved</Chip>
        ) : (
          <Menu
            label="Version or label"
            trigger={
              <Button size="small" aria-label={`Version ${prompt ? versionLabel(prompt.version) : "of this prompt"}`}>
                <span className={styles["version"]}>{prompt ? versionLabel(prompt.version) : "…"}</span>
                <ChevronDown aria-hidden="true" />
              </Button>
            }
            entries={versionEntries(versions ?? [], ref, choose)}
          />
        )}
        {labels.map((label) => (
          <Chip key={label} tone={label === "production" ? "ok" : "neutral"}>
            {label}
          </Chip>
        ))}
        {prompt && prompt.version === latest && !labels.includes("latest") && <Chip>latest</Chip>}
        {prompt && <Chip>{prompt.type}</Chip>}
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
