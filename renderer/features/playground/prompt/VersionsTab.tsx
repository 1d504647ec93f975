import type { PromptVersionSummary } from "@shared/domain/prompt/prompt.ts";
import { isCommitVersion, versionName } from "@shared/domain/prompt/version-text.ts";
import { Maximize2 } from "lucide-react";
import { useState } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useIsFile, useVersionName } from "../../../stores/prompts/version-name.ts";
import { useView } from "../../../stores/view.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Select } from "../../../ui/Select.tsx";
import { versionSide } from "../edit/compare-sides.ts";
import { PreviewError } from "../errors/PreviewError.tsx";
import { PutAside } from "./PutAside.tsx";
import { VersionDiff } from "./VersionDiff.tsx";
import { VersionMenu } from "./VersionMenu.tsx";
import styles from "./VersionsTab.module.css";

/** Every version with its labels, and a diff of any two. */
export function VersionsTab() {
  const { versions, versionsError, resolved } = usePrompt();
  const isFile = useIsFile();
  const nameOf = useVersionName();
  const choose = useDraft((state) => state.choose);
  if (versionsError && !versions) {
    return (
      <div className={styles["versions"]}>
        <PreviewError error={versionsError} />
      </div>
    );
  }
  if (!versions) return null;
  const current = resolved?.prompt.version;
  const hasCommits = versions.some(({ version }) => isCommitVersion(version));
  return (
    <div className={styles["versions"]}>
      {isFile && (
        <p className={styles["kinds"]}>
          {hasCommits
            ? "The file, and the commits that changed it. Promptscope commits nothing."
            : "The file, and the texts that were saved from here. In a git folder these are its commits."}
        </p>
      )}
      <PutAside />
      {versions.length > 1 && <Compare versions={versions} current={current} />}
      <ol className={styles["list"]} aria-label="Versions">
        {versions.map((row) => (
          <li key={row.version} className={styles["version"]}>
            <button
              type="button"
              className={styles["row"]}
              aria-current={row.version === current}
              onClick={() => choose({ version: row.version })}
            >
              <span className={styles["line"]}>
                <span className={styles["number"]}>{nameOf(row.version)}</span>
                {isFile && row === versions[0] && <FileStanding version={row.version} hasCommits={hasCommits} />}
                {row.labels.map((label) => (
                  <Chip key={label} tone={label === "production" ? "ok" : "neutral"}>
                    {label}
                  </Chip>
                ))}
                <span className={styles["when"]}>{formatDate(row.createdAt, isFile)}</span>
              </span>
              {row.commitMessage && <span className={styles["message"]}>{row.commitMessage}</span>}
              {row.createdBy && <span className={styles["author"]}>{row.createdBy}</span>}
            </button>
            <VersionMenu row={row} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Of the file as it lies there: whether a commit holds it, where there are commits. */
function FileStanding({ version, hasCommits }: { version: string; hasCommits: boolean }) {
  if (isCommitVersion(version)) return <Chip mono>{versionName(version)}</Chip>;
  return hasCommits ? <Chip tone="warn">not committed</Chip> : null;
}

/** @param exactly with the time: files are saved many times a day. */
function formatDate(iso: string | undefined, exactly: boolean): string {
  const date = iso ? new Date(iso) : undefined;
  if (!date || Number.isNaN(date.getTime())) return "";
  const day = { day: "numeric", month: "short", year: "numeric" } as const;
  const time = exactly ? ({ hour: "2-digit", minute: "2-digit" } as const) : {};
  return date.toLocaleString(undefined, { ...day, ...time });
}

function Compare({ versions, current }: { versions: PromptVersionSummary[]; current: string | undefined }) {
  const compareVersions = useView((state) => state.compareVersions);
  const newest = versions[0]?.version ?? "";
  const [chosen, setChosen] = useState<{ from: string; to: string } | null>(null);
  const to = chosen?.to ?? current ?? newest;
  // The list is newest first, and only it knows what came before what.
  const before = versions[versions.findIndex((row) => row.version === to) + 1]?.version;
  const from = chosen?.from ?? before ?? newest;
  const nameOf = useVersionName();
  const options = versions.map((row) => ({ value: row.version, label: nameOf(row.version) }));
  return (
    <section className={styles["compare"]} aria-label="Compare versions">
      <div className={styles["choose"]}>
        <Select
          aria-label="Compare from"
          value={from}
          options={options}
          onChange={(value) => setChosen({ from: value, to })}
        />
        <span aria-hidden="true">→</span>
        <Select
          aria-label="Compare to"
          value={to}
          options={options}
          onChange={(value) => setChosen({ from, to: value })}
        />
        <span className={styles["room"]} />
        <IconButton
          size="small"
          label="Compare in the whole window"
          icon={<Maximize2 aria-hidden="true" />}
          onClick={() => compareVersions(versionSide(from), versionSide(to))}
        />
      </div>
      <VersionDiff from={from} to={to} />
    </section>
  );
}
