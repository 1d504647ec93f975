import type { PromptVersionSummary } from "@shared/domain/prompt/prompt.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { Maximize2 } from "lucide-react";
import { useState } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useView } from "../../../stores/view.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Select } from "../../../ui/Select.tsx";
import { versionSide } from "../edit/compare-sides.ts";
import { PreviewError } from "../errors/PreviewError.tsx";
import { VersionDiff } from "./VersionDiff.tsx";
import { VersionMenu } from "./VersionMenu.tsx";
import styles from "./VersionsTab.module.css";

/** Every version with its labels, and a diff of any two. */
export function VersionsTab() {
  const { versions, versionsError, resolved } = usePrompt();
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
  return (
    <div className={styles["versions"]}>
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
                <span className={styles["number"]}>{versionLabel(row.version)}</span>
                {row.labels.map((label) => (
                  <Chip key={label} tone={label === "production" ? "ok" : "neutral"}>
                    {label}
                  </Chip>
                ))}
                <span className={styles["when"]}>{formatDate(row.createdAt)}</span>
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

function formatDate(iso: string | undefined): string {
  const date = iso ? new Date(iso) : undefined;
  if (!date || Number.isNaN(date.getTime())) return "";
  return date.toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" });
}

function Compare({ versions, current }: { versions: PromptVersionSummary[]; current: string | undefined }) {
  const compareVersions = useView((state) => state.compareVersions);
  const newest = versions[0]?.version ?? "";
  const [chosen, setChosen] = useState<{ from: string; to: string } | null>(null);
  const to = chosen?.to ?? current ?? newest;
  // The list is newest first, and only it knows what came before what.
  const before = versions[versions.findIndex((row) => row.version === to) + 1]?.version;
  const from = chosen?.from ?? before ?? newest;
  const options = versions.map((row) => ({ value: row.version, label: versionLabel(row.version) }));
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
